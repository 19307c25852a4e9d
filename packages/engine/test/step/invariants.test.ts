/** DESIGN's invariants over random walks: any cast member tries anything, at any time; what is accepted must hold. */
import fc from 'fast-check';
import t from 'tap';
import {
  activeStates,
  explainClock,
  possible,
  replay,
  ReplayError,
  step,
  type CommandBody,
  type JournalEntry,
} from '@gongzhi/engine';
import { cast, review, Trial, type Name } from './bench.ts';

const names = Object.keys(cast) as Name[];
const calm = ['pause', 'go-on', 'hand-over', 'ask-outside', 'open-hearing', 'wait-for-court', 'go-on'];
const events = [...calm, ...calm, ...calm, 'withdraw', 'escalate', 'finish'];

interface Move {
  by: Name;
  what: number;
  pick: number;
  afterMs: number;
  reason: boolean;
  guided: boolean;
}

const move: fc.Arbitrary<Move> = fc.record({
  by: fc.constantFrom(...names),
  what: fc.nat(19),
  pick: fc.nat(60),
  afterMs: fc.oneof(
    { weight: 4, arbitrary: fc.nat(3_600_000) },
    { weight: 1, arbitrary: fc.nat(40 * 86_400_000) },
  ),
  reason: fc.boolean(),
  guided: fc.boolean(),
});

/** Some command that means something in this state, right or wrong for whoever sends it. */
function commandFor({ case: state }: Trial, { what, pick }: Move): CommandBody {
  const task = state.tasks[pick % Math.max(1, state.tasks.length)]?.taskId ?? 'none';
  const handoff = state.handoffs[pick % Math.max(1, state.handoffs.length)]?.handoffId ?? 'none';
  const clock = state.clocks['reply']?.clockId ?? 'none';
  const member = cast[names[pick % names.length] ?? 'li'];
  const to = { partyId: member.partyId, partyKind: member.partyKind, memberId: member.memberId };
  switch (what) {
    case 0:
    case 1:
      return { kind: 'task.claim', taskId: task };
    case 2:
    case 3:
      return { kind: 'task.complete', taskId: task, payload: pick % 2 === 0 ? { found: 'x' } : {} };
    case 4:
      return { kind: 'task.release', taskId: task };
    case 5:
      return { kind: 'task.delegate', taskId: task, to };
    case 6:
    case 7:
      return { kind: 'handoff.accept', handoffId: handoff };
    case 8:
      return { kind: 'handoff.decline', handoffId: handoff };
    case 9:
      return { kind: 'handoff.recall', handoffId: handoff };
    case 10:
      return { kind: 'handoff.offer', role: 'partner', to };
    case 11:
      return { kind: 'clock.extend', clock: 'reply' };
    case 12:
      return { kind: pick % 2 === 0 ? 'clock.lapse' : 'clock.warn', clockId: clock };
    case 13:
      return { kind: 'event.send', event: 'name-judge', payload: { partyId: to.partyId } };
    case 14:
      return { kind: 'claim.lapse', taskId: task };
    case 15:
      return { kind: 'effect.reply', effectId: state.effects[0]?.effectId ?? 'none', reply: { answer: 'y' } };
    case 16:
      return {
        kind: 'operator.move',
        target: ['working.paused', 'working.approving', 'overdue'][pick % 3] ?? '',
      };
    default:
      return { kind: 'event.send', event: events[pick % events.length] ?? '', payload: {} };
  }
}

/** Something that somebody may do now, so that walks get somewhere: half of all moves. */
function allowedMove(trial: Trial, pick: number): { by: Name; body: CommandBody } | null {
  const { case: state, now } = trial;
  const all = names.flatMap((by) =>
    possible(review, state, cast[by], now)
      .filter(({ allowed, name }) => allowed && !['withdraw', 'escalate', 'finish'].includes(name))
      .map(({ kind, id, name }) => ({ by, kind, id, name })),
  );
  const chosen = all[pick % Math.max(1, all.length)];
  if (chosen === undefined) return null;
  const { by, kind, id, name } = chosen;
  const to = { partyId: 'bureau', partyKind: 'government', memberId: 'wang' };
  const club = { partyId: 'club', partyKind: 'social-organization' };
  const bodies: Record<string, object> = {
    'event.send': { kind, event: name, payload: PAYLOADS[name] ?? {} },
    'handoff.offer': { kind, role: name, to: club },
    'clock.extend': { kind, clock: name },
    'task.complete': { kind, taskId: id, payload: name === 'search' ? { found: 'x' } : {} },
    'task.delegate': { kind, taskId: id, to },
  };
  const other = kind.startsWith('task.') ? { kind, taskId: id } : { kind, handoffId: id };
  return { by, body: (bodies[kind] ?? other) as CommandBody };
}

const PAYLOADS: Record<string, object> = {
  'name-judge': { partyId: 'committee' },
  'note-secret': { found: 's' },
};

function walk(
  moves: Move[],
  each: (trial: Trial, entry: JournalEntry) => void,
): { trial: Trial; accepted: number } {
  const trial = Trial.open({ what: 'noise', amount: 200 });
  let accepted = 0;
  for (const next of moves) {
    trial.now += next.afterMs;
    const guided = next.guided ? allowedMove(trial, next.pick) : null;
    const { by, body } = guided ?? { by: next.by, body: commandFor(trial, next) };
    const refusal = trial.try(by, body, next.reason ? 'because' : undefined);
    const entry = trial.entries.at(-1);
    if (refusal === null && entry !== undefined) {
      accepted += 1;
      each(trial, entry);
    }
  }
  return { trial, accepted };
}

