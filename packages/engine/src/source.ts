/**
 * A definition's text as a value, with the place of every part of it.
 *
 * YAML 1.2 core; JSON is the same thing. What could harm is a problem, never a crash: size, depth, aliases that
 * multiply, tags, double or dangerous keys, numbers that JSON would change, texts that cannot be stored.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { ProblemArgs, ProblemCode } from './problems.ts';
import { readValue } from './read-value.ts';
import {
  DANGEROUS_KEYS,
  DEPTH_LIMIT,
  findUnstorable,
  isStorableNumber,
  NODE_LIMIT,
  SOURCE_LIMIT_BYTES,
} from './storable.ts';
import type { Json, JsonObject } from './text.ts';

const ALIAS_LIMIT = 50;
const SYNTAX_PROBLEM_LIMIT = 20;
const PLAIN_TAG = /^(!|tag:yaml\.org,2002:(str|int|float|bool|null|map|seq))$/;

export type Path = readonly (string | number)[];

/** From 1, in characters; the end is exclusive. */
export interface Place {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export interface Source {
  /** null when the text could not be read as one object; without the parts that were refused. */
  value: JsonObject | null;
  /** Place of the value at `path`, or of its key; of the nearest part around it when there is none. */
  place(path: Path, part?: 'key' | 'value'): Place;
  /** Place of `length` characters from `start` in the text at `path`: exact on one line, else the whole text's. */
  placeInside(path: Path, start: number, length: number): Place;
}

/** Tells a problem at a place. */
export type Tell = (code: ProblemCode, place: Place, path: Path, args?: ProblemArgs) => void;

export function readSource(source: string | JsonObject, tell: Tell): Source {
  return typeof source === 'string' ? readText(source, tell) : readValue(source, tell);
}

type Range = readonly [start: number, end: number];

/** Where a value and its key stand, and those of its parts. */
interface Mark {
  key: Range | null;
  value: Range;
  /** Offset of a text's first character when it is written on one line as it is, without escapes. */
  text: number | null;
  parts: Map<string | number, Mark> | null;
}

const NOWHERE: Place = { line: 1, column: 1, endLine: 1, endColumn: 1 };

class Refused extends Error {}

function readText(given: string, tell: Tell): Source {
  const text = given.startsWith('\uFEFF') ? given.slice(1) : given;
  const size = new TextEncoder().encode(text).length;
  const nothing: Source = { value: null, place: () => NOWHERE, placeInside: () => NOWHERE };
  if (size > SOURCE_LIMIT_BYTES) {
    tell('GZ101', NOWHERE, [], { size, limit: SOURCE_LIMIT_BYTES });
    return nothing;
  }
  const lines = new LineCounter();
  const toPlace = ([start, end]: Range): Place => {
    const from = lines.linePos(start);
    const to = lines.linePos(Math.max(start, end));
    return {
      line: Math.max(1, from.line),
      column: Math.max(1, from.col),
      endLine: Math.max(1, to.line),
      endColumn: Math.max(1, to.col),
    };
  };
  const unstorable = findUnstorable(text);
  if (unstorable) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
    lines.lineStarts.unshift(0);
    tell('GZ111', toPlace([unstorable.at, unstorable.at + 1]), [], { what: unstorable.what });
    return nothing;
  }
  let document: Document;
  try {
    document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      // Checked below: the library compares each key with each other one.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
      lineCounter: lines,
    });
  } catch (cause) {
    // Only what recursion without a limit throws: the text nests too deep for the parser.
    if (!(cause instanceof RangeError)) throw cause;
    tell('GZ109', NOWHERE, [], { limit: DEPTH_LIMIT });
    return nothing;
  }
  const brokenLines = new Set<number>();
  for (const { code, message, pos } of document.errors.slice(0, SYNTAX_PROBLEM_LIMIT)) {
    // What follows on the same line follows from the first.
    const { line } = toPlace(pos);
    if (brokenLines.has(line)) continue;
    brokenLines.add(line);
    if (code === 'MULTIPLE_DOCS') tell('GZ103', toPlace([pos[0], pos[0] + 3]), []);
    else tell('GZ102', toPlace(pos), [], { detail: message });
  }
  if (document.errors.length > 0) return { ...nothing, place: () => NOWHERE };

  const reader = new Reader(text, document, tell, toPlace);
  const root = reader.read();
  return {
    value: root.value,
    place: (path, part = 'value') => {
      const mark = findMark(root.mark, path);
      return toPlace((part === 'key' ? mark.key : null) ?? mark.value);
    },
    placeInside: (path, start, length) => {
      const mark = findMark(root.mark, path);
      if (mark.text === null) return toPlace(mark.value);
      return toPlace([mark.text + start, mark.text + start + length]);
    },
  };
}

/** Turns YAML's nodes into a value, remembering places. */
class Reader {
  readonly #text: string;
  readonly #document: Document;
  readonly #tell: Tell;
  readonly #toPlace: (range: Range) => Place;
  #nodes = 0;
  #aliases = 0;
  /** By name; the library would walk the whole document for each alias. */
  readonly #anchors = new Map<string, unknown>();
  /** The outermost alias that is being followed: what is wrong behind it is told there. */
  #alias: Range | null = null;

  constructor(text: string, document: Document, tell: Tell, toPlace: (range: Range) => Place) {
    this.#text = text;
    this.#document = document;
    this.#tell = tell;
    this.#toPlace = toPlace;
  }

