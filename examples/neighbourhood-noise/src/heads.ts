/** What each party keeps of each of its cases: the signed head of the chain; and how it holds a record against it. */
import { createPublicKey, verify } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiProblem, each, type Client, type ReplyOf, type Operations } from '@gongzhi/api';
import { canonicalJson } from '@gongzhi/engine';
import type { Who } from './people.ts';
import { people } from './people.ts';
import type { CaseName, Stage } from './stage.ts';

export type Head = ReplyOf<Operations['readHead']>;
/** `shortened`: the record ends before the entry that the head stands for. `altered`: another entry is in its place. */
export type HeadVerdict = 'fits' | 'forged' | 'shortened' | 'altered';

/** Saves the heads of every case that somebody of the party can read, in a file of that party. */
export async function saveHeads(stage: Stage, who: Who): Promise<Partial<Record<CaseName, Head>>> {
  const heads: Partial<Record<CaseName, Head>> = {};
  for (const name of stage.opened()) {
    try {
      heads[name] = await stage.world.as(who).readHead({ caseId: stage.caseId(name) });
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause;
    }
  }
  const folder = join(stage.world.folder, 'heads');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${people[who].partyId}.json`), `${JSON.stringify(heads, null, 2)}\n`);
  return heads;
}

/** Holds what a server shows now against a head that was kept. */
export async function checkHead(client: Client, head: Head): Promise<HeadVerdict> {
  if (!isSigned(head)) return 'forged';
  for await (const { seq, hash } of each(client.readTimeline, { caseId: head.caseId, limit: 200 }))
    if (seq === head.seq) return hash === head.hash ? 'fits' : 'altered';
  return 'shortened';
}

/** Ed25519 over the canonical JSON of the other fields. */
export function isSigned({ signature, ...signed }: Head): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signed.publicKey }, format: 'jwk' });
  return verify(null, Buffer.from(canonicalJson(signed)), key, Buffer.from(signature, 'base64url'));
}
