/**
 * Where the story is played: people act over HTTP, the virtual clock moves, and what was committed is told.
 *
 * Each chapter gets one `Stage`. `act` is something that somebody may do, `refused` something that the server must
 * refuse; both are told as they happen, with everything that the engine then did by itself.
 */
import assert from 'node:assert/strict';
import { ApiProblem, type CaseView, type Client, type ProblemDetails } from '@gongzhi/api';
import type { CompiledDefinition, JsonObject, Language } from '@gongzhi/engine';
import { describeChanges } from './changes.ts';
import { createNames, type Names } from './names.ts';
import { people, type Who } from './people.ts';
import type { Show } from './show.ts';
import type { TextKey } from './texts.ts';
import type { World } from './world.ts';

/** The cases of the story; each definition is used once. */
export const CASES = {
  incident: 'grid-incident',
  mediation: 'mediation',
  hearing: 'hearing',
  disclosure: 'disclosure-proactive',
  order: 'service-order',
  accountability: 'accountability',
} as const;
export type CaseName = keyof typeof CASES;

export interface Refusal {
  who: Who;
  status: number;
  code: string;
  detail: string;
}

export interface Stage {
  world: World;
  show: Show;
  names: Names;
  /** Everything that was refused, in order. */
  refusals: Refusal[];
  /** Moves the clock on to `2026-03-06T08:30`, Shanghai time. */
  at(local: string): Promise<void>;
  caseId(name: CaseName): string;
  opened(): CaseName[];
  read(who: Who, name: CaseName): Promise<CaseView>;
  act<Reply>(
    who: Who,
    name: CaseName,
    sentence: TextKey,
    call: (client: Client) => Promise<Reply>,
  ): Promise<Reply>;
  refused(
    who: Who,
    name: CaseName,
    sentence: TextKey,
    expected: { status: number; code: string },
    call: (client: Client) => Promise<unknown>,
  ): Promise<ProblemDetails>;
  send(who: Who, name: CaseName, sentence: TextKey, event: string, more?: Given): Promise<void>;
  complete(who: Who, name: CaseName, sentence: TextKey, task: string, more?: Given): Promise<void>;
  /** The id of an open task, as somebody who may see it finds it. */
  task(who: Who, name: CaseName, task: string): Promise<string>;
  /** Who of several that do the same at the same moment succeeds; the others are refused. */
  race(
    rivals: readonly Who[],
    name: CaseName,
    sentence: TextKey,
    call: (client: Client) => Promise<unknown>,
  ): Promise<Race>;
}

interface Given {
  payload?: JsonObject;
  reason?: string;
}

export interface Race {
  winner: Who;
  lost: { who: Who; problem: ProblemDetails }[];
}

