import {
  compareDefinitions,
  compile,
  type DefinitionChange,
  type ChangeClass,
  type JsonObject,
} from '@gongzhi/engine';
import t from 'tap';
import { plugins } from '../compile/plugins.ts';

const title = (en: string) => ({ 'zh-CN': `${en}（中文）`, en });

const BASE = {
  id: 'order',
  version: 1,
  procedure: 'service',
  title: title('Order'),
  calendar: 'china-mainland',
  open: { by: ['applicant'], title: "'x'" },
  custody: { first: 'applicant' },
  roles: {
    applicant: { title: title('Applicant'), party: ['resident'] },
    officer: { title: title('Officer'), party: ['government'] },
  },
  data: { type: 'object', properties: { late: { type: 'boolean', default: false } } },
  forms: {
    answer: { type: 'object', properties: { text: { type: 'string', maxLength: 100 } }, required: ['text'] },
  },
  events: {
    decide: { title: title('Decide'), by: ['officer'], form: 'answer' },
    drop: { title: title('Drop'), by: ['applicant'] },
  },
  clocks: {
    reply: {
      title: title('Reply'),
      limit: 'P20D',
      days: 'working',
      extendable: { by: ['officer'], limit: 'P10D', times: 1 },
    },
  },
  initial: 'review',
  states: {
    review: {
      title: title('Review'),
      clock: 'reply',
      task: { look: { title: title('Look'), role: 'officer' } },
      on: {
        decide: { target: 'closed', guard: 'data.late' },
        drop: 'closed',
        'look.completed': 'closed',
        'reply.lapsed': { actions: [{ assign: { late: 'true' } }] },
      },
    },
    closed: { title: title('Closed'), type: 'final' },
  },
} satisfies JsonObject;

function compiled(definition: JsonObject) {
  const result = compile(definition, { plugins });
  if (!result.ok)
    throw new Error(
      JSON.stringify(result.problems.map(({ code, path, message }) => [code, path, message.en])),
    );
  return result.compiled;
}

type Editable = Record<string, never> & JsonObject;

function changesAfter(edit: (definition: Editable) => void): DefinitionChange[] {
  const edited = structuredClone(BASE) as unknown as Editable;
  edit(edited);
  return compareDefinitions(compiled(BASE), compiled(edited)).changes;
}

/** Sets the value at a dotted path; undefined: removes it. */
function set(definition: JsonObject, path: string, value: JsonObject[string] | undefined): void {
  const steps = path.split('/');
  const last = steps.pop()!;
  let at = definition;
  for (const step of steps) at = at[step] as JsonObject;
  if (value === undefined) delete at[last];
  else at[last] = value;
}

const CASES: [
  what: string,
  edits: [string, JsonObject[string] | undefined][],
  weight: ChangeClass,
  words: RegExp,
][] = [
  [
    'a shorter clock is stricter',
    [['clocks/reply/limit', 'P15D']],
    'stricter',
    /shorter: 20 working days is now 15/,
  ],
  [
    'a longer clock is looser',
    [['clocks/reply/limit', 'P30D']],
    'looser',
    /longer: 20 working days is now 30/,
  ],
  [
    'calendar days instead of working days are stricter',
    [['clocks/reply/days', 'calendar']],
    'stricter',
    /calendar days/,
  ],
  [
    'a clock that cannot be extended any more is stricter',
    [['clocks/reply/extendable', undefined]],
    'stricter',
    /no longer be extended/,
  ],
  [
    'a longer extension is looser',
    [['clocks/reply/extendable/limit', 'P20D']],
    'looser',
    /each extension longer/,
  ],
  [
    'another role for a task breaks running cases',
    [['states/review/task/look/role', 'applicant']],
    'breaking',
    /task .*role officer is now applicant/,
  ],
  ['a form for a task is stricter', [['states/review/task/look/form', 'answer']], 'stricter', /new/],
  [
    'a task that is gone breaks running cases',
    [
      ['states/review/task', undefined],
      ['states/review/on/look.completed', undefined],
    ],
    'breaking',
    /task .* is gone/,
  ],
  [
    'a second condition is stricter',
    [['states/review/on/decide/guard', 'data.late && now > kase.openedAt']],
    'stricter',
    /condition/,
  ],
  [
    'an alternative condition is looser',
    [['states/review/on/decide/guard', 'data.late || now > kase.openedAt']],
    'looser',
    /condition/,
  ],
  [
    'another condition is different and nothing more is claimed',
    [['states/review/on/decide/guard', '!data.late']],
    'different',
    /condition/,
  ],
  [
    'a transition that people have no more is stricter',
    [
      ['states/review/on/drop', undefined],
      ['events/drop', undefined],
    ],
    'stricter',
    /transition “Drop”.* is gone/,
  ],
  [
    'a kind of party more is looser',
    [['roles/officer/party', ['government', 'resident']]],
    'looser',
    /now also resident/,
  ],
  [
    'a separation is stricter',
    [['roles/officer/separateFrom', ['applicant']]],
    'stricter',
    /separate from now also applicant/,
  ],
  [
    'a reason that must be given is stricter',
    [['events/drop/reason', 'required']],
    'stricter',
    /reason must be given/,
  ],
  [
    'one more that may send an event is looser',
    [['events/drop/by', ['applicant', 'officer']]],
    'looser',
    /may send it now also officer/,
  ],
  [
    'a field that must be given is stricter',
    [
      ['forms/answer/properties/why', { type: 'string' }],
      ['forms/answer/required', ['text', 'why']],
    ],
    'stricter',
    /“why”, which must be given/,
  ],
  [
    'a field that is not asked for any more breaks those who send it',
    [
      ['forms/answer/properties', { other: { type: 'string' } }],
      ['forms/answer/required', []],
    ],
    'breaking',
    /field “text” is gone/,
  ],
  ['a shorter text is stricter', [['forms/answer/properties/text/maxLength', 50]], 'stricter', /maxLength/],
  [
    'a new field of the data is looser',
    [['data/properties/more', { type: 'string', default: '' }]],
    'looser',
    /new field “more”/,
  ],
  [
    'a field that fewer may read is stricter',
    [['visibility', { fields: { late: ['officer'] } }]],
    'stricter',
    /“late” is visible to only officer/,
  ],
  [
    'what becomes public is looser',
    [['visibility', { public: { when: 'true', fields: ['late'] } }]],
    'looser',
    /now something is public/,
  ],
  [
    'another first custodian is different',
    [
      ['custody/first', 'officer'],
      ['open/by', ['applicant', 'officer']],
    ],
    'different',
    /first custodian applicant is now officer/,
  ],
  [
    'an action that is gone is different',
    [['states/review/on/reply.lapsed/actions', [{ assign: { late: 'false' } }]]],
    'different',
    /“assign late” has changed/,
  ],
  ['another title changes nothing', [['title/en', 'Orders']], 'same-behaviour', /“Order” is now “Orders”/],
];

