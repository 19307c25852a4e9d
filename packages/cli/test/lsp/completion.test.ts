import t from 'tap';
import { bundledText, bundledUri, Editor, toPosition } from './client.ts';

const uri = bundledUri('mediation/v1.yaml');
const text = bundledText('mediation/v1.yaml');

interface Item {
  label: string;
  sortText: string;
  textEdit: { newText: string };
}

const editor = await Editor.start('en');
t.teardown(() => editor.kill());
let version = 1;
editor.open(uri, text);

/** What is offered where `|` stands in `written`, put in the place of `passage`. */
async function offered(passage: string, written: string): Promise<Item[]> {
  const start = text.indexOf(passage);
  t.ok(start >= 0, passage);
  const now = text.replace(passage, () => written.replace('|', ''));
  editor.change(uri, ++version, [{ text }]);
  editor.change(uri, ++version, [{ text: now }]);
  const items = await editor.request<Item[]>('textDocument/completion', {
    textDocument: { uri },
    position: toPosition(now, start + written.indexOf('|')),
  });
  return items.toSorted((a, b) => (a.sortText < b.sortText ? -1 : 1));
}

const check = (title: string, passage: string, written: string, wanted: string[], unwanted: string[] = []) =>
  t.test(title, async (t) => {
    const labels = (await offered(passage, written)).map(({ label }) => label);
    for (const one of wanted) t.ok(labels.includes(one), `${one} among ${labels.join(' ')}`);
    for (const one of unwanted) t.notOk(labels.includes(one), `no ${one}`);
  });

