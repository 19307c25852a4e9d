/** Where a command writes: results to stdout, everything else to stderr; one JSON value when `--json` is given. */
import { styleText } from 'node:util';
import type { Language, Text } from '@gongzhi/engine';
import type { Exit } from './exit.ts';
import type { FailureParts } from './failure.ts';
import { say } from './texts.ts';

export interface Output {
  readonly language: Language;
  readonly json: boolean;
  /** The result: `value` with `--json`, `text` otherwise. */
  result(value: unknown, text: string): void;
  /** Progress and remarks, for people. */
  note(text: string): void;
  failure(failure: FailureParts): Exit;
  paint(style: Style, text: string): string;
  words(text: Text): string;
}

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

export interface OutputSettings {
  language: Language;
  json: boolean;
}

export function createOutput({ language, json }: OutputSettings): Output {
  const words = (text: Text) => text[language];
  const paint = (style: Style, text: string) =>
    colours(process.stdout) ? styleText(style, text, RAW) : text;
  const note = (text: string) => void process.stderr.write(`${text}\n`);
  return {
    language,
    json,
    words,
    paint,
    note,
    result(value, text) {
      const written = json ? `${JSON.stringify(value, null, 2)}\n` : text === '' ? '' : withNewline(text);
      process.stdout.write(written);
    },
    failure(parts) {
      if (json) process.stdout.write(`${JSON.stringify({ error: asJson(parts) }, null, 2)}\n`);
      note(describe(parts, words, language));
      return parts.exit;
    },
  };
}

/** Asks no terminal: that is decided above. */
const RAW = { validateStream: false } as const;

function colours(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';
}

const withNewline = (text: string) => (text.endsWith('\n') ? text : `${text}\n`);

function asJson({ exit, code, what, where, why, fix, next, details }: FailureParts) {
  return { code, exit, what, where, why, fix, next, details };
}

function describe(parts: FailureParts, words: (text: Text) => string, language: Language): string {
  const { code, what, where, why, fix, next } = parts;
  const label = (key: 'where' | 'why' | 'fix' | 'nextLabel') => say(key, language);
  return [
    `${say('failed', language)} ${code}  ${words(what)}`,
    where === undefined ? '' : `  ${label('where')} ${where}`,
    why === undefined ? '' : `  ${label('why')} ${words(why)}`,
    ...extras(parts.details, words).map((line) => `      ${line}`),
    fix === undefined ? '' : `  ${label('fix')} ${words(fix)}`,
    next === undefined ? '' : `  ${label('nextLabel')} ${next}`,
  ]
    .filter(Boolean)
    .join('\n');
}

const EXTRAS_LIMIT = 20;

/** What a refusal says beyond its words: fields that are wrong, what would be possible instead. */
function extras(given: unknown, words: (text: Text) => string): string[] {
  const { fields = [], details = given } = (given ?? {}) as { fields?: Field[]; details?: unknown };
  const { possible = [] } = (details ?? {}) as { possible?: (string | { name?: string; kind?: string })[] };
  const wrong = fields.map(({ pointer, message }) => `${pointer || '/'}: ${words(message)}`);
  const names = possible.map((one) =>
    typeof one === 'string' ? one : `${one.kind ?? ''} ${one.name ?? ''}`.trim(),
  );
  return [...wrong, ...(names.length > 0 ? [names.join(', ')] : [])].slice(0, EXTRAS_LIMIT);
}

interface Field {
  pointer: string;
  message: Text;
}