const walks = fc.array(move, { minLength: 1, maxLength: 60, size: 'max' });

const check = (title: string, each: (trial: Trial, entry: JournalEntry) => boolean) =>
  t.test(title, async (t) => {
    let accepted = 0;
    fc.assert(
      fc.property(walks, (moves) => {
        let holds = true;
        accepted += walk(moves, (trial, entry) => (holds = holds && each(trial, entry))).accepted;
        return holds;
      }),
      { numRuns: 150 },
    );
    t.ok(accepted > 1000, `${accepted} commands were accepted on the way`);
  });

t.test('1: a journal replays to its snapshot, entry by entry', async (t) => {
  fc.assert(
    fc.property(walks, (moves) => {
      const seen: string[] = [JSON.stringify(Trial.open({ what: 'noise', amount: 200 }).state)];
      const { trial } = walk(moves, ({ state }) => seen.push(JSON.stringify(state)));
      const replayed: string[] = [];
      replay(
        () => review,
        trial.entries,
        (state) => replayed.push(JSON.stringify(state)),
      );
      t.same(replayed, seen);
    }),
    { numRuns: 60 },
  );
  const { entries } = Trial.open();
  t.throws(() => replay(() => review, []), ReplayError);
  t.throws(() => replay(() => review, [{ ...entries[0], seq: 2 } as JournalEntry]), ReplayError);
});

check(
  '2: an open case has one custodian, changed by nothing but an accepted hand-off',
  ({ case: state, entries }, entry) => {
    const open = state.custody.filter(({ toAt }) => toAt === null);
    const gapless = state.custody.every(
      ({ fromAt }, index) => index === 0 || state.custody[index - 1]?.toAt === fromAt,
    );
    const passed = entry.changes.some(({ what }) => what === 'custody.passed');
    const accepts = entries.filter(({ changes }) => changes.some(({ what }) => what === 'custody.passed'));
    return (
      open.length === 1 &&
      open[0]?.partyId === state.custodian.partyId &&
      gapless &&
      (!passed || entry.body.kind === 'handoff.accept') &&
      state.custody.length === accepts.length + 1
    );
  },
);

t.test(
  '3: of all who claim at once exactly one wins, whatever the order, and the others learn who',
  async () => {
    const claimants = names.filter((name) => name !== 'system' && name !== 'operator');
    fc.assert(
      fc.property(fc.shuffledSubarray(claimants, { minLength: 2 }), (order) => {
        const trial = Trial.open();
        const taskId = trial.task('search');
        const codes = order.map((name) => trial.code(name, { kind: 'task.claim', taskId }));
        const may = order.filter((name) => ['zhao', 'wang'].includes(name));
        return (
          codes.filter((code) => code === 'accepted').length === Math.min(1, may.length) &&
          codes.filter((code) => code === 'GZ_TASK_ALREADY_CLAIMED').length >= Math.max(0, may.length - 1) &&
          (may.length === 0 || trial.case.tasks[0]?.holder?.memberId === may[0])
        );
      }),
    );
  },
);

check(
  '4: a task, a hand-off of a block and a clock live only while their state is active',
  ({ case: state }) => {
    const active = activeStates(state.machine.value);
    return (
      state.tasks.every(({ state: own }) => active.includes(own)) &&
      state.handoffs.every(({ state: own }) => own === null || active.includes(own)) &&
      Object.values(state.clocks).every(
        ({ state: own, endedAt }) => endedAt !== null || active.includes(own),
      ) &&
      (state.status === 'open' || state.tasks.length + state.handoffs.length === 0)
    );
  },
);

check('5: nobody acts in two duties that are separate', ({ case: state }) => {
  const members = (role: string) =>
    state.acts.filter((act) => act.role === role).map(({ memberId }) => memberId);
  const parties = (role: string) =>
    state.acts.filter((act) => act.role === role).map(({ partyId }) => partyId);
  return (
    !members('searcher').some((member) => members('approver').includes(member)) &&
    !parties('partner').some((party) => parties('judge').includes(party))
  );
});

check(
  '6: a running clock is due when its own data say, and never while it stands still',
  ({ case: state, now }) => {
    const clock = state.clocks['reply'];
    if (clock === undefined || clock.endedAt !== null) return true;
    if (clock.status === 'stopped') return clock.dueAt === null && clock.warnsAt.length === 0;
    return clock.dueAt === explainClock(review, state, 'reply', now).dueAt;
  },
);

t.test(
  '7: the same command on the same case gives the same answer, and changes nothing that it was given',
  async () => {
    fc.assert(
      fc.property(walks, (moves) => {
        const { trial } = walk(moves.slice(0, 20), () => {});
        const before = JSON.stringify(trial.state);
        const [last = { by: 'li', what: 0, pick: 0, afterMs: 0, reason: true, guided: false } as Move] =
          moves.slice(-1);
        const command = {
          commandId: 'x',
          caseId: 'case-1',
          actor: cast[last.by],
          reason: 'r',
          ...commandFor(trial, last),
        };
        const once = JSON.stringify(step(review, trial.state, command, trial.now));
        const twice = JSON.stringify(step(review, trial.state, command, trial.now));
        return once === twice && JSON.stringify(trial.state) === before;
      }),
    );
  },
);

check(
  '10: what was accepted was sent by one to whose role the definition gives it',
  ({ case: state }, { actor, body }) => {
    if (body.kind !== 'event.send') return true;
    const roles = review.definition.events?.[body.event]?.by ?? [];
    return state.acts.some(({ role, memberId }) => memberId === actor.memberId && roles.includes(role));
  },
);
