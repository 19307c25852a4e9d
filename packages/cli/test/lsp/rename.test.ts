import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { gongzhi, temporaryFolder } from '../support/cli.ts';
import {
  applyEdits,
  bundledText,
  bundledUri,
  Editor,
  positionOf,
  REQUEST_FAILED,
  type Edit,
  type Position,
  type RequestError,
} from './client.ts';

interface WorkspaceEdit {
  changes: Record<string, Edit[]>;
}
interface Symbol {
  name: string;
  selectionRange: { start: Position };
  children: Symbol[];
}

/** An editor with a definition and its tests open, which does what a rename says. */
class Author {
  readonly #editor: Editor;
  readonly #folder: string;
  readonly #texts: Map<string, string>;
  readonly uri: string;
  #version = 1;

  constructor(editor: Editor, folder: string, definition: string) {
    this.#editor = editor;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    const files = ['v1.yaml', 'v1.test.yaml'] as const;
    const uriOf = (file: string) => pathToFileURL(join(folder, file)).href;
    this.#texts = new Map(files.map((file) => [uriOf(file), bundledText(`${definition}/${file}`)]));
    this.uri = uriOf('v1.yaml');
    for (const [uri, text] of this.#texts) editor.open(uri, text);
  }

  get text(): string {
    return this.#texts.get(this.uri)!;
  }

  get tests(): string {
    return [...this.#texts.values()][1]!;
  }

  async rename(position: Position, newName: string): Promise<void> {
    const textDocument = { uri: this.uri };
    const { changes } = await this.#editor.request<WorkspaceEdit>('textDocument/rename', {
      textDocument,
      position,
      newName,
    });
    this.#version++;
    for (const [uri, edits] of Object.entries(changes)) {
      this.#texts.set(uri, applyEdits(this.#texts.get(uri)!, edits));
      this.#editor.change(uri, this.#version, [{ text: this.#texts.get(uri)! }]);
    }
  }

  symbols(): Promise<Symbol[]> {
    return this.#editor.request('textDocument/documentSymbol', { textDocument: { uri: this.uri } });
  }

  /** `gongzhi test`, which checks before. */
  async run() {
    for (const [uri, text] of this.#texts) writeFileSync(new URL(uri), text);
    return gongzhi(['test', '--full', join(this.#folder, 'v1.yaml')]);
  }
}

t.test('one of each kind: everything that mentions it changes, and the tests still pass', async (t) => {
  const editor = await Editor.start('en');
  const author = new Author(
    editor,
    temporaryFolder((clean) => t.teardown(clean)),
    'mediation',
  );
  const check = async (place: string, newName: string, ...expected: string[]) => {
    await author.rename(positionOf(author.text, place), newName);
    for (const one of expected) t.ok(`${author.text}\n${author.tests}`.includes(one), one);
  };
  await check('target: medi|ating\n', 'talks', 'target: talks.naming', 'state: [talks.choosing]');
  await check('target: talks.na|ming', 'nomination', 'target: nomination,', 'state: [talks.nomination]');
  await check('  agr|eed:', 'settled', 'target: settled', 'state: [settled]');
  await check(
    'role: medi|ator',
    'peace-maker',
    'size(holders["peace-maker"]) > 0',
    'participants: { peace-maker: [fang] }',
  );
  await check('clock: organise-t|ime', 'first-days', 'first-days.lapsed:', 'lapse: first-days');
  await check('form: cons|ent', 'willingness', 'form: willingness');
  await check('    withd|raw: {', 'step-back', 'send: step-back');
  await check('  hold-sitt|ing:', 'sit', 'sit.completed:', 'complete: sit,');
  await check('{ document: not-ta|ken', 'refusal', 'document: refusal', 'documents: [refusal]');
  await check('basis: [mediation-volun|tary]', 'free-will', 'basis: [free-will]');
  const { code, stdout, stderr } = await author.run();
  t.equal(code, 0, stdout + stderr);
  t.equal(await editor.stop(), 0);
});

t.test('every name of a definition renamed, it still passes its tests', async (t) => {
  const editor = await Editor.start('en');
  const author = new Author(
    editor,
    temporaryFolder((clean) => t.teardown(clean)),
    'liaison',
  );
  const paths: string[][] = [];
  const walk = (symbols: Symbol[], around: string[]): void => {
    for (const { name, children } of symbols) {
      if (around.length > 0) paths.push([...around, name]);
      walk(children, [...around, name]);
    }
  };
  walk(await author.symbols(), []);
  // The innermost first: the path to the next stays what it was.
  for (const path of paths.toReversed()) {
    let found: Symbol | undefined;
    let inside = await author.symbols();
    for (const step of path) {
      found = inside.find(({ name }) => name === step)!;
      inside = found.children;
    }
    await author.rename(found!.selectionRange.start, `new-${found!.name}`);
  }
  t.ok(paths.length > 30);
  const { code, stdout, stderr } = await author.run();
  t.equal(code, 0, stdout + stderr);
  t.equal(await editor.stop(), 0);
});

t.test('a role that another open definition fills changes there too', async (t) => {
  const editor = await Editor.start('en');
  const [other, uri] = [bundledUri('mediation/v1.yaml'), bundledUri('accountability/v1.yaml')];
  const text = bundledText('accountability/v1.yaml');
  editor.open(other, bundledText('mediation/v1.yaml'));
  editor.open(uri, text);
  const { changes } = await editor.request<WorkspaceEdit>('textDocument/rename', {
    textDocument: { uri },
    position: positionOf(text, '\n  affec|ted:'),
    newName: 'harmed',
  });
  t.match(applyEdits(bundledText('mediation/v1.yaml'), changes[other]!), 'roles: { harmed: applicant }');
  t.equal(await editor.stop(), 0);
});

t.test('a rename that cannot be is refused in words', async (t) => {
  const editor = await Editor.start('en');
  const uri = bundledUri('mediation/v1.yaml');
  const text = bundledText('mediation/v1.yaml');
  editor.open(uri, text);
  const check = (place: string, newName: string, expected: RegExp) =>
    t.rejects(
      editor.request('textDocument/rename', {
        textDocument: { uri },
        position: positionOf(text, place),
        newName,
      }),
      { message: expected, code: REQUEST_FAILED } satisfies Partial<Omit<RequestError, 'message'>> & {
        message: RegExp;
      },
      `${place} ${newName}`,
    );
  await check('role: medi|ator', 'organizer', /taken/);
  await check('role: medi|ator', 'Not A Name', /cannot be used as a name/);
  await check('role: medi|ator', 'true', /cannot be used as a name/);
  await check('clock: organise-ti|me', 'hold-sitting', /taken/);
  await check('target: mediating.na|ming', 'sitting', /taken/);
  // In there a sibling stands before a state at the top.
  await check('\n  explain|ing:', 'signing', /something would mean something else/);
  await check('use: notification.s|end', 'x', /no name here/);
  await check('calendar: china-main|land', 'x', /no name here/);
  t.equal(await editor.stop(), 0);
});