const ROLE = '            role: mediator\n            form: social';
check(
  'keys of a task, without those that it has',
  ROLE,
  `            cl|\n${ROLE}`,
  ['clock', 'claimLimit', 'sameAs'],
  ['role', 'title', 'states'],
);
check(
  'keys of a state',
  '    clock: mediation-time\n    initial',
  '    |\n    initial',
  ['task', 'clock', 'always'],
  ['initial', 'limit'],
);
check('keys of a definition', 'initial: received', 'initial: received\n|', ['timeZone'], ['states', 'id']);
check(
  'keys in braces',
  '{ guard: payload.signs, actions',
  '{ g|, actions',
  ['guard', 'target', 'because'],
  ['actions'],
);
check('kinds of actions', '        actions: [{ dismiss', '        actions: [{ |dismiss', [
  'appoint',
  'issue',
  'raise',
]);
check(
  'keys of a JSON Schema',
  '      suited: { type: boolean,',
  '      suited: { |,',
  ['type', 'enum', 'minLength'],
  ['role'],
);
check(
  'states that a transition can go to',
  'target: accepting',
  'target: |',
  ['naming', 'sitting', 'explaining', 'mediating'],
  [],
);
check(
  'children for the initial state',
  'initial: choosing',
  'initial: |',
  ['choosing', 'naming'],
  ['received'],
);
check('full paths for `in`', 'target: accepting', 'in: |', ['mediating.naming', 'received'], ['naming']);
check('roles', 'role: mediator', 'role: |', ['mediator', 'organizer'], ['received']);
check(
  'roles in a list, without those that it has',
  'to: [applicant, respondent, mediator, organizer]',
  'to: [applicant, |]',
  ['respondent'],
  ['applicant'],
);
check('forms, those of plugins too', 'form: acceptance', 'form: |', [
  'acceptance',
  'social-organization.mediation-agreement',
]);
check('clocks', 'clock: organise-time\n    task', 'clock: |\n    task', ['organise-time', 'mediation-time']);
check('documents, those of plugins too', '{ document: not-taken,', '{ document: |,', [
  'not-taken',
  'social-organization.mediation-agreement',
]);
check('effects of plugins', 'use: notification.send', 'use: |', ['notification.send']);
check(
  'fields of an effect’s input',
  '            title: "\'矛盾',
  '            |\n            tell: "\'矛盾',
  ['title'],
  ['role', 'body', 'to'],
);
check('qualifications', 'qualifications: [mediator]', 'qualifications: [|]', [
  'mediator',
  'mediation-committee',
]);
check('kinds of party', 'party: [social-organization]', 'party: [|]', ['government', 'resident']);
check('calendars', 'calendar: china-mainland', 'calendar: |', ['china-mainland', 'monday-friday']);
check('legal texts', 'basis: [mediation-mediator]', 'basis: [|]', ['mediation-voluntary', 'local-rule']);
check('values that the schema lists', 'days: working', 'days: |', ['working', 'calendar']);
check('ids of other definitions', 'definition: accountability', 'definition: |', [
  'hearing',
  'accountability',
]);
check('data that may be assigned', 'assign: { proposed:', 'assign: { |:', ['proposed', 'record'], ['role']);
check(
  'events that a state may handle',
  '      replace-mediator:\n',
  '      |\n      replace-mediator:\n',
  ['drop-proposal', 'mediation-time.warned', 'hold-sitting.completed'],
  ['withdraw', 'organise.completed', 'follow-up-time.lapsed'],
);
check(
  'events of a state’s own blocks',
  '          name-mediator.completed:',
  '          |:',
  ['name-mediator.completed', 'mediation-time.lapsed'],
  ['hold-sitting.completed'],
);
check('variables and functions of CEL', 'guard: payload.suited', 'guard: |', [
  'data',
  'payload',
  'holders',
  'has',
  'workingDaysBetween',
]);
check(
  'fields of the data',
  'guard: payload.suited',
  'guard: data.|',
  ['dispute', 'sittings'],
  ['suited', 'size'],
);
check(
  'fields of the payload, by the form of the event',
  'guard: payload.suited',
  'guard: payload.su|',
  ['suited', 'note'],
  ['dispute'],
);
check('roles of holders', 'guard: payload.suited', 'guard: size(holders.|) > 0', ['mediator'], ['suited']);
check('what is known of a holder', 'guard: payload.suited', 'guard: holders.mediator[0].|', [
  'partyId',
  'memberId',
]);
check('fields of the actor', 'guard: payload.suited', 'guard: actor.|', ['partyId', 'partyKind']);
check('fields in a text that is filled in', "'纠纷：{{ data.dispute }}", "'纠纷：{{ data.| }}", ['dispute']);
check(
  'nothing of CEL in the text around',
  "'纠纷：{{ data.dispute }}",
  "'纠纷：|{{ data.dispute }}",
  [],
  ['data'],
);
check(
  'nothing inside a text of CEL',
  "guard: payload.result == 'again'",
  "guard: payload.result == 'a|'",
  [],
  ['data'],
);

check(
  'roles of the definition whose case is opened',
  'roles: { affected: applicant }',
  'roles: { |: applicant }',
  ['affected', 'complainant'],
  ['mediator'],
);

t.test('a key comes with its colon, once', async (t) => {
  const [fresh] = await offered(ROLE, `            claimL|\n${ROLE}`).then((items) =>
    items.filter(({ label }) => label === 'claimLimit'),
  );
  t.equal(fresh!.textEdit.newText, 'claimLimit: ');
  const [there] = await offered(ROLE, `            claimL|: P1D\n${ROLE}`).then((items) =>
    items.filter(({ label }) => label === 'claimLimit'),
  );
  t.equal(there!.textEdit.newText, 'claimLimit');
});

t.test('what is nearest comes first', async (t) => {
  const [first] = await offered('          name-mediator.completed:', '          |:');
  t.equal(first!.label, 'name-mediator.completed');
});

t.test('a text that is broken below is completed from what it was', async (t) => {
  const labels = (
    await offered('role: mediator\n            form: sitting', 'role: |\n            form: { sitting')
  ).map(({ label }) => label);
  t.ok(labels.includes('mediator'), labels.join(' '));
  t.ok(labels.includes('referrer'), labels.join(' '));
});