for (const [what, edits, weight, words] of CASES)
  t.test(what, async (t) => {
    const changes = changesAfter((definition) => {
      for (const [path, value] of edits) set(definition, path, value);
    });
    const found = changes.find((change) => words.test(change.words.en));
    t.ok(found, JSON.stringify(changes.map((change) => change.words.en)));
    t.equal(found?.class, weight);
    t.not(found?.words['zh-CN'], found?.words.en);
    t.ok(found?.before !== null || found.after !== null);
  });

t.test('the version alone is no difference', async (t) => {
  t.same(
    changesAfter((definition) => set(definition, 'version', 2)),
    [],
  );
});

t.test('a state with another name and the same work is guessed to be renamed', async (t) => {
  const changes = changesAfter((definition) => {
    const states = definition['states'] as unknown as JsonObject;
    states['examination'] = states['review']!;
    delete states['review'];
    set(definition, 'initial', 'examination');
  });
  t.match(changes, [
    { kind: 'renamed', class: 'breaking', name: 'review', after: ['states', 'examination'] },
  ]);
  t.equal(changes.length, 1);
});

t.test('a state that is put into another one has moved', async (t) => {
  const changes = changesAfter((definition) => {
    const states = definition['states'] as unknown as JsonObject;
    const { review } = states;
    delete states['review'];
    states['work'] = { title: title('Work'), initial: 'review', states: { review: review! } };
    set(definition, 'initial', 'work');
  });
  t.match(
    changes.find(({ kind }) => kind === 'moved'),
    { class: 'breaking', name: 'review' },
  );
  t.match(
    changes.find(({ kind }) => kind === 'added'),
    { name: 'work' },
  );
});

t.test('two states that have little in common are one gone and one new', async (t) => {
  const changes = changesAfter((definition) => {
    const states = definition['states'] as unknown as JsonObject;
    states['waiting'] = { title: title('Waiting'), on: { drop: 'closed', decide: 'closed' } };
    delete states['review'];
    set(definition, 'initial', 'waiting');
    set(definition, 'clocks', undefined);
  });
  t.same(
    changes
      .filter(({ part }) => part === 'state')
      .map(({ kind }) => kind)
      .toSorted(),
    ['added', 'removed'],
  );
});

t.test('each comparison the other way round finds as many states and transitions', async (t) => {
  const edited = structuredClone(BASE) as unknown as Editable;
  set(edited, 'states/review/on/drop', undefined);
  set(edited, 'events/drop', undefined);
  const [there, back] = [
    compareDefinitions(compiled(BASE), compiled(edited)),
    compareDefinitions(compiled(edited), compiled(BASE)),
  ];
  t.equal(there.transitions.length, back.transitions.length);
  t.same(
    there.changes.map(({ kind }) => kind === 'removed').filter(Boolean).length,
    back.changes.filter(({ kind }) => kind === 'added').length,
  );
});
