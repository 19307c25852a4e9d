import t from 'tap';
import { defaultScenario, readScenario, simulateLoad, type Scenario } from '@gongzhi/engine/simulate';
import { compiledFrom, SOURCE } from '../testing/order.ts';

const compiled = compiledFrom(SOURCE);
const base = defaultScenario(compiled);

function simulate(changes: Partial<Scenario>, cases = 200, seed = 1) {
  return simulateLoad(compiled, { ...base, events: { withdraw: 0 }, ...changes }, { cases, seed });
}

function reading(text: string) {
  const read = readScenario(text, 'scenario.yaml', compiled);
  return read.ok ? [] : read.problems.map(({ code, line, message }) => `${code} ${line} ${message.en}`);
}

t.test('every case that arrives is closed, and the same seed gives the same figures', (t) => {
  const result = simulate({});
  t.equal(result.cases, 200);
  t.equal(result.closed, 200);
  t.same(result.stuck, {});
  t.same(simulate({}), result);
  t.notSame(simulate({}, 200, 2), result);
  t.end();
});

t.test('members work as many hours as their tasks take, within working hours', (t) => {
  const { crews } = simulate({ durations: { look: { fixed: 2 } }, failed: { buy: 0 } }, 50);
  const steward = crews.find(({ role }) => role === 'steward')!;
  t.equal(steward.done, 50);
  // What is worked after the last arrival is not counted.
  t.ok(steward.hours > 80 && steward.hours <= 100, `${steward.hours} hours`);
  t.end();
});

t.test('too few members: work waits, and clocks lapse', (t) => {
  const slow = { durations: { look: { fixed: 8 } }, failed: { buy: 0 } } as const;
  const many = simulate({ ...slow, roles: { ...base.roles, steward: { members: 100, parallel: 1 } } });
  const few = simulate({ ...slow, roles: { ...base.roles, steward: { members: 2, parallel: 1 } } });
  const lapsed = (result: typeof few) => result.clocks.find(({ clock }) => clock === 'response')!.share;
  const waited = (result: typeof few) => result.tasks.find(({ task }) => task === 'look')!.wait.p90;
  t.equal(waited(many), 0);
  t.equal(lapsed(many), 0);
  t.ok(waited(few) > 8);
  t.ok(lapsed(few) > 0.5);
  t.ok(few.crews.find(({ role }) => role === 'steward')!.utilisation! > 0.9);
  t.end();
});

t.test('a member who does several things at a time does more', (t) => {
  const slow = { durations: { look: { fixed: 8 } }, failed: { buy: 0 } } as const;
  const roles = (parallel: number) => ({ roles: { ...base.roles, steward: { members: 2, parallel } } });
  const lapses = (parallel: number) => simulate({ ...slow, ...roles(parallel) }).clocks[0]!.lapsed;
  t.ok(lapses(20) < lapses(1));
  t.end();
});

t.test('shares of events and failures are as the scenario says', (t) => {
  const withdrawn = simulate({
    events: { withdraw: 1 },
    durations: { withdraw: { fixed: 0 }, look: { fixed: 8 } },
  });
  t.same(
    withdrawn.outcomes.map(({ outcome }) => outcome),
    ['withdrawn'],
  );
  t.end();
});

t.test('a scenario is read with its defaults', (t) => {
  const read = readScenario(
    'arrivals: { perWorkingDay: 5 }\nroles: { steward: { members: 2 } }',
    '',
    compiled,
  );
  if (!read.ok) return t.fail(JSON.stringify(read.problems));
  t.equal(read.scenario.arrivalsPerDay, 5);
  t.same(read.scenario.roles['steward'], { members: 2, parallel: 1 });
  t.same(read.scenario.roles['resident'], { members: null, parallel: 1 });
  t.end();
});

t.test('what is wrong in a scenario is told with its place', (t) => {
  t.match(reading('roles: { stewart: { members: 2 } }'), [/^GZ706 1 .*stewart.*steward/]);
  t.match(reading('\nroles:\n  steward: { members: 0 }'), [/^GZ704 3 /]);
  t.match(reading('durations: { look: { fixed: 1, uniform: [1, 2] } }'), [/^GZ704 1 /]);
  t.match(reading('start: soon'), [/^GZ704 1 start must be an instant/]);
  t.match(reading('roles: ['), [/^GZ1/]);
  t.end();
});
