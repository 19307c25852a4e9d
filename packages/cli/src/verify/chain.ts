/** A case's chain as one of its parties can check it: from what the server shows it, trusting nothing but hashes. */
import { createPublicKey, verify } from 'node:crypto';
import { each, type Client, type TimelineEntry } from '@gongzhi/api';
import { collect } from '../collect.ts';
import { EXIT } from '../exit.ts';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';

const ZERO = '0'.repeat(64);

export async function verifyChain(client: Client, caseId: string, output: Output): Promise<void> {
  const entries = (await collect(each(client.readTimeline, { caseId, limit: 200 }))).toReversed();
  const head = await client.readHead({ caseId });
  const broken = brokenLink(entries);
  const last = entries.at(-1);
  const verdict = {
    caseId,
    ok: broken === null && last?.hash === head.hash && last.seq === head.seq && isSigned(head),
    entries: entries.length,
    brokenAt: broken,
    head: head.hash,
    signed: isSigned(head),
    publicKey: head.publicKey,
  };
  const words = verdict.ok
    ? text('chainFits', { entries: entries.length, head: head.hash.slice(0, 16) })
    : text('chainBroken', { at: broken ?? head.seq });
  output.result(verdict, `${verdict.ok ? '✓' : '▲'} ${output.words(words)}`);
  output.note(output.words(text('chainNote')));
  if (!verdict.ok) process.exitCode = EXIT.problems;
}

/** Number of the first entry that does not follow from the one before; null: each does. */
function brokenLink(entries: TimelineEntry[]): number | null {
  let previous = ZERO;
  for (const [index, { seq, previousHash, hash }] of entries.entries()) {
    if (seq !== index + 1 || previousHash !== previous) return index + 1;
    previous = hash;
  }
  return null;
}

type Head = Awaited<ReturnType<Client['readHead']>>;

/** Ed25519 over the canonical JSON of the other fields: keys in order, no spaces. */
function isSigned({ signature, ...signed }: Head): boolean {
  const canonical = JSON.stringify(signed, Object.keys(signed).toSorted());
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signed.publicKey }, format: 'jwk' });
  return verify(null, Buffer.from(canonical), key, Buffer.from(signature, 'base64url'));
}
