/**
 * Many cases at once, through the real `step`, on a virtual clock: what a procedure would ask of its people before
 * anybody is asked to live with it. Pure: one seed gives one result.
 *
 *   1. cases arrive, and are opened in one of the ways that the form allows
 *   2. each task or hand-off queues for a member of its role, who works on it within working hours
 *   3. it ends with content drawn from what the form allows; where a guard refuses, with other content
 *   4. effects, other cases and messages answer after a while; events are sent now and then; clocks fall due
 */
import { fullDayMs } from '../calendar/office-hours.ts';
import { yearOf, dayAt } from '../calendar/local-day.ts';
import type { Calendar } from '../calendar/calendar.ts';
import type { CaseState, Handoff, Task } from '../case-state.ts';
import type { Actor, Command, CommandBody, FactQuery, Facts, Instant } from '../command.ts';
import type { CompiledDefinition } from '../compiled.ts';
import type { Change } from '../journal-entry.ts';
import { step } from '../step.ts';
import { actorOf, answer, SIMULATED_CELL, SYSTEM, type Cast } from '../testing/cast.ts';
import { generousCast } from '../testing/generous-cast.ts';
import { createPayloads } from '../testing/payloads.ts';
import type { JsonObject } from '../text.ts';
import { activeStates } from '../machine.ts';
import { Agenda } from './agenda.ts';
import { createCrews, type Work } from './crews.ts';
import { createFigures, type LoadResult } from './figures.ts';
import { createRandom, draw, exponential, pick, pickByShare, type Distribution } from './random.ts';
import { DEFAULTS, type Choice, type Scenario } from './scenario.ts';
import { createWorkTime } from './work-time.ts';

export interface LoadOptions {
  cases: number;
  seed: number;
}

