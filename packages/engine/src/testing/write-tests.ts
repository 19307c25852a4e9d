/** Tests as YAML, in the form that `readTests` reads. */
import { Temporal } from 'temporal-polyfill';
import { Document, isMap, isSeq, type Node } from 'yaml';
import type { Instant } from '../command.ts';
import type { Act, CaseTest, Expectation, Given, TestStep } from './case-test.ts';
import type { Cast } from './cast.ts';

export interface WriteOptions {
  /** Of the instants that are written. */
  timeZone: string;
  /** Stands above everything. */
  comment?: string;
}

/** A whole file. `definition` is relative to where it will lie. */
export function writeTests(
  definition: string,
  cast: Cast,
  tests: readonly CaseTest[],
  { timeZone, comment }: WriteOptions,
): string {
  const { members, parties, grid, offices } = cast;
  const cells = Object.entries(grid).map(([cell, steward]) => ({ cell, steward }));
  const document = new Document(
    {
      definition,
      cast: members,
      ...(Object.keys(parties).length > 0 ? { parties } : {}),
      ...(cells.length > 0 ? { grid: cells } : {}),
      ...(Object.keys(offices).length > 0 ? { offices } : {}),
      tests: tests.map((test) => plain(test, timeZone)),
    },
    PLAIN,
  );
  if (comment !== undefined) document.commentBefore = ` ${comment}`;
  for (const key of ['cast', 'parties', 'grid', 'offices'])
    for (const node of inside(document.get(key, true))) flow(node);
  for (const test of inside(document.get('tests', true))) layOut(test);
  return document.toString(WIDE);
}

/** Tests alone, as items of a list, each line indented by `indent`. */
export function writeTestItems(
  tests: readonly CaseTest[],
  { timeZone }: WriteOptions,
  indent: string,
): string {
  const document = new Document(
    tests.map((test) => plain(test, timeZone)),
    PLAIN,
  );
  for (const test of inside(document.contents)) layOut(test);
  return document.toString(WIDE).replaceAll(/^(?=.)/gm, indent);
}

const PLAIN = { aliasDuplicateObjects: false };
const WIDE = { lineWidth: 0, flowCollectionPadding: true };

/** One step a line. */
function layOut(test: unknown): void {
  if (!isMap(test)) return;
  for (const key of ['title', 'given', 'then']) flow(test.get(key, true));
  for (const step of inside(test.get('when', true))) flow(step);
}

function inside(node: unknown): unknown[] {
  if (isMap(node)) return node.items.map(({ value }) => value);
  return isSeq(node) ? node.items : [];
}

function flow(node: unknown): void {
  if (isMap(node) || isSeq(node)) (node as Node & { flow?: boolean }).flow = true;
}

function plain({ title, given, when, then }: CaseTest, timeZone: string): Record<string, unknown> {
  return {
    title,
    given: plainGiven(given, timeZone),
    ...(when.length > 0 ? { when: when.map((step) => plainStep(step, timeZone)) } : {}),
    ...(then ? { then: plainExpectation(then) } : {}),
  };
}

function plainGiven({ at, payload, holders, then, ...given }: Given, timeZone: string) {
  return {
    at: local(at, timeZone),
    ...given,
    ...unlessEmpty('payload', payload),
    ...(holders
      ? {
          holders: Object.fromEntries(
            Object.entries(holders).map(([role, list]) => [
              role,
              list.map(({ partyId, memberId }) => memberId ?? partyId),
            ]),
          ),
        }
      : {}),
    ...(then ? { then: plainExpectation(then) } : {}),
  };
}

function plainStep({ act, refused, then }: TestStep, timeZone: string) {
  return {
    ...plainAct(act, timeZone),
    ...(refused === undefined ? {} : { refused }),
    ...(then ? { then: plainExpectation(then) } : {}),
  };
}

/** The key that names the step, and what it is about. */
const SUBJECT = {
  claim: 'task',
  complete: 'task',
  release: 'task',
  delegate: 'task',
  send: 'event',
  offer: 'role',
  accept: 'handoff',
  decline: 'handoff',
  recall: 'handoff',
  extend: 'clock',
  attach: 'file',
  reply: 'effect',
  fail: 'effect',
  close: 'child',
  message: 'await',
  move: 'state',
  wait: 'duration',
  until: 'at',
  lapse: 'clock',
} satisfies Record<Act['do'], string>;

function plainAct(act: Act, timeZone: string): Record<string, unknown> {
  const { do: does, payload, ...rest } = { payload: {}, ...act } as Act & { payload?: object };
  const { [SUBJECT[does]]: subject, ...more } = rest as Record<string, unknown>;
  const named = does === 'until' ? local(subject as Instant, timeZone) : subject;
  return { [does]: named, ...more, ...unlessEmpty('payload', payload ?? {}) };
}

function plainExpectation({ line: _line, ...expectation }: Expectation) {
  return expectation;
}

const unlessEmpty = (key: string, value: object) => (Object.keys(value).length === 0 ? {} : { [key]: value });

function local(at: Instant, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: 'never' });
}
