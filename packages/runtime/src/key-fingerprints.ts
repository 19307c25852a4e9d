/**
 * The database remembers which keys belong to it, from the first start on.
 *
 * A process that was given another folder would sign heads that nobody expects, and could not open what is sealed:
 * it does not start.
 */
import { createHash } from 'node:crypto';
import { openSealKey } from './directory/seal-key.ts';
import { runtimeErrors } from './errors.ts';
import { openSigningKey } from './signing-key.ts';
import { InstallationRow } from './store/directory-rows.ts';
import type { Store } from './store/open.ts';

/**
 * Compares the folder's keys with those that the database remembers; remembers them at the first start.
 *
 * `accept`: remembers these from now on, whatever it was; for when the old ones are lost.
 * Refuses with GZ_KEYS_FOREIGN.
 */
export async function holdToKeys(store: Store, keysFolder: string, accept: boolean): Promise<void> {
  const fingerprints = fingerprintsOf(keysFolder);
  const em = store.em();
  const names = Object.keys(fingerprints);
  const rows = names.map((name) => ({ name, value: fingerprints[name]! }));
  if (accept) return void (await em.upsertMany(InstallationRow, rows));
  let known = await em.find(InstallationRow, { name: { $in: names } }, { disableIdentityMap: true });
  if (known.length < names.length) {
    await em.upsertMany(InstallationRow, rows, { onConflictAction: 'ignore' });
    known = await em.find(InstallationRow, { name: { $in: names } }, { disableIdentityMap: true });
  }
  const foreign = known.filter(({ name, value }) => value !== fingerprints[name]);
  if (foreign.length > 0)
    throw runtimeErrors.error('GZ_KEYS_FOREIGN', {
      folder: keysFolder,
      keys: foreign
        .map(({ name }) => name)
        .toSorted()
        .join(', '),
    });
}

/** SHA-256, by the file that the key lies in. */
function fingerprintsOf(keysFolder: string): Record<string, string> {
  return {
    'journal-ed25519.pem': fingerprint(openSigningKey(keysFolder).publicKey),
    'contacts.key': fingerprint(openSealKey(keysFolder)),
  };
}

const fingerprint = (key: string | Buffer): string =>
  createHash('sha256').update('gongzhi key fingerprint:').update(key).digest('hex');