  read(): { value: JsonObject | null; mark: Mark } {
    const { contents } = this.#document;
    const mark: Mark = { key: null, value: [0, 0], text: null, parts: null };
    try {
      if (!isMap(contents)) this.#stop('GZ104', rangeOf(contents, [0, 0]), []);
      const value = this.#node(contents, mark, [], 0) as JsonObject;
      return { value, mark };
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      return { value: null, mark };
    }
  }

  #node(node: unknown, mark: Mark, path: Path, depth: number): Json {
    mark.value = rangeOf(node, mark.value);
    if (++this.#nodes > NODE_LIMIT) this.#stop('GZ108', mark.value, path, { detail: `> ${NODE_LIMIT}` });
    if (depth > DEPTH_LIMIT) this.#stop('GZ109', mark.value, path, { limit: DEPTH_LIMIT });
    if (isAlias(node)) {
      const range = mark.value;
      if (++this.#aliases > ALIAS_LIMIT) this.#stop('GZ108', range, path, { detail: `> ${ALIAS_LIMIT}` });
      const target = this.#anchors.get(node.source);
      if (target === undefined) this.#stop('GZ102', range, path, { detail: `*${node.source}` });
      // An anchor around its own alias ends at the depth limit.
      this.#alias ??= range;
      const value = this.#node(target, mark, path, depth + 1);
      if (this.#alias === range) this.#alias = null;
      mark.value = range;
      return value;
    }
    const { tag, anchor } = (node ?? {}) as { tag?: string; anchor?: string };
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    if (tag !== undefined && !PLAIN_TAG.test(tag)) {
      // The node begins behind its tag.
      const [start] = mark.value;
      const from = Math.max(
        0,
        this.#text.lastIndexOf(' !', start) + 1,
        this.#text.lastIndexOf('\n!', start) + 1,
      );
      this.#flaw('GZ107', [from, start], path, { tag: this.#text.slice(from, start).trim() });
    }
    if (isMap(node)) return this.#map(node, mark, path, depth);
    if (isSeq(node))
      return node.items.map((item, index) =>
        this.#node(item, this.#part(mark, index), [...path, index], depth + 1),
      );
    return this.#scalar(node, mark, path);
  }

  #map(
    node: { items: { key: unknown; value: unknown }[] },
    mark: Mark,
    path: Path,
    depth: number,
  ): JsonObject {
    const value: JsonObject = {};
    for (const pair of node.items) {
      const range = rangeOf(pair.key, mark.value);
      const key = this.#key(pair.key, range, path);
      if (key === null) continue;
      if (Object.hasOwn(value, key)) {
        this.#flaw('GZ105', range, [...path, key], { key });
        continue;
      }
      const part = this.#part(mark, key);
      part.key = range;
      part.value = range;
      value[key] = this.#node(pair.value, part, [...path, key], depth + 1);
    }
    return value;
  }

  #key(node: unknown, range: Range, path: Path): string | null {
    if (!isScalar(node) || node.value === null || node.tag !== undefined) {
      this.#flaw('GZ112', range, path);
      return null;
    }
    const key = node.source ?? String(node.value);
    if (key === '<<' && node.type === 'PLAIN') this.#flaw('GZ113', range, path);
    else if (DANGEROUS_KEYS.has(key)) this.#flaw('GZ106', range, path, { key });
    else if (findUnstorable(key)) this.#flaw('GZ111', range, path, { what: findUnstorable(key)!.what });
    else return key;
    return null;
  }

  #scalar(node: unknown, mark: Mark, path: Path): Json {
    if (!isScalar(node) || node.value === null || node.value === undefined) return null;
    const { value, source = '' } = node;
    switch (typeof value) {
      case 'string': {
        const unstorable = findUnstorable(value);
        if (unstorable) this.#flaw('GZ111', mark.value, path, { what: unstorable.what });
        mark.text = this.#textStart(node.type, source, value, mark.value);
        return value;
      }
      case 'number':
        if (!isStorableNumber(value)) this.#flaw('GZ110', mark.value, path, { value: source.slice(0, 60) });
        return value;
      case 'boolean':
        return value;
      default:
        this.#flaw('GZ110', mark.value, path, { value: source.slice(0, 60) });
        return null;
    }
  }

  #textStart(type: string | undefined, source: string, value: string, [start, end]: Range): number | null {
    if (source !== value || value.includes('\n')) return null;
    if (type === 'PLAIN') return end - start === value.length ? start : null;
    if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE')
      return end - start === value.length + 2 ? start + 1 : null;
    return null;
  }

  #part(mark: Mark, name: string | number): Mark {
    const part: Mark = { key: null, value: mark.value, text: null, parts: null };
    (mark.parts ??= new Map()).set(name, part);
    return part;
  }

  #flaw(code: ProblemCode, range: Range, path: Path, args?: ProblemArgs): void {
    this.#tell(code, this.#toPlace(this.#alias ?? range), path, args);
  }

  #stop(code: ProblemCode, range: Range, path: Path, args?: ProblemArgs): never {
    this.#flaw(code, range, path, args);
    throw new Refused(code);
  }
}

function rangeOf(node: unknown, fallback: Range): Range {
  const range = (node as { range?: [number, number, number] | null } | null | undefined)?.range;
  return range ? [range[0], range[1]] : fallback;
}

function findMark(root: Mark, path: Path): Mark {
  let mark = root;
  for (const step of path) {
    const part = mark.parts?.get(step);
    if (!part) break;
    mark = part;
  }
  return mark;
}
