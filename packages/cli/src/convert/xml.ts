/** XML read into elements, and written: enough for SCXML and BPMN. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface Element {
  /** Without its prefix. */
  name: string;
  prefix: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

const SIZE_LIMIT = 4_000_000;
const DEPTH_LIMIT = 200;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: true,
  trimValues: false,
});

type RawNode = Record<string, unknown>;

/** Throws a SyntaxError for what is not well-formed, too large or too deep, and for a document type of its own. */
export function readXml(text: string): Element {
  if (text.length > SIZE_LIMIT) throw new SyntaxError(`expected at most ${SIZE_LIMIT} characters`);
  // Entities of its own can grow without end.
  if (/<!DOCTYPE[^>]*\[/i.test(text)) throw new SyntaxError('expected no entities of its own');
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new SyntaxError(`line ${valid.err.line}: ${valid.err.msg}`);
  const [root] = elementsOf(parse(text), 0);
  if (root === undefined) throw new SyntaxError('expected an element');
  return root;
}

/** The parser tells its limits, and names that it refuses, by plain errors. */
function parse(text: string): RawNode[] {
  try {
    return parser.parse(text) as RawNode[];
  } catch (cause) {
    throw new SyntaxError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function elementsOf(nodes: RawNode[], depth: number): Element[] {
  if (depth > DEPTH_LIMIT) throw new SyntaxError(`expected at most ${DEPTH_LIMIT} elements in one another`);
  return nodes.flatMap((node) => {
    const [tag] = Object.keys(node).filter((key) => key !== ':@');
    if (tag === undefined || tag.startsWith('#') || tag.startsWith('?')) return [];
    const inner = node[tag] as RawNode[];
    const colon = tag.indexOf(':');
    return [
      {
        name: tag.slice(colon + 1),
        prefix: colon < 0 ? '' : tag.slice(0, colon),
        attributes: (node[':@'] ?? {}) as Record<string, string>,
        children: elementsOf(inner, depth + 1),
        text: inner.map((child) => textOf(child['#text'])).join(''),
      },
    ];
  });
}

const textOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

export const named = (element: Element, name: string) =>
  element.children.filter((child) => child.name === name);

/** An element to write; `undefined` attributes and `null` children are left out. */
export interface Written {
  tag: string;
  attributes?: Record<string, string | undefined>;
  children?: (Written | string | null)[];
}

export function writeXml(root: Written): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, 0)}\n`;
}

function write({ tag, attributes = {}, children = [] }: Written, depth: number): string {
  const pad = '  '.repeat(depth);
  const words = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escape(value!)}"`)
    .join('');
  const inside = children.filter((child) => child !== null);
  if (inside.length === 0) return `${pad}<${tag}${words}/>`;
  if (inside.every((child) => typeof child === 'string'))
    return `${pad}<${tag}${words}>${inside.map(escape).join('')}</${tag}>`;
  const lines = inside.map((child) =>
    typeof child === 'string' ? `${pad}  ${escape(child)}` : write(child, depth + 1),
  );
  return [`${pad}<${tag}${words}>`, ...lines, `${pad}</${tag}>`].join('\n');
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
  '\r': '&#13;',
};

const escape = (text: string) => text.replace(/[&<>"\n\t\r]/g, (character) => ESCAPES[character]!);
