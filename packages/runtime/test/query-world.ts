/** A small city for the tests of the read side: parties, members, one definition, and a way to send commands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definePlugin, type Actor, type CommandBody, type Viewer } from '@gongzhi/engine';
import { openRuntime } from '@gongzhi/runtime';
import { v7 as newId } from 'uuid';
import { openTestStore } from './query-store.ts';

/** Member → party, qualifications. */
const MEMBERS: Record<string, [party: string, ...qualifications: string[]]> = {
  anna: ['anna-home'],
  bert: ['bert-home'],
  clara: ['desk-1', 'searching'],
  carl: ['desk-1', 'searching', 'approving'],
  cleo: ['desk-1', 'approving'],
  dora: ['desk-2', 'searching'],
  emil: ['desk-2', 'overseeing'],
  plain: ['desk-2'],
  fay: ['helpers', 'partnering'],
  finn: ['helpers'],
  gus: ['friends', 'partnering'],
};
const KINDS: Record<string, string> = {
  'anna-home': 'resident',
  'bert-home': 'resident',
  'desk-1': 'government',
  'desk-2': 'government',
  helpers: 'social-organization',
  friends: 'social-organization',
};

const named = (words: string) => ({ 'zh-CN': words, en: words });
const plugins = [...new Set(Object.values(KINDS))].map((kind) =>
  definePlugin({
    name: kind,
    version: '1.0.0',
    title: named(kind),
    partyKind: { kind, title: named(kind), badge: named('X'), channels: [] },
    qualifications: Object.fromEntries(
      kind === 'government'
        ? ['searching', 'approving', 'overseeing', 'partnering'].map((name) => [
            name,
            { title: named(name), holder: 'member' as const },
          ])
        : [],
    ),
  }),
);

export const everybody = Object.keys(MEMBERS);
export const colleagues = (partyId: string): string[] =>
  everybody.filter((memberId) => MEMBERS[memberId]?.[0] === partyId);
const source = readFileSync(new URL('query-review.yaml', import.meta.url), 'utf8');

export async function openWorld() {
  const opened = await openTestStore(true);
  const { store, folder, databaseUrl, now } = opened;
  const runtime = await openRuntime({
    config: {
      databaseUrl,
      documentsFolder: join(folder, 'documents'),
      keysFolder: join(folder, 'keys'),
      pluginSettings: {},
      documentLimitBytes: 1_000_000,
    },
    plugins,
    now,
    deliver: false,
  });
  const { definitions, directory, query } = runtime;
  const cell = { parentId: null, level: 'cell' } as const;
  for (const [partyId, kind] of Object.entries(KINDS))
    await directory.saveParty({ partyId, kind, name: { 'zh-CN': partyId, en: partyId } });
  for (const [memberId, [partyId, ...names]] of Object.entries(MEMBERS))
    await directory.saveMember({
      memberId,
      partyId,
      name: memberId,
      qualifications: names.map((name) => ({ name, validUntil: null })),
    });
  for (const [cellId, stewardMemberId] of [
    ['north', 'cleo'],
    ['south', 'plain'],
  ] as const)
    await directory.saveCell({ ...cell, cellId, name: { 'zh-CN': cellId, en: cellId }, stewardMemberId });
  await definitions.publish(source, await directory.actor('emil'));

  async function send(caseId: string, memberId: string, body: CommandBody, reason?: string): Promise<void> {
    const actor = await directory.actor(memberId);
    await runtime.dispatch({ commandId: newId(), caseId, actor, body, ...(reason ? { reason } : {}) });
  }

  return {
    ...opened,
    directory,
    definitions,
    query,
    store,
    send,

    async open(memberId: string, what: string, cellId: string): Promise<string> {
      const receipt = await runtime.dispatch({
        commandId: newId(),
        definition: { id: 'review' },
        actor: await directory.actor(memberId),
        body: { kind: 'case.open', role: 'applicant', payload: { what }, cellId },
      });
      return receipt.caseId;
    },

    async event(caseId: string, memberId: string, event: string, reason?: string): Promise<void> {
      await send(caseId, memberId, { kind: 'event.send', event, payload: {} }, reason);
    },

    async taskId(caseId: string, name: string): Promise<string> {
      const { state } = await query.case(caseId);
      return state.tasks.find((task) => task.name === name)?.taskId ?? 'none';
    },

    async handoffId(caseId: string): Promise<string> {
      const { state } = await query.case(caseId);
      return state.handoffs[0]?.handoffId ?? 'none';
    },

    async actor(memberId: string): Promise<Actor> {
      return directory.actor(memberId);
    },

    async viewer(memberId: string, supervises: Viewer['supervises'] = null): Promise<Viewer> {
      const { partyId, partyKind, qualifications } = await directory.actor(memberId);
      return { memberId, partyId, partyKind, qualifications, supervises };
    },

    async close(): Promise<void> {
      await runtime.close();
      await opened.close();
    },
  };
}

export const PUBLIC: Viewer = {
  memberId: null,
  partyId: null,
  partyKind: null,
  qualifications: [],
  supervises: null,
};
