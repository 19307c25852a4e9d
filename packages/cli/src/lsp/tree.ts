/**
 * A text of YAML as a flat list of its parts, each with its path and its places as offsets.
 *
 * Total: a text that does not parse gives the parts that could be made out, and `broken`.
 */
import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml';

export type Span = readonly [start: number, end: number];
export type Path = readonly (string | number)[];

/** A text as it is written: `span` is inside the quotes. */
export interface Written {
  value: string;
  span: Span;
  style: 'plain' | 'single' | 'double' | 'block';
}

export interface Part {
  path: Path;
  /** Of its key inside the quotes; null in a list and at the top. */
  key: Span | null;
  /** Of its value; empty when there is none. */
  value: Span;
  kind: 'map' | 'list' | 'text' | 'alias' | 'none';
  /** Written with braces or brackets. */
  flow: boolean;
  text: Written | null;
}

export interface Tree {
  text: string;
  /** In document order, the whole first. */
  parts: readonly Part[];
  broken: boolean;
  part(path: Path): Part | undefined;
  children(path: Path): readonly Part[];
}

/** Longer texts are checked, and nothing else: the compiler refuses them anyway. */
export const TEXT_LIMIT = 512 * 1024;
const PART_LIMIT = 60_000;
const DEPTH_LIMIT = 80;

export function readTree(text: string): Tree {
  const parts: Part[] = [];
  const document = text.length > TEXT_LIMIT ? null : parse(text);
  if (document) collect(document.contents, text, parts);
  const byPath = new Map<string, Part>();
  const byParent = new Map<string, Part[]>();
  for (const part of parts) {
    const key = keyOf(part.path);
    if (byPath.has(key)) continue;
    byPath.set(key, part);
    if (part.path.length === 0) continue;
    const parent = keyOf(part.path.slice(0, -1));
    const beside = byParent.get(parent);
    if (beside) beside.push(part);
    else byParent.set(parent, [part]);
  }
  return {
    text,
    parts,
    broken: document === null || document.errors.length > 0,
    part: (path) => byPath.get(keyOf(path)),
    children: (path) => byParent.get(keyOf(path)) ?? [],
  };
}

/** The innermost part whose key or value holds the offset. */
export function partAt(tree: Tree, offset: number): { part: Part; on: 'key' | 'value' } | undefined {
  const holds = (span: Span | null) => span !== null && span[0] <= offset && offset <= span[1];
  for (let index = tree.parts.length - 1; index >= 0; index--) {
    const part = tree.parts[index]!;
    if (holds(part.key)) return { part, on: 'key' };
    if (part.value[0] < part.value[1] && holds(part.value)) return { part, on: 'value' };
  }
  return undefined;
}

/** The names directly inside a part. */
export const namesIn = (tree: Tree, path: Path): string[] =>
  tree.children(path).map(({ path }) => String(path.at(-1)));

export const valueOf = (tree: Tree, path: Path): string | undefined => tree.part(path)?.text?.value;

const keyOf = (path: Path) => path.join('\u0001');

function parse(text: string): Document | null {
  try {
    return parseDocument(text, { version: '1.2', uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  } catch (cause) {
    // Only what recursion without a limit throws: the text nests too deep for the parser.
    if (!(cause instanceof RangeError)) throw cause;
    return null;
  }
}

function collect(contents: unknown, text: string, parts: Part[]): void {
  const add = (node: unknown, key: Span | null, after: number, path: Path): void => {
    if (parts.length >= PART_LIMIT || path.length > DEPTH_LIMIT) return;
    const value = rangeOf(node) ?? [after, after];
    const flow = (node as { flow?: boolean } | null)?.flow === true;
    const written = isScalar(node) && node.value !== null ? writtenOf(node, text, value) : null;
    const kind = isMap(node)
      ? 'map'
      : isSeq(node)
        ? 'list'
        : isAlias(node)
          ? 'alias'
          : written
            ? 'text'
            : 'none';
    parts.push({ path, key, value, kind, flow, text: written });
    if (isMap(node))
      for (const pair of node.items) {
        const range = rangeOf(pair.key);
        if (!range || !isScalar(pair.key)) continue;
        const { span, value: name } = writtenOf(pair.key, text, range);
        add(pair.value, span, range[1], [...path, name]);
      }
    else if (isSeq(node))
      for (const [index, item] of node.items.entries()) add(item, null, value[0], [...path, index]);
  };
  add(contents, null, 0, []);
}

function rangeOf(node: unknown): Span | null {
  const range = (node as { range?: [number, number, number] | null } | null | undefined)?.range;
  return range ? [range[0], range[1]] : null;
}

const STYLES: Record<string, Written['style']> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
};

function writtenOf(
  node: { value: unknown; source?: string; type?: string },
  text: string,
  [start, end]: Span,
): Written {
  const style = STYLES[node.type ?? ''] ?? 'block';
  const value = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  if (style === 'plain' || style === 'block') return { value, span: [start, end], style };
  // A quote that is not closed ends where the text does.
  const closed = end - start > 1 && text[end - 1] === text[start];
  return { value, span: [start + 1, closed ? end - 1 : Math.max(start + 1, end)], style };
}
