/** Random walks on one version, a crossing, and on: whatever was open then, the journal alone comes to the same case. */
import fc from 'fast-check';
import t from 'tap';
import { possible, type CommandBody } from '@gongzhi/engine';
import { brokenInvariants } from '@gongzhi/engine/testing';
import { cast, type Name } from '../step/bench.ts';
import { Crossing, next, permit, permitSource, yaml, type Loose } from './bench.ts';

const second = next(permitSource, (definition) => {
  definition['clocks']!['reply']!['limit'] = 'P10D' as unknown as Loose;
  const regions = definition['states']!['handling']!['states']!;
  regions['notice'] = yaml(`
initial: writing
states:
  writing:
    title: { zh-CN: 告知, en: Notice }
    task: { tell: { title: { zh-CN: 告知, en: Tell }, role: desk } }
    on: { tell.completed: told }
  told: { type: final }`);
  const { properties } = definition['data'] as unknown as { properties: Loose };
  properties['size'] = yaml('{ type: string, default: small }');
});
const plan = { clocks: { reply: 'keep' }, data: { size: 'data.amount > 30.0 ? "large" : "small"' } } as const;

const names = Object.keys(cast).filter((name) => name !== 'system') as Name[];

interface Move {
  pick: number;
  afterMs: number;
}

const moves = fc.array(
  fc.record({ pick: fc.nat(1000), afterMs: fc.oneof(fc.nat(3_600_000), fc.nat(6 * 86_400_000)) }),
  { maxLength: 15, size: 'max' },
);

/** Something that somebody may do now; clocks that are due and replies come from the system. */
function take(trial: Crossing, { pick, afterMs }: Move): boolean {
  trial.now += afterMs;
  const { case: state, now, definition } = trial;
  const chances: { by: Name; body: CommandBody }[] = names.flatMap((by) =>
    possible(definition, state, cast[by], now).flatMap(({ allowed, kind, id, name }) =>
      !allowed ||
      name === 'stop' ||
      !['event.send', 'task.claim', 'task.complete', 'task.release'].includes(kind)
        ? []
        : [{ by, body: { kind, event: name, taskId: id, payload: {} } as unknown as CommandBody }],
    ),
  );
  for (const { effectId } of state.effects)
    chances.push({ by: 'system', body: { kind: 'effect.reply', effectId, reply: { answer: 'y' } } });
  for (const { awaitId } of state.awaits)
    chances.push({ by: 'system', body: { kind: 'message.receive', awaitId, payload: {} } });
  for (const { clockId, dueAt, status } of Object.values(state.clocks))
    if (status === 'running' && dueAt !== null && dueAt <= now)
      chances.push({ by: 'system', body: { kind: 'clock.lapse', clockId } });
  const chosen = chances[pick % Math.max(1, chances.length)];
  return chosen !== undefined && trial.try(chosen.by, tidy(chosen.body), 'because') === null;
}

/** Only the fields of its kind. */
function tidy(body: CommandBody): CommandBody {
  const { kind, taskId, event } = body as { kind: string; taskId?: string; event?: string };
  if (kind === 'event.send') return { kind, event: event!, payload: {} };
  if (kind === 'task.complete') return { kind, taskId: taskId!, payload: {} };
  if (kind === 'task.claim' || kind === 'task.release') return { kind, taskId: taskId! };
  return body;
}

t.test(
  '1: a journal that crosses versions replays to its snapshot, and every invariant holds after',
  async (t) => {
    let crossed = 0;
    let after = 0;
    fc.assert(
      fc.property(moves, moves, (before, later) => {
        const trial = Crossing.of(permit);
        for (const move of before) if (trial.case.status === 'open') take(trial, move);
        if (trial.case.status === 'open') {
          trial.over(second, plan);
          crossed += 1;
          const entry = trial.entries.at(-1)!;
          if (brokenInvariants(second, trial.case, entry).length > 0) return false;
          for (const move of later) if (trial.case.status === 'open' && take(trial, move)) after += 1;
        }
        return JSON.stringify(trial.replayed(permit, second)) === JSON.stringify(trial.case);
      }),
      { numRuns: 150 },
    );
    t.ok(crossed > 50, `${crossed} cases crossed`);
    t.ok(after > 100, `${after} commands were accepted after`);
  },
);