export async function createStage(world: World, show: Show, language: Language): Promise<Stage> {
  const { clock, runtime } = world;
  const definitions = new Map<string, CompiledDefinition>();
  for (const { id } of await runtime.definitions.list())
    definitions.set(id, await runtime.definitions.compiled(id));
  const names = createNames(language, definitions, world.partyNames);
  const ids = new Map<CaseName, string>();
  const refusals: Refusal[] = [];
  let position = await runtime.feed.head();

  const nameOf = (definitionId: string) =>
    (Object.keys(CASES) as CaseName[]).find((name) => CASES[name] === definitionId);
  const whoIs = (who: Who) => `${people[who].name[language]} (${names.party(people[who].partyId)})`;
  const caseLabel = (name: CaseName) => show.words(`case_${name}`);

  /** What was committed since: what follows of somebody's act under it, what the engine did by itself on its own. */
  async function tell(): Promise<void> {
    await runtime.settle();
    const entries = await runtime.feed.read(position, 500);
    position = entries.at(-1)?.position ?? position;
    for (const entry of entries) {
      const { caseId, definition, actor, body, changes, at } = entry;
      const name = nameOf(definition.id);
      if (name === undefined) continue;
      if (changes.some(({ what }) => what === 'case.opened')) ids.set(name, caseId);
      const { state } = await runtime.query.case(caseId);
      const lines = describeChanges(changes, { definitionId: definition.id, state, names, show });
      if (lines.length === 0) continue;
      if (actor.system === true)
        show.did(at, show.words('engine'), show.words(engineSentence(body.kind)), caseLabel(name));
      show.followed(lines);
    }
  }

  async function tellAct(who: Who, name: CaseName, sentence: TextKey): Promise<void> {
    show.did(clock.now, whoIs(who), show.words(sentence), caseLabel(name));
    await tell();
  }

  function tellRefusal(who: Who, { status, code, detail }: ProblemDetails): void {
    refusals.push({ who, status, code, detail });
    const mentioned = names.mentioned(detail).map((one) => `  (${one})`);
    show.followed([`✗ ${status} ${code}: ${detail}${mentioned.join('')}`]);
  }

  const stage: Stage = {
    world,
    show,
    names,
    refusals,
    async at(local) {
      await world.moveTo(Date.parse(`${local}:00+08:00`), tell);
    },
    caseId(name) {
      const id = ids.get(name);
      assert.ok(id !== undefined, `expected the case ${name} to be open by now`);
      return id;
    },
    opened: () => [...ids.keys()],
    read: (who, name) => world.as(who).readCase({ caseId: stage.caseId(name) }),

    async act(who, name, sentence, call) {
      clock.now += 60_000;
      const reply = await call(world.as(who));
      await tellAct(who, name, sentence);
      return reply;
    },
    async refused(who, name, sentence, expected, call) {
      const problem = await refusalOf(() => call(world.as(who)));
      assert.ok(problem !== null, `expected ${who} to be refused with ${expected.code}, got an answer`);
      const { status, code } = problem;
      assert.deepEqual({ status, code }, expected, problem.detail);
      show.did(clock.now, whoIs(who), show.words(sentence), caseLabel(name));
      tellRefusal(who, problem);
      return problem;
    },
    async send(who, name, sentence, event, more = {}) {
      await stage.act(who, name, sentence, (client) =>
        client.sendEvent({ caseId: stage.caseId(name), event, ...more }),
      );
    },
    async complete(who, name, sentence, task, more = {}) {
      const taskId = await stage.task(who, name, task);
      await stage.act(who, name, sentence, (client) => client.completeTask({ taskId, ...more }));
    },
    async task(who, name, task) {
      const { tasks } = await stage.read(who, name);
      const found = tasks.find((one) => one.name === task);
      assert.ok(
        found,
        `expected ${who} to see the task ${task}, got ${tasks.map((one) => one.name).join(', ')}`,
      );
      return found.taskId;
    },
    async race(rivals, name, sentence, call) {
      clock.now += 60_000;
      const ended = await Promise.all(
        rivals.map(async (who) => ({ who, problem: await refusalOf(() => call(world.as(who))) })),
      );
      const winners = ended.filter(({ problem }) => problem === null);
      assert.equal(winners.length, 1, `expected one of ${rivals.join(', ')} to win`);
      const { who: winner } = winners[0]!;
      await tellAct(winner, name, sentence);
      const lost = ended.flatMap(({ who, problem }) => (problem === null ? [] : [{ who, problem }]));
      for (const { who, problem } of lost) {
        show.did(clock.now, whoIs(who), show.words(sentence), caseLabel(name));
        tellRefusal(who, problem);
      }
      return { winner, lost };
    },
  };
  return stage;
}

/** What the engine did by itself. */
function engineSentence(kind: string): TextKey {
  if (kind === 'case.open') return 'by_opening';
  if (kind === 'clock.lapse') return 'by_lapse';
  return kind === 'clock.warn' ? 'by_warning' : 'by_engine';
}

/** null: it was not refused. */
async function refusalOf(call: () => Promise<unknown>): Promise<ProblemDetails | null> {
  try {
    await call();
    return null;
  } catch (cause) {
    if (cause instanceof ApiProblem) return cause.problem;
    throw cause;
  }
}
