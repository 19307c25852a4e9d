/**
 * An SCXML document as a tree of states, read from its XML. What needs more than states and events (a data model,
 * scripts, invoked sessions, I/O processors) is not read: `Unsupported` says what it was.
 *
 * Source: https://www.w3.org/TR/scxml/ §3 (core constructs), §4 (executable content), §6 (send).
 */
import { XMLParser } from 'fast-xml-parser';

export interface ChartState {
  /** As in the document; made up where it has none. */
  id: string;
  kind: 'state' | 'parallel' | 'final' | 'history';
  /** Of a history: whether it remembers all the way down. */
  deep: boolean;
  /** Where it starts: of a compound state; of a history what holds before the first visit. */
  start: { target: string; content: Content[] } | null;
  entry: Content[];
  exit: Content[];
  transitions: ChartTransition[];
  children: ChartState[];
  parent: ChartState | null;
}

export interface ChartTransition {
  /** Event descriptors; empty: taken by itself. */
  descriptors: string[];
  condition: { in: string } | { constant: boolean } | null;
  target: string | null;
  internal: boolean;
  content: Content[];
}

/** `raise` goes to the session's internal queue, `send` to its external one, after `delayMs`. */
export type Content = { raise: string } | { send: string; delayMs: number; id: string } | { cancel: string };

/** Something that a definition has no words for, or that needs a data model. */
export class Unsupported extends Error {
  override name = 'Unsupported';
}

/** Throws `Unsupported`. */
export function readChart(xml: string): ChartState {
  const root = elementsOf(parser.parse(xml) as RawNode[]).find(({ name }) => name === 'scxml');
  if (root === undefined) throw new Error('expected an <scxml> document');
  for (const [name, reason] of NEEDS_MORE) if (contains(root, name)) throw new Unsupported(reason);
  let unnamed = 0;
  checkData(root);
  const chart = readState(root, null, () => `unnamed-${(unnamed += 1)}`);
  if (root.attributes['initial'] === undefined) chart.start = startOf(root, chart);
  return chart;
}

export function* statesIn(state: ChartState): Generator<ChartState> {
  yield state;
  for (const child of state.children) yield* statesIn(child);
}

/** Anywhere in a document these decide, the first that is found. */
const NEEDS_MORE = [
  ['invoke', '<invoke>: another session'],
  ['script', '<script>: code'],
  ['foreach', '<foreach>: data model'],
  ['assign', '<assign>: data model'],
  ['donedata', '<donedata>: data in events'],
] as const;

const parser = new XMLParser({
  preserveOrder: true,
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
});

type RawNode = Record<string, unknown>;

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

function elementsOf(nodes: RawNode[]): Element[] {
  return nodes.flatMap((node) => {
    const [name] = Object.keys(node).filter((key) => key !== ':@');
    if (name === undefined || name.startsWith('#') || name.startsWith('?')) return [];
    const inner = node[name] as RawNode[];
    const text = inner.map((child) => String(child['#text'] ?? '')).join('');
    const attributes = (node[':@'] ?? {}) as Record<string, string>;
    return [{ name, attributes, children: elementsOf(inner), text }];
  });
}

const contains = (element: Element, name: string): boolean =>
  element.children.some((child) => child.name === name || contains(child, name));

/** A literal that nothing reads means nothing; what reads it is told at its place. */
function checkData(element: Element): void {
  for (const child of element.children) {
    const { src, expr = '' } = child.attributes;
    const isLiteral =
      src === undefined && child.text.trim() === '' && child.children.length === 0 && LITERAL.test(expr);
    if (child.name === 'data' && !isLiteral) throw new Unsupported('<data> with an expression: data model');
    checkData(child);
  }
}