interface Live {
  state: CaseState;
  works: Map<string, Work>;
  /** Ids of effects, awaits and children that will be answered. */
  awaited: Set<string>;
  place: string;
  /** Events that will be sent. */
  planned: number;
  dueAt: Instant | null;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Contents and members tried before a piece of work counts as one that nobody can end. */
const TRIES = 16;
const LEARNT_AFTER = 8;
const REASON = '模拟 · simulated';
/** A case that went on for so many steps goes round in circles: it is left there. */
const STEPS_LIMIT = 2000;

export function simulateLoad(
  given: CompiledDefinition,
  scenario: Scenario,
  { cases, seed }: LoadOptions,
): LoadResult {
  const compiled = { ...given, calendar: withEveryYear(given.calendar) };
  const { definition, calendar, timeZone } = compiled;
  const random = createRandom(seed);
  const cast = generousCast(definition);
  const payloads = createPayloads(compiled, cast, { others: false });
  const facts = allFacts(cast);
  const actors = new Map(Object.keys(cast.members).map((id) => [id, actorOf(cast, id)]));
  const agenda = new Agenda<() => void>();
  const office = createWorkTime(calendar, timeZone, scenario.start);
  let now = scenario.start;

  const arrivals = arrivalTimes();
  const until = arrivals.at(-1) ?? scenario.start;
  const crews = createCrews(scenario, calendar, timeZone, until);
  const figures = createFigures(compiled, office);
  const heeded = new Set(compiled.transitions.map(({ event }) => event));
  const eventsAt = new Map<string, string[]>();
  const learnt = new Map<string, { tried: number; done: number }>();

  for (const [index, at] of arrivals.entries()) agenda.add(at, () => arrive(`case-${index + 1}`));
  for (let due = agenda.next(); due; due = agenda.next()) {
    now = due.at;
    due.item();
  }
  return figures.result({
    crews: crews.figures(),
    from: scenario.start,
    until,
    endedAt: now,
    assumedYears: assumedYears(given.calendar, timeZone, scenario.start, now),
    seed,
  });

  function arrivalTimes(): Instant[] {
    const mean = fullDayMs(calendar) / scenario.arrivalsPerDay;
    let worked = 0;
    return Array.from({ length: cases }, () => office.instantAt((worked += exponential(mean, random))));
  }

  function arrive(caseId: string): void {
    const { by: roles, form } = definition.open;
    for (let tries = 0; tries < TRIES; tries++) {
      const role = pick(roles, random)!;
      const payload = contentFor(scenario.openings, payloads.ofForm(form, today()));
      const command: Command = {
        commandId: caseId,
        caseId,
        actor: actors.get(role)!,
        facts,
        reason: REASON,
        kind: 'case.open',
        role,
        payload,
        cellId: SIMULATED_CELL,
      };
      const result = run(null, command);
      if (result === null) continue;
      const live: Live = {
        state: result.state,
        works: new Map(),
        awaited: new Set(),
        place: '',
        planned: 0,
        dueAt: null,
      };
      follow(live, result.changes);
      return;
    }
    figures.notOpened();
  }

  /** null: refused, or the definition failed. */
  function run(state: CaseState | null, command: Command): { state: CaseState; changes: Change[] } | null {
    figures.stepped();
    try {
      const result = step(compiled, state, command, now);
      if (result.kind === 'refused') figures.refused();
      if (result.kind === 'accepted') return { state: result.case, changes: result.entry.changes };
      if (result.kind === 'needs')
        return run(state, { ...command, facts: { ...command.facts, ...answer(cast, result.queries) } });
      return null;
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause;
      figures.failed(cause.message);
      return null;
    }
  }

  function send(live: Live, actor: Actor, body: CommandBody): boolean {
    const { caseId, revision } = live.state;
    const command: Command = {
      commandId: `${caseId}.${revision}`,
      caseId,
      actor,
      facts,
      reason: REASON,
      ...body,
    };
    const result = run(live.state, command);
    if (result === null) return false;
    live.state = result.state;
    follow(live, result.changes);
    return true;
  }

  /** Brings what is planned into line with where the case stands now. */
  function follow(live: Live, changes: Change[]): void {
    const { state } = live;
    figures.noted(changes);
    withdraw(live);
    if (state.status === 'closed') return figures.closed(state);
    if (state.revision > STEPS_LIMIT) return figures.left(state, 'circles');
    for (const task of state.tasks) if (!live.works.has(task.taskId)) queueTask(live, task);
    for (const handoff of state.handoffs) if (!live.works.has(handoff.handoffId)) queueHandoff(live, handoff);
    planAnswers(live);
    const place = JSON.stringify(state.machine.value);
    if (place !== live.place) {
      live.place = place;
      planEvents(live);
    }
    planDue(live);
    if (isStuck(live)) figures.left(state, 'stuck');
  }

  function withdraw(live: Live): void {
    if (live.works.size === 0) return;
    const open = new Set([
      ...live.state.tasks.map(({ taskId }) => taskId),
      ...live.state.handoffs.map(({ handoffId }) => handoffId),
    ]);
    for (const [id, work] of live.works)
      if (!open.has(id)) {
        live.works.delete(id);
        if (work.status !== 'done') crews.withdraw(work, now, startWork);
      }
  }

  function queueTask(live: Live, task: Task): void {
    const { taskId, name, role } = task;
    enqueue(live, taskId, name, role, DEFAULTS.answer, () => completeTask(live, task));
  }

  function queueHandoff(live: Live, handoff: Handoff): void {
    const name = handoff.name ?? handoff.role;
    enqueue(live, handoff.handoffId, name, handoff.role, DEFAULTS.answer, () => answerHandoff(live, handoff));
  }

  function enqueue(
    live: Live,
    id: string,
    name: string,
    role: string,
    answerTime: Distribution,
    end: () => boolean,
  ) {
    const isShared = scenario.roles[role]!.members !== null;
    const otherwise = isShared ? scenario.default : answerTime;
    const ms = draw(scenario.durations[name] ?? otherwise, random) * HOUR;
    const work: Work = { name, role, ms, openedAt: now, startedAt: now, status: 'queued', end };
    live.works.set(id, work);
    crews.add(work, now, startWork);
  }

  function startWork(work: Work, endsAt: Instant): void {
    figures.started(work);
    agenda.add(endsAt, () => {
      if (work.status !== 'working') return;
      work.status = 'done';
      // First the work, so that the case moves on; then the member is free for what comes next.
      if (!work.end()) figures.blocked(work.name);
      crews.free(work, now, startWork);
    });
  }

  function completeTask(live: Live, { taskId, name, role, reservedFor }: Task): boolean {
    const block = compiled.blocks.get(name);
    const form = block?.kind === 'task' ? block.rule.form : undefined;
    const offered = payloads.ofForm(form, today());
    const members = membersFor(live.state, [role], reservedFor?.memberId, reservedFor?.partyId);
    return tryEach(name, offered, members, (actor, payload) =>
      send(live, actor, { kind: 'task.complete', taskId, payload }),
    );
  }

  function answerHandoff(live: Live, { handoffId, name, role, to }: Handoff): boolean {
    const accepts = random.next() < (scenario.accepted[name ?? role] ?? DEFAULTS.accepted);
    const members = membersFor(live.state, [role], to?.memberId ?? undefined, to?.partyId);
    for (const kind of accepts ? ACCEPT_FIRST : DECLINE_FIRST)
      for (const actor of members) if (send(live, actor, { kind, handoffId })) return true;
    return false;
  }

  /** Draws content until one is accepted from one of the members. */
  function tryEach(
    name: string,
    offered: readonly JsonObject[],
    members: readonly Actor[],
    attempt: (actor: Actor, payload: JsonObject) => boolean,
  ): boolean {
    const left = offered.map((payload, index) => ({ payload, key: `${name} ${index}` }));
    const able = members.filter(({ memberId }) => isWorthTrying(`${name} ${memberId}`));
    const trying = able.length > 0 ? able : members;
    for (let tries = 0; tries < TRIES; tries++) {
      const promising = left.filter(({ key }) => isWorthTrying(key));
      const from = promising.length > 0 ? promising : left;
      const choices = tries < TRIES / 2 ? (scenario.choices[name] ?? []) : [];
      const payload = contentFor(
        choices,
        from.map((one) => one.payload),
      );
      const index = left.findIndex((one) => one.payload === payload);
      const key = left[index]?.key;
      for (const actor of trying.slice(0, tries === 0 ? 4 : 2)) {
        const isDone = attempt(actor, payload);
        if (key !== undefined) learn(key, isDone);
        learn(`${name} ${actor.memberId}`, isDone);
        if (isDone) return true;
      }
      if (index >= 0 && left.length === 1) return false;
      if (index >= 0) left.splice(index, 1);
    }
    return false;
  }

  /** What was always refused so far is tried seldom: most of the time would go into refusals otherwise. */
  function isWorthTrying(key: string): boolean {
    const known = learnt.get(key);
    return known === undefined || known.done > 0 || known.tried < LEARNT_AFTER || random.next() < 0.02;
  }

  function learn(key: string, isDone: boolean): void {
    const known = learnt.get(key) ?? { tried: 0, done: 0 };
    known.tried += 1;
    if (isDone) known.done += 1;
    learnt.set(key, known);
  }

  function contentFor(choices: readonly Choice[], offered: readonly JsonObject[]): JsonObject {
    const chosen = pickByShare(choices, random);
    if (chosen === null) return pick(offered, random) ?? {};
    const wanted = Object.entries(chosen.with);
    const fitting = offered.filter((payload) =>
      wanted.every(([field, value]) => JSON.stringify(payload[field]) === JSON.stringify(value)),
    );
    return pick(fitting, random) ?? { ...offered[0], ...chosen.with };
  }

  /** Who is likely to be allowed first. */
  function membersFor(
    state: CaseState,
    roles: readonly string[],
    memberId?: string,
    partyId?: string,
  ): Actor[] {
    const own = memberId === undefined ? undefined : actors.get(memberId);
    if (own) return [own];
    const holding = state.participants.filter(({ role }) => roles.includes(role));
    const found = new Set<Actor>();
    const add = (actor: Actor | undefined) => {
      if (actor && (partyId === undefined || actor.partyId === partyId)) found.add(actor);
    };
    for (const holder of holding) if (holder.memberId !== undefined) add(actors.get(holder.memberId));
    for (const role of roles) {
      const actor = actors.get(role);
      if (holding.length === 0 || holding.some((holder) => holder.partyId === actor?.partyId)) add(actor);
    }
    for (const holder of holding)
      for (const actor of actors.values()) if (actor.partyId === holder.partyId) add(actor);
    for (const role of roles) add(actors.get(`${role}-2`));
    if (partyId !== undefined) for (const actor of actors.values()) add(actor);
    return [...found];
  }

  function planAnswers(live: Live): void {
    const { effects, awaits, children } = live.state;
    for (const { effectId, name, use } of effects)
      answerLater(live, effectId, name, DEFAULTS.answer, () => {
        const fails = random.next() < (scenario.failed[name] ?? DEFAULTS.failed);
        const replies = payloads.ofSchema(compiled.effects.get(use)?.reply, today());
        if (fails && send(live, SYSTEM, { kind: 'effect.fail', effectId, error: 'simulated' })) return true;
        return tryEach(name, replies, [SYSTEM], (actor, reply) =>
          send(live, actor, { kind: 'effect.reply', effectId, reply }),
        );
      });
    for (const { awaitId, name } of awaits) {
      const block = compiled.blocks.get(name);
      const form = block?.kind === 'await' ? block.rule.form : undefined;
      answerLater(live, awaitId, name, DEFAULTS.child, () =>
        tryEach(name, payloads.ofForm(form, today()), [SYSTEM], (actor, payload) =>
          send(live, actor, { kind: 'message.receive', awaitId, payload }),
        ),
      );
    }
    for (const { linkId, name, outcome } of children)
      if (name !== null && outcome === null)
        answerLater(live, linkId, name, DEFAULTS.child, () => closeChild(live, linkId, name));
  }

  function closeChild(live: Live, linkId: string, name: string): boolean {
    const offered = payloads.ofChild().map(({ outcome, payload }) => ({ ...payload, outcome }));
    return tryEach(name, offered, [SYSTEM], (actor, { outcome, ...payload }) =>
      send(live, actor, {
        kind: 'child.closed',
        linkId,
        childCaseId: `child-${linkId}`,
        outcome: String(outcome),
        payload,
      }),
    );
  }

  function answerLater(
    live: Live,
    id: string,
    name: string,
    otherwise: Distribution,
    run: () => boolean,
  ): void {
    if (live.awaited.has(id)) return;
    live.awaited.add(id);
    const ms = draw(scenario.durations[name] ?? otherwise, random) * HOUR;
    agenda.add(office.after(now, ms), () => {
      const { state } = live;
      const isOpen =
        state.effects.some(({ effectId }) => effectId === id) ||
        state.awaits.some(({ awaitId }) => awaitId === id) ||
        state.children.some(({ linkId, outcome }) => linkId === id && outcome === null);
      if (isOpen && state.status === 'open' && !run()) figures.blocked(name);
    });
  }

  function planEvents(live: Live): void {
    const { state } = live;
    const events = eventsIn(live);
    live.planned = 0;
    if (events.length === 0) return;
    const waits = hasWork(state);
    const hasClock = Object.values(state.clocks).some(({ status }) => status === 'running');
    const chosen = events.filter((event) => {
      const share = scenario.events[event] ?? (waits ? DEFAULTS.eventShare : DEFAULTS.eventShareWhenWaiting);
      return random.next() < share;
    });
    // Nothing else will ever happen: somebody must.
    if (chosen.length === 0 && !waits && !hasClock) chosen.push(pick(events, random)!);
    for (const event of chosen) {
      const ms = draw(scenario.durations[event] ?? DEFAULTS.answer, random) * HOUR;
      const { place } = live;
      live.planned += 1;
      agenda.add(office.after(now, ms), () => {
        if (live.place !== place || live.state.status === 'closed') return;
        live.planned -= 1;
        sendEvent(live, event);
        if (live.place === place && live.state.status === 'open' && isStuck(live))
          figures.left(live.state, 'stuck');
      });
    }
  }

  function sendEvent(live: Live, event: string): void {
    const { by = [], form } = definition.events?.[event] ?? {};
    const offered = payloads.ofForm(form, today());
    tryEach(event, offered, membersFor(live.state, by), (actor, payload) =>
      send(live, actor, { kind: 'event.send', event, payload }),
    );
  }

  /** Events of people that lead somewhere from here. */
  function eventsIn({ place, state }: Live): string[] {
    const known = eventsAt.get(place);
    if (known) return known;
    const active = new Set(['', ...activeStates(state.machine.value)]);
    const found = Object.entries(definition.events ?? {})
      .filter(([event, { by }]) => {
        const ways = compiled.transitions.filter((one) => one.event === event && active.has(one.source));
        return (
          by !== undefined &&
          ways.some(({ target }) => target !== null || scenario.events[event] !== undefined)
        );
      })
      .map(([event]) => event);
    eventsAt.set(place, found);
    return found;
  }

  /** A clock that warns nobody in the definition is asked for its lapse only: fewer steps, the same case. */
  function planDue(live: Live): void {
    let next: { at: Instant; body: CommandBody } | null = null;
    for (const { clockId, name, status, dueAt, warnsAt } of Object.values(live.state.clocks)) {
      if (status !== 'running') continue;
      const [warnsFirst] = warnsAt;
      if (warnsFirst !== undefined && heeded.has(`${name}.warned`) && (next === null || warnsFirst < next.at))
        next = { at: warnsFirst, body: { kind: 'clock.warn', clockId } };
      if (dueAt !== null && (next === null || dueAt < next.at))
        next = { at: dueAt, body: { kind: 'clock.lapse', clockId } };
    }
    live.dueAt = next?.at ?? null;
    if (next === null) return;
    const { body, at } = next;
    const { revision } = live.state;
    agenda.add(Math.max(at, now), () => {
      if (live.state.revision === revision && live.state.status === 'open' && !send(live, SYSTEM, body))
        figures.left(live.state, 'stuck');
    });
  }

  function isStuck(live: Live): boolean {
    return live.dueAt === null && live.planned === 0 && !hasWork(live.state);
  }

  /** Of one day the same, so that content with dates is made once a day. */
  function today(): Instant {
    return now - (now % DAY);
  }
}

const ACCEPT_FIRST = ['handoff.accept', 'handoff.decline'] as const;
const DECLINE_FIRST = ['handoff.decline', 'handoff.accept'] as const;

function hasWork({ tasks, handoffs, effects, awaits, children }: CaseState): boolean {
  return (
    tasks.length + handoffs.length + effects.length + awaits.length > 0 ||
    children.some(({ name, outcome }) => name !== null && outcome === null)
  );
}

/** All that the directory could be asked about the cast, answered beforehand: a step asks once less. */
function allFacts(cast: Cast): Facts {
  const parties = new Set(Object.values(cast.members).map(({ party }) => party));
  const queries: FactQuery[] = [
    ...Object.keys(cast.members).map((memberId): FactQuery => ({ kind: 'member', memberId })),
    ...[...parties].map((partyId): FactQuery => ({ kind: 'party', partyId })),
    ...Object.keys(cast.grid).map((cellId): FactQuery => ({ kind: 'grid', cellId })),
    ...Object.keys(cast.offices).map((qualification): FactQuery => ({
      kind: 'office',
      qualification,
      cellId: SIMULATED_CELL,
    })),
  ];
  return answer(cast, queries);
}

const ASSUMED_YEARS = 40;

/** Years of which no notice is known count by their weekdays alone, so that a simulation can go on into them. */
function withEveryYear(calendar: Calendar): Calendar {
  if (calendar.years === 'every') return calendar;
  const last = Math.max(...Object.keys(calendar.years).map(Number));
  const more = Array.from({ length: ASSUMED_YEARS }, (_, index) => [
    last + 1 + index,
    { off: [], worked: [] },
  ]);
  return { ...calendar, years: { ...calendar.years, ...Object.fromEntries(more) } };
}

function assumedYears({ years }: Calendar, timeZone: string, from: Instant, to: Instant): number[] {
  if (years === 'every') return [];
  const [first, last] = [from, to].map((at) => yearOf(dayAt(at, timeZone))) as [number, number];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).filter(
    (year) => !(year in years),
  );
}
