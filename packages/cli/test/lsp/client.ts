/** An editor, as the server sees one: JSON-RPC over the standard streams of `gongzhi lsp --stdio`. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cleanEnvironment, REPOSITORY } from '../support/cli.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Position {
  line: number;
  character: number;
}
export interface Range {
  start: Position;
  end: Position;
}
export interface Edit {
  range: Range;
  newText: string;
}
export interface Diagnostic {
  range: Range;
  code: string;
  message: string;
  severity: number;
  codeDescription: { href: string };
}
interface Published {
  uri: string;
  version: number;
  diagnostics: Diagnostic[];
}
interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { code: number; message: string };
}

export class RequestError extends Error {
  readonly code: number;

  constructor({ code, message }: { code: number; message: string }) {
    super(message);
    this.code = code;
  }
}

/** Refused in words; anything else is a fault of the server. */
export const REQUEST_FAILED = -32803;

export class Editor {
  readonly #child;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #published: Published[] = [];
  readonly #watchers = new Set<() => void>();
  readonly ended: Promise<number | null>;
  stderr = '';
  #buffer = Buffer.alloc(0);
  #lastId = 0;

  constructor() {
    this.#child = spawn(process.execPath, [MAIN, 'lsp', '--stdio'], {
      cwd: REPOSITORY,
      env: cleanEnvironment(),
    });
    this.#child.stdout.on('data', (part: Buffer) => this.#receive(part));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve) => this.#child.once('close', resolve));
  }

  static async start(locale: string, rootUri: string | null = null): Promise<Editor> {
    const editor = new Editor();
    await editor.request('initialize', { processId: process.pid, rootUri, capabilities: {}, locale });
    editor.notify('initialized', {});
    return editor;
  }

  request<Result>(method: string, params: unknown): Promise<Result> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, ({ result, error }) =>
        error ? reject(new RequestError(error)) : resolve(result as Result),
      );
      void this.ended.then((code) => reject(new Error(`the server ended with ${code}: ${this.stderr}`)));
      this.#send({ id, method, params });
    });
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  open(uri: string, text: string): void {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
  }

  change(uri: string, version: number, changes: { range?: Range; text: string }[]): void {
    this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: changes });
  }

  /** What the server says of that version. */
  async diagnostics(uri: string, version: number): Promise<Diagnostic[]> {
    for (;;) {
      const found = this.#published.find((one) => one.uri === uri && one.version === version);
      if (found) return found.diagnostics;
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
      this.#watchers.clear();
    }
  }

  /** What the server said last. */
  latest(uri: string): Diagnostic[] | undefined {
    return this.#published.findLast((one) => one.uri === uri)?.diagnostics;
  }

  /** Everything that was published of a text. */
  versions(uri: string): number[] {
    return this.#published.filter((one) => one.uri === uri).map(({ version }) => version);
  }

  async stop(): Promise<number | null> {
    await this.request('shutdown', null);
    this.notify('exit', null);
    return this.ended;
  }

  kill(): void {
    this.#child.kill();
  }

  write(bytes: string): void {
    this.#child.stdin.write(bytes);
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #receive(part: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, part]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(this.#buffer.toString('latin1'));
      if (!header) return;
      const end = header[0].length + Number(header[1]);
      if (this.#buffer.length < end) return;
      const message = JSON.parse(this.#buffer.subarray(header[0].length, end).toString('utf8')) as Message;
      this.#buffer = this.#buffer.subarray(end);
      this.#handle(message);
    }
  }

  #handle(message: Message): void {
    if (message.method === 'textDocument/publishDiagnostics') {
      this.#published.push(message.params as Published);
      for (const tell of this.#watchers) tell();
    } else if (message.id !== undefined && message.method === undefined) {
      this.#answers.get(message.id)?.(message);
      this.#answers.delete(message.id);
    }
  }
}

export const bundledPath = (name: string) => join(REPOSITORY, 'workflows', name);
export const bundledUri = (name: string) => pathToFileURL(bundledPath(name)).href;
export const bundledText = (name: string) => readFileSync(bundledPath(name), 'utf8');

/** Where `|` stands in `place`, a passage that the text holds once at least. */
export function positionOf(text: string, place: string): Position {
  const bare = place.replace('|', '');
  const at = text.indexOf(bare);
  if (at < 0) throw new Error(`expected the text to hold ${bare}`);
  return toPosition(text, at + place.indexOf('|'));
}

export function toPosition(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}

export function toOffset(text: string, { line, character }: Position): number {
  const lines = text.split('\n');
  return lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
}

export const at = (text: string, { start, end }: Range) =>
  text.slice(toOffset(text, start), toOffset(text, end));

export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits
    .map(({ range, newText }) => ({
      start: toOffset(text, range.start),
      end: toOffset(text, range.end),
      newText,
    }))
    .toSorted((a, b) => b.start - a.start)
    .reduce((now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end), text);
}
