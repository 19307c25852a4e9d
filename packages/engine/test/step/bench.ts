/** What the tests of `step` share: one definition, a cast, and a case that takes commands one after another. */
import { readFileSync } from 'node:fs';
import {
  compile,
  definePlugin,
  factKey,
  step,
  type Actor,
  type Accepted,
  type CaseState,
  type Command,
  type CommandBody,
  type CompiledDefinition,
  type FactQuery,
  type Facts,
  type Holder,
  type JournalEntry,
  type Refusal,
} from '@gongzhi/engine';

export const probe = definePlugin({
  name: 'probe',
  version: '1.0.0',
  title: { 'zh-CN': '测试', en: 'Probe' },
  qualifications: Object.fromEntries(
    ['searching', 'approving', 'partnering', 'overseeing'].map((name) => [
      name,
      { title: { 'zh-CN': name, en: name }, holder: 'member' as const },
    ]),
  ),
  effects: {
    ask: {
      title: { 'zh-CN': '查询', en: 'Ask' },
      input: { type: 'object', properties: { question: { type: 'string' } } },
      reply: { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'] },
      run: () => Promise.resolve({ answer: 'yes' }),
    },
  },
});

const kind = (name: string) =>
  definePlugin({
    name,
    version: '1.0.0',
    title: { 'zh-CN': name, en: name },
    partyKind: {
      kind: name,
      title: { 'zh-CN': name, en: name },
      badge: { 'zh-CN': '测', en: 'T' },
      channels: [],
    },
  });

export const plugins = [
  probe,
  ...['government', 'social-organization', 'market-provider', 'resident'].map(kind),
];

export function compiled(source: string): CompiledDefinition {
  const result = compile(source, { plugins });
  if (!result.ok)
    throw new Error(
      result.problems.map(({ code, line, message }) => `${code} ${line} ${message.en}`).join('\n'),
    );
  return result.compiled;
}

export const review = compiled(readFileSync(new URL('review.yaml', import.meta.url), 'utf8'));

const member = (
  memberId: string,
  partyId: string,
  partyKind: string,
  ...qualifications: string[]
): Actor => ({
  memberId,
  partyId,
  partyKind,
  qualifications,
});

export const cast = {
  li: member('li', 'household-li', 'resident'),
  zhang: member('zhang', 'household-zhang', 'resident'),
  chen: member('chen', 'bureau', 'government'),
  wang: member('wang', 'bureau', 'government', 'searching', 'approving'),
  zhao: member('zhao', 'bureau', 'government', 'searching'),
  qian: member('qian', 'bureau', 'government', 'approving'),
  far: member('far', 'other-bureau', 'government', 'searching'),
  sun: member('sun', 'committee', 'social-organization', 'partnering'),
  zhou: member('zhou', 'club', 'social-organization', 'partnering'),
  wu: member('wu', 'inspectorate', 'government', 'overseeing'),
  system: { ...member('system', 'system', 'system'), system: true as const },
  operator: { ...member('ops', 'platform', 'government'), operator: true as const },
};
export type Name = keyof typeof cast;

const directory: Record<string, Holder | null> = {
  [factKey({ kind: 'grid', cellId: 'cell-1' })]: { partyId: 'bureau', partyKind: 'government' },
  [factKey({ kind: 'party', partyId: 'committee' })]: {
    partyId: 'committee',
    partyKind: 'social-organization',
  },
  [factKey({ kind: 'grid', cellId: 'cell-2' })]: {
    partyId: 'bureau',
    partyKind: 'government',
    memberId: 'chen',
  },
  [factKey({ kind: 'party', partyId: 'bureau' })]: { partyId: 'bureau', partyKind: 'government' },
  [factKey({ kind: 'party', partyId: 'club' })]: { partyId: 'club', partyKind: 'social-organization' },
  [factKey({ kind: 'party', partyId: 'household-li' })]: { partyId: 'household-li', partyKind: 'resident' },
};

const answer = (queries: FactQuery[]): Facts =>
  Object.fromEntries(queries.map((query) => [factKey(query), directory[factKey(query)] ?? null]));

export const MONDAY = Date.parse('2026-02-09T09:00:00+08:00');

/** One case under test. Each command is stepped on a copy that went through JSON, as a store would give it back. */
export class Trial {
  definition: CompiledDefinition;
  state: CaseState | null = null;
  entries: JournalEntry[] = [];
  now = MONDAY;
  last: Accepted | null = null;

  constructor(definition: CompiledDefinition = review) {
    this.definition = definition;
  }

  static open(payload: object = { what: 'noise' }): Trial {
    const trial = new Trial();
    trial.do('li', { kind: 'case.open', role: 'applicant', payload: payload as never, cellId: 'cell-1' });
    return trial;
  }

  get case(): CaseState {
    if (this.state === null) throw new Error('the case is not open');
    return this.state;
  }

  try(by: Name | Actor, body: CommandBody, reason?: string): Refusal | null {
    const actor = typeof by === 'string' ? cast[by] : by;
    const command: Command = {
      commandId: `c${this.entries.length + 1}`,
      caseId: this.state?.caseId ?? 'case-1',
      actor,
      ...(reason === undefined ? {} : { reason }),
      ...body,
    };
    const before = this.state === null ? null : (JSON.parse(JSON.stringify(this.state)) as CaseState);
    for (let round = 0; round < 5; round += 1) {
      const result = step(this.definition, before, command, this.now);
      if (result.kind === 'needs') {
        command.facts = { ...command.facts, ...answer(result.queries) };
        continue;
      }
      if (result.kind === 'refused') return result.refusal;
      this.state = JSON.parse(JSON.stringify(result.case)) as CaseState;
      this.entries.push(JSON.parse(JSON.stringify(result.entry)) as JournalEntry);
      this.last = result;
      return null;
    }
    throw new Error('the directory was asked too often');
  }

  /** Does it, and fails the test when it is refused. */
  do(by: Name | Actor, body: CommandBody, reason?: string): this {
    const refusal = this.try(by, body, reason);
    if (refusal !== null) throw new Error(`${refusal.code} ${refusal.message.en}`);
    return this;
  }

  send(by: Name, event: string, payload: object = {}, reason?: string): this {
    return this.do(by, { kind: 'event.send', event, payload: payload as never }, reason);
  }

  /** Code of the refusal, or 'accepted'. */
  code(by: Name, body: CommandBody, reason?: string): string {
    return this.try(by, body, reason)?.code ?? 'accepted';
  }

  task(name: string): string {
    const task = this.case.tasks.find((given) => given.name === name);
    if (task === undefined) throw new Error(`no open task ${name}`);
    return task.taskId;
  }

  handoff(): string {
    const [handoff] = this.case.handoffs;
    if (handoff === undefined) throw new Error('no open hand-off');
    return handoff.handoffId;
  }

  changes(): string[] {
    return (this.entries.at(-1)?.changes ?? []).map(({ what, name }) => `${what} ${name}`);
  }
}
