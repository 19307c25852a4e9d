import type { Expectation } from './case-test.ts';
import type { Reading } from './reading.ts';

const READERS: {
  [key in keyof Omit<Expectation, 'line'>]-?: (reading: Reading, key: string) => Expectation[key];
} = {
  state: list,
  status: (reading, key) => (reading.text(key) === 'closed' ? 'closed' : 'open'),
  outcome: (reading, key) => (reading.value[key] === null ? null : reading.text(key)),
  custodian: (reading, key) => reading.holder(key),
  tasks: list,
  handoffs: list,
  data: (reading, key) => reading.object(key),
  due: (reading, key) => {
    const due = reading.inside(key);
    return Object.fromEntries(
      due.names().map((clock) => [clock, due.value[clock] === null ? null : (due.text(clock) ?? null)]),
    );
  },
  warnings: list,
  lapsed: list,
  documents: list,
  opened: list,
  effects: list,
  participants: (reading, key) => {
    const roles = reading.inside(key);
    return Object.fromEntries(roles.names().map((role) => [role, roles.textList(role)]));
  },
  public: (reading, key) => reading.boolean(key),
};

export function readExpectation(reading: Reading): Expectation {
  reading.keys(Object.keys(READERS));
  const read = Object.entries(READERS)
    .filter(([key]) => reading.has(key))
    .map(([key, reader]) => [key, reader(reading, key)]);
  return { line: reading.place().line, ...(Object.fromEntries(read) as Omit<Expectation, 'line'>) };
}

function list(reading: Reading, key: string): string[] {
  return reading.textList(key);
}
