/** The guides as their readers see them: code blocks, what to type in them, and what is shown after it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { REPOSITORY } from '../support/cli.ts';

export interface Block {
  /** First word after the fence, e.g. yaml. */
  language: string;
  /** `name=value` pairs and plain words after it, which a reader of the page does not see. */
  marks: Record<string, string>;
  text: string;
  /** Of the fence, from 1. */
  line: number;
}

export interface Typed {
  command: string;
  /** Lines shown after it. */
  shown: string[];
  line: number;
}

export const readGuide = (name: string) => readFileSync(join(REPOSITORY, 'docs', name), 'utf8');

export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (open === null) {
      const [, language = '', rest = ''] = /^```(\S+)?(.*)$/.exec(line) ?? [];
      if (line.startsWith('```')) open = { language, marks: marksOf(rest), text: '', line: index + 1 };
    } else if (line === '```') {
      blocks.push(open);
      open = null;
    } else open.text += `${line}\n`;
  }
  return blocks;
}

function marksOf(rest: string): Record<string, string> {
  return Object.fromEntries(
    rest
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map((mark) => [mark.split('=')[0]!, mark.includes('=') ? mark.slice(mark.indexOf('=') + 1) : 'true']),
  );
}

/** `$ command`, which goes on while a line ends with a backslash or a quote is open, then what it prints. */
export function typedIn({ text, line }: Block): Typed[] {
  const typed: Typed[] = [];
  let goesOn = false;
  for (const [index, row] of text.trimEnd().split('\n').entries()) {
    const last = typed.at(-1);
    if (goesOn && last) last.command += `\n${row}`;
    else if (row.startsWith('$ ')) typed.push({ command: row.slice(2), shown: [], line: line + 1 + index });
    else if (last) last.shown.push(row);
    else throw new Error(`line ${line + 1 + index}: expected a line that begins with "$ ", got ${row}`);
    const { command = '' } = typed.at(-1) ?? {};
    goesOn = (goesOn || row.startsWith('$ ')) && (row.endsWith('\\') || command.split("'").length % 2 === 0);
  }
  return typed;
}

/**
 * Whether what was printed is what is shown. `…` in a line stands for anything, a line of it alone for any lines;
 * times in ms differ between machines.
 */
export function isShown(shown: readonly string[], printed: string): boolean {
  const pattern = shown.map((line) => (line.trim() === '…' ? '(?:.*\\n)*?' : `${lineOf(line)}\\n`)).join('');
  return new RegExp(`^${pattern}$`).test(`${withoutMs(printed).trimEnd()}\n`);
}

const lineOf = (line: string) => withoutMs(line.trimEnd()).split('…').map(literal).join('.*');
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const withoutMs = (text: string) => text.replace(/\b\d+ ms\b/g, '0 ms').replace(/[ \t]+$/gm, '');

interface Yaml {
  parse(text: string): unknown;
  stringify(value: unknown): string;
}

/** The engine's own reader. */
export const yaml = createRequire(import.meta.resolve('@gongzhi/engine'))('yaml') as Yaml;

type Tree = Record<string, unknown>;

/** `part` laid over `whole`: maps are joined, everything else is replaced. */
export function laidOver(whole: unknown, part: unknown): unknown {
  if (!isTree(whole) || !isTree(part)) return part;
  const joined: Tree = { ...whole };
  for (const [key, value] of Object.entries(part))
    joined[key] = key in whole ? laidOver(whole[key], value) : value;
  return joined;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
