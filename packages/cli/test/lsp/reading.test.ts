import t from 'tap';
import { at, bundledText, bundledUri, Editor, positionOf, type Range } from './client.ts';

const uri = bundledUri('mediation/v1.yaml');
const text = bundledText('mediation/v1.yaml');

interface Hover {
  contents: { value: string };
}
interface Location {
  uri: string;
  range: Range;
}
interface Symbol {
  name: string;
  detail?: string;
  children: Symbol[];
}

const editor = await Editor.start('en');
t.teardown(() => editor.kill());
editor.open(uri, text);

const ask = <Result>(method: string, place: string, more: object = {}) =>
  editor.request<Result>(`textDocument/${method}`, {
    textDocument: { uri },
    position: positionOf(text, place),
    ...more,
  });

t.test('what is under the cursor is explained', async (t) => {
  const check = async (place: string, ...expected: (string | RegExp)[]) => {
    const { contents } = await ask<Hover>('hover', place);
    for (const one of expected) t.match(contents.value, one, place);
  };
  await check('target: medi|ating\n', '**mediating** · state', 'Mediating · 调解');
  await check('role: medi|ator', '**mediator** · role', 'social-organization');
  await check(
    'basis: [mediation-fail|ure, local-rule]',
    'People’s Mediation Law (2011) · 人民调解法',
    'Art. 26',
  );
  await check('clock: organise-ti|me', '5 working days', '§ Local rule');
  await check(
    '  mediation-ti|me:',
    '1 month',
    'warns 7 calendar days before',
    'may be extended by organizer, 1 month each time, at most 2 times',
  );
  await check('form: disp|ute', '**dispute** · form', 'respondentPartyId');
  await check('use: notification.s|end', '**notification.send**', '"parties"');
  await check('party: [social-organiz|ation]', 'from the plugin social-organization');
  await check('form: social-organization.mediation-agree|ment', 'from the plugin social-organization');
  await check('cust|ody:', 'Who is answerable first');
  await check('guard: size(holders.appl|icant)', '**applicant** · role');
  await check('ho|ld-sitting.completed:', 'block');
});

t.test('from where a name is used one goes to where it is declared', async (t) => {
  const check = async (place: string, expected: string) => {
    const { uri: where, range } = await ask<Location>('definition', place);
    t.equal(where, uri);
    t.equal(
      at(text, { start: range.start, end: { line: range.end.line + 1, character: 0 } }).split('\n')[0],
      expected,
    );
  };
  await check('target: mediating.na|ming', 'naming:');
  await check('initial: choo|sing', 'choosing:');
  await check('role: medi|ator', 'mediator:');
  await check('form: cons|ent', 'consent:');
  await check('clock: organise-ti|me', 'organise-time:');
  await check('      hold-sit|ting.completed:', 'hold-sitting:');
  await check('{ document: not-ta|ken,', 'not-taken:');
  await check(
    'basis: [mediation-volun|tary]',
    'mediation-voluntary: ' + text.split('mediation-voluntary: ')[1]!.split('\n')[0],
  );
  await check('guard: size(holders.appl|icant)', 'applicant:');
});

t.test('from the id of another definition one goes to its file', async (t) => {
  const found = await ask<Location>('definition', 'definition: account|ability');
  t.equal(found.uri, bundledUri('accountability/v1.yaml'));
});

t.test('every mention of a name is found, in expressions too', async (t) => {
  const found = await ask<Location[]>('references', 'role: medi|ator', {
    context: { includeDeclaration: true },
  });
  t.ok(found.every(({ range }) => at(text, range) === 'mediator'));
  const lines = found.map(({ range }) => text.split('\n')[range.start.line]!.trim());
  t.ok(lines.includes('mediator:'));
  t.ok(lines.includes('guard: size(holders.mediator) > 0'));
  t.notOk(
    lines.some((line) => line.startsWith('mediator: { type: string')),
    'not the field of that name',
  );
  const without = await ask<Location[]>('references', 'role: medi|ator', {
    context: { includeDeclaration: false },
  });
  t.equal(without.length, found.length - 1);
});

t.test('the states are shown as a tree, with their blocks', async (t) => {
  const sections = await editor.request<Symbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
  const inside = (symbols: Symbol[], name: string) => symbols.find((one) => one.name === name)!;
  t.same(
    sections.map(({ name }) => name),
    ['basis', 'roles', 'forms', 'events', 'clocks', 'documents', 'states'],
  );
  const mediating = inside(inside(sections, 'states').children, 'mediating');
  t.equal(mediating.detail, 'Mediating');
  t.same(
    inside(mediating.children, 'choosing').children.map(({ name }) => name),
    ['applicant-choice', 'respondent-choice'],
  );
});
