/**
 * Keeps webhooks away from the operator's own network (server-side request forgery). The address is judged at the
 * moment of connecting, so that a name which resolves differently the second time (DNS rebinding) gains nothing.
 * Source: OWASP Server-Side Request Forgery Prevention; the IANA special-purpose address registries.
 */
import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const special = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  special.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  special.addSubnet(network, prefix, 'ipv6');

/** Of IPv6 only what is routed in public can be public: loopback, local, mapped and translated ones lie outside. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

export class AddressRefused extends Error {
  override name = 'AddressRefused';
}

/** Whether an IP address can be reached by everybody, and so is nobody's inside. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  if (family === 6) return globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
  return false;
}

/** A name lookup for `http.request` that fails with `AddressRefused` when any of a name's addresses is not public. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const refused = error ?? refusal(hostname, addresses);
    const [first] = addresses ?? [];
    if (refused !== null || first === undefined) callback(refused, '', 0);
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function refusal(hostname: string, addresses: LookupAddress[]): AddressRefused | null {
  return addresses.length > 0 && addresses.every(({ address }) => isPublicAddress(address))
    ? null
    : new AddressRefused(`${hostname} is not a public address`);
}