const LITERAL = /^\s*('[^']*'|"[^"]*"|\d*)\s*$/;
/** Literals and the session's own variables, joined: reading them changes nothing and cannot fail. */
const HARMLESS = /^(\s*('[^']*'|"[^"]*"|\d*|_event(\.\w+)?|_sessionid|_name)\s*(\+|$))*$/;

const named = (element: Element, name: string) => element.children.filter((child) => child.name === name);

const STATES = ['state', 'parallel', 'final', 'history'];

function readState(element: Element, parent: ChartState | null, makeId: () => string): ChartState {
  const state: ChartState = {
    id: element.attributes['id'] ?? (parent === null ? '' : makeId()),
    kind: parent === null ? 'state' : (element.name as ChartState['kind']),
    deep: element.attributes['type'] === 'deep',
    start: null,
    entry: named(element, 'onentry').flatMap(readContent),
    exit: named(element, 'onexit').flatMap(readContent),
    transitions: [],
    children: [],
    parent,
  };
  for (const child of element.children)
    if (STATES.includes(child.name)) state.children.push(readState(child, state, makeId));
  if (state.kind === 'history') state.start = readStart(named(element, 'transition')[0]);
  else state.transitions = named(element, 'transition').map(readTransition);
  if (state.kind === 'state') state.start = startOf(element, state);
  return state;
}

/** The `initial` attribute, else the element, else the first child in document order. */
function startOf(element: Element, { children }: ChartState): ChartState['start'] {
  const { initial } = element.attributes;
  if (initial !== undefined) return { target: oneTarget(initial), content: [] };
  const [given] = named(element, 'initial');
  if (given !== undefined) return readStart(named(given, 'transition')[0]);
  const [first] = children;
  return first === undefined ? null : { target: first.id, content: [] };
}

function readStart(transition: Element | undefined): ChartState['start'] {
  const target = transition?.attributes['target'];
  if (transition === undefined || target === undefined) return null;
  return { target: oneTarget(target), content: readContent(transition) };
}

function readTransition(element: Element): ChartTransition {
  const { event, cond, target, type } = element.attributes;
  return {
    descriptors: event === undefined ? [] : wordsOf(event),
    condition: cond === undefined ? null : readCondition(cond.trim()),
    target: target === undefined ? null : oneTarget(target),
    internal: type === 'internal',
    content: readContent(element),
  };
}

const wordsOf = (text: string) => text.trim().split(/\s+/);

function oneTarget(targets: string): string {
  const words = wordsOf(targets);
  if (words.length > 1) throw new Unsupported('several targets at once');
  return words[0]!;
}

function readCondition(text: string): ChartTransition['condition'] {
  if (text === 'true' || text === 'false') return { constant: text === 'true' };
  const inside = /^In\('([^']+)'\)$/.exec(text);
  if (inside) return { in: inside[1]! };
  if (/^!In\('[^']+'\)$/.test(text)) throw new Unsupported('negated In()');
  throw new Unsupported(text.includes('_event') ? 'cond on _event: data in events' : 'cond: data model');
}

function readContent(element: Element): Content[] {
  return element.children.flatMap((child): Content[] => {
    const { event, sendid, sendidexpr, expr } = child.attributes;
    switch (child.name) {
      case 'raise':
        return [{ raise: event ?? '' }];
      case 'send':
        return [readSend(child)];
      case 'cancel':
        if (sendidexpr !== undefined) throw new Unsupported('<cancel> by expression: data model');
        return [{ cancel: sendid ?? '' }];
      case 'log':
        if (expr === undefined || HARMLESS.test(expr)) return [];
        throw new Unsupported('<log> of an expression: data model');
      case 'if':
        throw new Unsupported('<if>: conditional content');
      default:
        throw new Unsupported(`<${child.name}>: data model`);
    }
  });
}

const PROCESSOR = /SCXMLEventProcessor\/?$/;

function readSend(element: Element): Content {
  const { event, target, type, delay, delayexpr, id, ...others } = element.attributes;
  const [expression] = Object.keys(others);
  if (expression !== undefined) throw new Unsupported(`<send ${expression}>: data model`);
  if (element.children.length > 0 || element.text.trim() !== '')
    throw new Unsupported('<send> with content: data in events');
  if (type !== undefined && !PROCESSOR.test(type)) throw new Unsupported('<send> to another event processor');
  if (target !== undefined && target !== '#_internal') throw new Unsupported('<send> to another session');
  if (event === undefined) throw new Unsupported('<send> without an event');
  if (target === '#_internal') return { raise: event };
  return { send: event, delayMs: millisecondsOf(delay ?? delayexpr?.trim() ?? '0s'), id: id ?? '' };
}

function millisecondsOf(delay: string): number {
  const match = /^'?(\d*\.?\d+)(ms|s)'?$/.exec(delay);
  if (!match) throw new Unsupported('<send delayexpr>: data model');
  return Number(match[1]) * (match[2] === 's' ? 1000 : 1);
}
