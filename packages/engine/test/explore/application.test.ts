import { exploreAll } from '@gongzhi/engine';
import t from 'tap';
import { plugins } from '../compile/plugins.ts';
import { codesOf, definitionOf, explored, trailOf } from './explored.ts';

const FORMS = `forms:
  asking:
    type: object
    properties:
      what: { type: string, minLength: 2 }
      kind: { enum: [small, large] }
      count: { type: integer }
      id: { type: string }
    required: [what]
    additionalProperties: false
`;

/** Asked by a resident or an office; opens nothing. */
const asked = definitionOf(
  `${FORMS}events:
  finish: { title: { zh-CN: 办结, en: Finish }, by: [resident, officer] }
initial: waiting
states:
  waiting: { on: { finish: done } }
  done: { type: final }
`,
  {
    id: 'asked',
    roles: '  officer: { title: { zh-CN: 经办人, en: Officer }, party: [government], appoint: named }\n',
  },
).replace(
  'open: { by: [resident], title: \'"x"\' }',
  'open: { by: [resident], form: asking, title: \'"x"\' }',
);

/** Opens one of `asked` in this way. */
const asking = (open: string) =>
  definitionOf(
    `events:
  finish: { title: { zh-CN: 办结, en: Finish }, by: [resident] }
initial: waiting
states:
  waiting:
    on:
      finish:
        target: done
        actions:
          - open: ${open}
  done: { type: final }
`,
    {
      id: 'asking',
      roles: '  helper: { title: { zh-CN: 帮手, en: Helper }, party: [resident] }\n',
    },
  );

/** Codes and places of what is told of the one that opens. */
function check(title: string, open: string, expected: string[]): void {
  t.test(title, (t) => {
    const all = [explored(asking(open)), explored(asked)];
    const { problems } = exploreAll(all, { plugins });
    t.strictSame(
      problems.map(({ code, path }) => `${code} ${path.split('.').slice(-2).join('.')}`),
      expected,
    );
    for (const { message, remedy, line } of problems) {
      for (const text of [message.en, message['zh-CN'], remedy.en])
        t.notMatch(text, /\{\w+\}|undefined|\[object/);
      t.equal(asking(open).split('\n')[line - 1]!.trim(), `- open: ${open}`, 'the place is there');
    }
    t.end();
  });
}

check(
  'what fits the other’s opening form is right',
  '{ definition: asked, payload: { what: data.s, id: kase.id } }',
  [],
);
check('a definition that is not there is told', '{ definition: akst, payload: {} }', [
  'GZ315 open.definition',
]);
check('a field that the opening form requires must be given', '{ definition: asked, payload: {} }', [
  'GZ451 open.payload',
]);
check(
  'a field that the opening form does not have is told',
  '{ definition: asked, payload: { what: data.s, wat: data.s } }',
  ['GZ452 payload.wat'],
);
check(
  'a value that the opening form never takes is told',
  `{ definition: asked, payload: { what: data.s, kind: "'huge'" } }`,
  ['GZ453 payload.kind'],
);
check(
  'a text where the opening form wants a number is told',
  '{ definition: asked, payload: { what: data.s, count: kase.id } }',
  ['GZ453 payload.count'],
);
check(
  'a number where the opening form wants a text is told',
  '{ definition: asked, payload: { what: data.n } }',
  ['GZ453 payload.what'],
);
check(
  'a role that the other does not have is told',
  '{ definition: asked, payload: { what: data.s }, roles: { resdent: helper } }',
  ['GZ316 roles.resdent'],
);
check(
  'a role whose holders may never hold the other’s is told',
  '{ definition: asked, payload: { what: data.s }, roles: { officer: helper } }',
  ['GZ454 roles.officer'],
);

t.test('a case that nobody would answer for is told where it is opened', (t) => {
  const office = asked
    .replace('first: resident', 'first: officer')
    .replace('appoint: named', '')
    .replace('open: { by: [resident],', 'open: { by: [resident, officer],');
  const all = [explored(asking('{ definition: asked, payload: { what: data.s } }')), explored(office)];
  t.strictSame(codesOf(exploreAll(all, { plugins }).problems), ['GZ455']);
  t.end();
});

/** Opens one of `other` on its way to the end, always or only sometimes. */
const chain = (id: string, other: string, sometimes: boolean) =>
  definitionOf(
    `events:
  finish: { title: { zh-CN: 办结, en: Finish }, by: [resident] }
  drop: { title: { zh-CN: 放弃, en: Drop }, by: [resident] }
initial: waiting
states:
  waiting:
    on:
      finish: { target: done, actions: [{ open: { definition: ${other} } }] }
      drop: { target: done${sometimes ? '' : `, actions: [{ open: { definition: ${other} } }]`} }
  done: { type: final }
`,
    { id },
  );

t.test('definitions that always open each other are told, with the way round', (t) => {
  const all = [explored(chain('one', 'two', false)), explored(chain('two', 'one', false))];
  const { problems } = exploreAll(all, { plugins });
  t.strictSame(codesOf(problems), ['GZ456']);
  t.match(problems[0]!.message.en, /one → two → one/);
  t.strictSame(trailOf(problems[0]!), ['Small → Small', 'Small → Small']);
  t.end();
});

t.test('definitions that open each other on some ways only can end', (t) => {
  const all = [explored(chain('one', 'two', true)), explored(chain('two', 'one', false))];
  t.strictSame(exploreAll(all, { plugins }).problems, []);
  t.end();
});

t.test('what plugins bring and nobody uses is listed, and is no problem', (t) => {
  const { unused, problems } = exploreAll([explored(asked)], { plugins });
  t.strictSame(problems, []);
  t.strictSame(
    unused.map(({ kind, name }) => `${kind} ${name}`),
    [
      'qualification disclosure-office',
      'qualification case-handler',
      'effect government.notify',
      'effect government.register',
      'form government.signature',
      'document government.receipt',
      'function government_isUrgent',
      'qualification mediator',
    ],
  );
  t.end();
});
