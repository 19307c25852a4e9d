/** Whatever the text is, each request is answered and the server lives. */
import t from 'tap';
import { bundledText, Editor, REQUEST_FAILED, RequestError, toPosition } from './client.ts';

const ROUNDS = 40;
const METHODS = [
  'completion',
  'hover',
  'definition',
  'references',
  'prepareRename',
  'rename',
  'documentSymbol',
  'codeAction',
];
const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ':',
  '- ',
  '\n',
  '  ',
  '"',
  "'",
  '&a ',
  '*a',
  '|\n',
  '#',
  '\t',
  '\r',
  '\0',
  '\uD800',
  '😀',
  '{{',
  '}}',
  '? ',
  '<<: ',
  '!!x ',
  '__proto__: ',
  'constructor.',
  'toString',
  'states:\n',
  'on: ',
  'holders.',
  'data.',
  'guard: "',
  '.',
  ',',
  '%YAML 9\n',
  '---\n',
  '...\n',
  '1e999',
];
const TEXTS = [
  '',
  '\uFEFFstates: {}',
  'states:',
  'states: [',
  'states: 1',
  'states: { a: { on: { constructor.completed: x, __proto__: { target: toString } }, task: { toString: {} } } }',
  'states: {a: '.repeat(400),
  `states: ${'['.repeat(8000)}`,
  `states:\n${'- '.repeat(8000)}`,
  'states: &a [*a, *a]\n',
  `states:\n  a: ${'x'.repeat(600_000)}`,
  'states:\r  a:\r    on:\r\n      x: a\r',
  'custody: "\\u12',
  'states: { a: { always: { guard: "constructor. holders.constructor data.__proto__ {{ {{" } } }',
];

/** xorshift: the same texts each time. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const uri = 'file:///nowhere/any.yaml';

async function askAll(editor: Editor, text: string, offset: number): Promise<string[]> {
  const position = toPosition(text, offset);
  const params = {
    textDocument: { uri },
    position,
    newName: 'other',
    range: { start: position, end: position },
    context: { includeDeclaration: true, diagnostics: [] },
  };
  const faults: string[] = [];
  await Promise.all(
    METHODS.map((method) =>
      editor.request(`textDocument/${method}`, params).catch((cause: unknown) => {
        if (!(cause instanceof RequestError)) throw cause;
        if (cause.code !== REQUEST_FAILED) faults.push(`${method}: ${cause.message}`);
      }),
    ),
  );
  return faults;
}

t.test('odd texts are answered', async (t) => {
  const editor = await Editor.start('en');
  editor.open(uri, '');
  let version = 1;
  for (const text of TEXTS) {
    editor.change(uri, ++version, [{ text }]);
    for (const offset of [0, Math.floor(text.length / 2), text.length])
      t.same(await askAll(editor, text, offset), [], text.slice(0, 60));
    await editor.diagnostics(uri, version);
  }
  t.equal(await editor.stop(), 0, editor.stderr);
});

t.test('a definition under random edits is answered', async (t) => {
  const random = createRandom(20_260_301);
  const editor = await Editor.start('zh');
  const whole = bundledText('disclosure-proactive/v1.yaml');
  let text = whole;
  let version = 1;
  editor.open(uri, text);
  for (let round = 0; round < ROUNDS; round++) {
    if (round % 10 === 0) text = whole;
    const at = random(text.length);
    const piece = random(3) === 0 ? '' : PIECES[random(PIECES.length)]!;
    text = text.slice(0, at) + piece + text.slice(at + random(random(2) === 0 ? 3 : 60));
    editor.change(uri, ++version, [{ text }]);
    t.same(await askAll(editor, text, Math.min(text.length, at + piece.length)), [], `round ${round}`);
  }
  editor.change(uri, ++version, [{ text: whole }]);
  t.same(await editor.diagnostics(uri, version), []);
  t.equal(await editor.stop(), 0, editor.stderr);
});

t.test('requests about texts that are not open, and positions outside, are answered', async (t) => {
  const editor = await Editor.start('en');
  t.same(await askAll(editor, '', 0), []);
  editor.open(uri, 'states: { a: {} }');
  for (const position of [
    { line: 99, character: 0 },
    { line: 0, character: 9999 },
  ])
    await editor.request('textDocument/hover', { textDocument: { uri }, position });
  t.equal(await editor.stop(), 0, editor.stderr);
});
