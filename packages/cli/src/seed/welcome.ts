/** What a newcomer sees first: what to open, who can sign in, and one request that works as it stands. */
import type { Output } from '../output.ts';
import { table } from '../columns.ts';
import type { Service } from '../service.ts';
import { text } from '../texts.ts';
import { DEMO_PASSWORD, members, parties } from './neighbourhood.ts';

const REPORTER = 'li.wei';

/** Opens a case in the name of a resident. */
const EXAMPLE = {
  definition: 'grid-incident',
  role: 'reporter',
  cellId: 'c-xingfu-1',
  payload: { what: '夜间施工噪声', where: '幸福里 3 号楼', when: '2026-11-24T23:30:00+08:00', kind: 'noise' },
};

export async function welcome(
  { url, runtime }: Service,
  output: Output,
): Promise<{ value: unknown; words: string }> {
  const { token } = await runtime.directory.signIn(REPORTER, DEMO_PASSWORD);
  const curl = curlFor(url, token);
  const people = members.map(({ login, name, partyId, qualifications = [] }) => ({
    login: login!,
    name,
    party: parties.find((party) => party.partyId === partyId)!,
    qualifications: qualifications.map((one) => one.name),
  }));
  const rows = people.map(({ login, name, party, qualifications }) => [
    `  ${login}`,
    name,
    output.words(party.name),
    party.kind,
    qualifications.join(' '),
  ]);
  const words = [
    `${output.paint('bold', output.words(text('welcome')))}  ${url}`,
    `  ${output.words(text('welcomeApi'))}  ${url}/docs`,
    '',
    output.words(text('welcomeSignIn', { password: DEMO_PASSWORD })),
    table(rows),
    '',
    output.words(text('welcomeTry')),
    curl,
    '',
    output.words(text('welcomeThen', { password: DEMO_PASSWORD })),
  ].join('\n');
  const logins = people.map(({ login, party }) => ({ login, party: party.partyId, kind: party.kind }));
  return { value: { url, docs: `${url}/docs`, password: DEMO_PASSWORD, logins, curl }, words };
}

function curlFor(url: string, token: string): string {
  return [
    `curl -s ${url}/v1/cases`,
    `-H 'authorization: Bearer ${token}'`,
    "-H 'content-type: application/json'",
    '-H "idempotency-key: try-$(date +%s)"',
    `-d '${JSON.stringify(EXAMPLE)}'`,
  ].join(' \\\n  ');
}
