import { nearest } from '../nearest.ts';
import type { Act, TestStep } from './case-test.ts';
import { readExpectation } from './read-expectation.ts';
import type { Reading } from './reading.ts';

interface StepRule {
  /** Keys beside the one that names the step. */
  keys: string[];
  read(reading: Reading): Act;
}

const because = (reading: Reading) => reading.texts('reason');
const by = (reading: Reading) => ({ by: reading.member('by') });

/** Every kind of step, by the key that names it. */
const STEPS: Record<string, StepRule> = {
  claim: { keys: ['by'], read: (r) => ({ do: 'claim', task: r.text('claim') ?? '', ...by(r) }) },
  complete: {
    keys: ['by', 'payload', 'reason'],
    read: (r) => ({
      do: 'complete',
      task: r.text('complete') ?? '',
      ...by(r),
      payload: r.object('payload'),
      ...because(r),
    }),
  },
  release: {
    keys: ['by', 'reason'],
    read: (r) => ({ do: 'release', task: r.text('release') ?? '', ...by(r), ...because(r) }),
  },
  delegate: {
    keys: ['by', 'to', 'reason'],
    read: (r) => ({
      do: 'delegate',
      task: r.text('delegate') ?? '',
      ...by(r),
      to: r.holder('to'),
      ...because(r),
    }),
  },
  send: {
    keys: ['by', 'payload', 'reason'],
    read: (r) => ({
      do: 'send',
      event: r.text('send') ?? '',
      ...by(r),
      payload: r.object('payload'),
      ...because(r),
    }),
  },
  offer: {
    keys: ['by', 'to', 'reason'],
    read: (r) => ({ do: 'offer', role: r.text('offer') ?? '', ...by(r), to: r.holder('to'), ...because(r) }),
  },
  accept: handoffStep('accept'),
  decline: handoffStep('decline'),
  recall: handoffStep('recall'),
  extend: {
    keys: ['by', 'reason'],
    read: (r) => ({ do: 'extend', clock: r.text('extend') ?? '', ...by(r), ...because(r) }),
  },
  attach: { keys: ['by'], read: (r) => ({ do: 'attach', file: r.text('attach') ?? '', ...by(r) }) },
  reply: {
    keys: ['with'],
    read: (r) => ({ do: 'reply', effect: r.text('reply') ?? '', with: r.json('with') }),
  },
  fail: {
    keys: ['error'],
    read: (r) => ({ do: 'fail', effect: r.text('fail') ?? '', error: r.texts('error').error ?? 'failed' }),
  },
  close: {
    keys: ['outcome', 'payload'],
    read: (r) => ({
      do: 'close',
      child: r.text('close') ?? '',
      outcome: r.text('outcome') ?? '',
      payload: r.object('payload'),
    }),
  },
  message: {
    keys: ['payload'],
    read: (r) => ({ do: 'message', await: r.text('message') ?? '', payload: r.object('payload') }),
  },
  move: {
    keys: ['by', 'reason'],
    read: (r) => ({ do: 'move', state: r.text('move') ?? '', ...by(r), ...because(r) }),
  },
  wait: { keys: [], read: (r) => ({ do: 'wait', duration: r.duration('wait') }) },
  until: { keys: [], read: (r) => ({ do: 'until', at: r.instant('until') }) },
  lapse: { keys: [], read: (r) => ({ do: 'lapse', clock: r.text('lapse') ?? '' }) },
};

const ALWAYS = ['refused', 'then'];

export function readStep(reading: Reading): TestStep {
  const found = reading.names().filter((name) => Object.hasOwn(STEPS, name));
  const [name] = found;
  const rule = STEPS[name ?? ''];
  if (found.length !== 1 || name === undefined || !rule) tellNotOne(reading, found);
  else reading.keys([name, ...rule.keys, ...ALWAYS]);
  return {
    line: reading.place().line,
    act: rule && found.length === 1 ? rule.read(reading) : { do: 'wait', duration: 'P0D' },
    ...reading.texts('refused'),
    ...(reading.has('then') ? { then: readExpectation(reading.inside('then')) } : {}),
  };
}

function tellNotOne(reading: Reading, found: string[]): void {
  const known = Object.keys(STEPS);
  const guess = reading.names().map((name) => nearest(name, known) ?? name);
  reading.tell('GZ705', found.length === 0 ? (reading.names()[0] ?? null) : found[1]!, 'key', {
    found: found.length === 0 ? reading.names().join(', ') || '∅' : found.join(', '),
    known: [...new Set([...guess.filter((name) => known.includes(name)), ...known])].join(', '),
  });
}

function handoffStep(kind: 'accept' | 'decline' | 'recall'): StepRule {
  return {
    keys: ['by', 'reason'],
    read: (r) => ({ do: kind, handoff: r.text(kind) ?? '', ...by(r), ...because(r) }),
  };
}
