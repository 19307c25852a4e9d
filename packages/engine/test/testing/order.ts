/** A small definition, its cast, and a world of them. */
import { readFileSync } from 'node:fs';
import { compile, type CompiledDefinition } from '@gongzhi/engine';
import { createWorld, type Cast, type World } from '@gongzhi/engine/testing';

export const SOURCE = readFileSync(new URL('order.yaml', import.meta.url), 'utf8');
export const START = Date.parse('2026-02-09T09:00:00+08:00');

export const cast: Cast = {
  members: {
    li: { party: 'household', kind: 'resident', qualifications: [] },
    chen: { party: 'street', kind: 'government', qualifications: ['grid-steward'] },
    lin: { party: 'street', kind: 'government', qualifications: ['grid-steward'] },
    tan: { party: 'works', kind: 'market-provider', qualifications: [] },
    root: { party: 'street', kind: 'government', qualifications: [], operator: true },
  },
  parties: { works: { kind: 'market-provider', qualifications: ['licensed-business'] } },
  grid: { 'cell-1': 'chen' },
  offices: {},
};

export function compiledFrom(source: string): CompiledDefinition {
  const result = compile(source, { plugins: PLUGINS });
  if (result.ok) return result.compiled;
  throw new Error(result.problems.map(({ line, message }) => `${line}: ${message.en}`).join('\n'));
}

export function openWorld(compiled = compiledFrom(SOURCE), at = START): World {
  const world = createWorld(compiled, cast, at);
  const refusal = world.send('li', {
    kind: 'case.open',
    role: 'resident',
    payload: { what: 'lamp' },
    cellId: 'cell-1',
  });
  if (refusal) throw new Error(refusal.message.en);
  return world;
}

const both = (name: string) => ({ 'zh-CN': name, en: name });

const PLUGINS = ['government', 'market-provider', 'resident'].map((kind) => ({
  name: kind,
  version: '1.0.0',
  title: both(kind),
  partyKind: { kind, title: both(kind), badge: both(kind[0]!), channels: [] },
  qualifications: {
    ...(kind === 'government'
      ? { 'grid-steward': { title: both('steward'), holder: 'member' as const } }
      : {}),
    ...(kind === 'market-provider'
      ? { 'licensed-business': { title: both('licence'), holder: 'party' as const } }
      : {}),
  },
  ...(kind === 'market-provider'
    ? { effects: { order: { title: both('order'), input: { type: 'object' }, run: async () => null } } }
    : {}),
}));
