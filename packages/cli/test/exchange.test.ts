import { compareDefinitions, compile, type CompiledDefinition } from '@gongzhi/engine';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { exportTo, importFrom } from '../src/convert/formats.ts';
import { plugins } from '../src/plugins.ts';
import { readBundled } from '../src/workflows.ts';
import { fixture, gongzhi, REPOSITORY, temporaryFolder } from './support/cli.ts';

const bundled = [
  ...(await readBundled()),
  { file: 'parallel.yaml', source: readFileSync(fixture('parallel.yaml'), 'utf8') },
];

function compiled(source: string): CompiledDefinition {
  const result = compile(source, { plugins });
  if (!result.ok)
    throw new Error(
      result.problems.map(({ code, path, message }) => `${code} ${path} ${message.en}`).join('\n'),
    );
  return result.compiled;
}

for (const format of ['xstate', 'scxml'] as const)
  for (const { file, source } of bundled)
    t.test(`${file} goes to ${format} and comes back the same`, async (t) => {
      const before = compiled(source);
      const there = await exportTo(format, before);
      t.same(there.findings, []);
      const back = await importFrom(format, there.text, 'x');
      t.same(back.findings, []);
      const after = compiled(back.yaml);
      t.same(
        compareDefinitions(before, after).changes.map(({ words }) => words.en),
        [],
      );
      t.equal(after.transitions.length, before.transitions.length);
      t.same([...after.states.keys()], [...before.states.keys()]);
    });

const read = (name: string) => readFileSync(fixture(`exchange/${name}`), 'utf8');
const kinds = (findings: { kind: string; place: string }[], kind: string) =>
  findings.filter((one) => one.kind === kind).map(({ place }) => place);

t.test(
  'a machine as Stately Studio writes it becomes a definition with blanks that check refuses',
  async (t) => {
    const { definition, yaml, findings } = await importFrom('xstate', read('order-machine.json'), 'x');
    t.match(definition.states, {
      'Waiting-for-payment': {
        title: { en: 'Waiting for payment' },
        on: { 'pay-now': { target: 'paid', guard: 'blank_isEnough' }, cancel: 'closed' },
      },
      paid: {
        type: 'parallel',
        onDone: 'closed',
        states: { shipping: { initial: 'packing', effect: { 'book-courier': { use: 'bookCourier' } } } },
      },
    });
    t.same(definition.states['paid']!.states!['shipping']!.on, {
      'book-courier.replied': 'paid.shipping.sent',
      'book-courier.failed': 'closed',
    });
    t.match(definition.data, { properties: { amount: { type: 'integer', default: 0 } } });
    t.same(kinds(findings, 'refused'), [
      'states.Waiting for payment.on.PAY_NOW.0.actions',
      'states.Waiting for payment.after.86400000',
    ]);
    t.ok(kinds(findings, 'blank').length >= 6);
    const result = compile(yaml, { plugins });
    t.notOk(result.ok);
    const codes = new Set(result.problems.map(({ code }) => code));
    for (const code of ['GZ204', 'GZ303', 'GZ310', 'GZ308']) t.ok(codes.has(code), code);
  },
);

t.test('an SCXML document of another tool becomes a definition with blanks that check refuses', async (t) => {
  const { definition, findings } = await importFrom('scxml', read('door.scxml'), 'x');
  t.match(definition, {
    id: 'door',
    initial: 'locked',
    states: {
      locked: { on: { unlock: 'usable' } },
      usable: {
        initial: 'closed',
        on: { lock: { target: 'locked', in: 'usable.closed' } },
        states: {
          closed: { on: { open: 'opened' } },
          was: { type: 'history', history: 'deep', target: 'usable.closed' },
        },
      },
    },
  });
  t.same(kinds(findings, 'refused'), [
    'scxml/state#usable/state#opened/onentry/send',
    'scxml/state#locked/transition',
  ]);
  t.ok(findings.some(({ words }) => words.en.includes('count > 3')));
});

t.test('a BPMN process of another tool becomes states, roles, clocks and messages', async (t) => {
  const { definition, findings } = await importFrom('bpmn', read('repair.bpmn'), 'x');
  t.equal(definition.initial, 'Receive-request');
  t.match(definition.states, {
    'Receive-request': {
      task: { 'receive-request': { role: 'front-desk' } },
      on: {
        'receive-request.completed': [{ target: 'Wait-for-answer', guard: /^blank_/ }, { target: 'Refused' }],
      },
    },
    'Wait-for-answer': { on: { 'offer-accepted.received': 'Work', 'two-weeks.lapsed': 'Refused' } },
    Work: { type: 'parallel', onDone: 'Closing' },
    Closing: { initial: 'File', onDone: 'Done' },
    Stopped: { type: 'final' },
  });
  t.match(definition.states['Work']!.states!['branch-1']!.states!['Mend']!.on, {
    'mend.completed': 'joined',
    'overdue.lapsed': 'Stopped',
  });
  t.match(definition.roles, { 'lane-2': { title: { 'zh-CN': '工程师' } } });
  t.match(definition.clocks, { 'two-weeks': { limit: 'P14D' } });
  t.same(kinds(findings, 'refused'), ['process/inclusiveGateway#odd', 'process/dataObject#data']);
});

/** What an author would put in place of the blanks. */
function filled(yaml: string): string {
  return yaml
    .replace('blank-procedure', 'service')
    .replace('blank-calendar', 'china-mainland')
    .replace('blank-opener', 'front-desk')
    .replace('blank-custodian', 'front-desk')
    .replaceAll('blank-party-kind', 'government')
    .replaceAll('blank-days', 'working')
    .replaceAll('blank_correlate', 'kase.id')
    .replaceAll(/blank_condition_\d+/g, 'now > kase.openedAt')
    .replace(
      'use: Notify customer',
      `use: notification.send, input: { to: "{'roles': ['front-desk']}", title: "'a'", body: "'b'" }`,
    );
}

t.test('with its blanks filled in, an imported process compiles', async (t) => {
  const { yaml } = await importFrom('bpmn', read('repair.bpmn'), 'x');
  t.equal(compiled(filled(yaml)).definition.id, 'repair');
});

t.test('what is within the subset goes to BPMN and comes back the same', async (t) => {
  const { yaml } = await importFrom('bpmn', read('repair.bpmn'), 'x');
  // BPMN has no flow out of a sub-process: the one in the example is left out.
  const before = compiled(
    filled(yaml)
      .replace('overdue.lapsed: Stopped', 'overdue.lapsed: joined')
      .replace(/  Stopped: .*\n/, ''),
  );
  const there = await exportTo('bpmn', before);
  t.same(there.findings, []);
  const back = await importFrom('bpmn', there.text, 'x');
  t.same(back.findings, []);
  t.same(
    compareDefinitions(before, compiled(back.yaml)).changes.map(({ words }) => words.en),
    [],
  );
});

for (const { file, source } of bundled)
  t.test(`${file} goes to BPMN as far as it can, and what is left out is told`, async (t) => {
    const { text, findings } = await exportTo('bpmn', compiled(source));
    t.ok(findings.every(({ kind, place }) => kind === 'refused' && place !== ''));
    const back = await importFrom('bpmn', text, 'x');
    t.ok(Object.keys(back.definition.states).length > 0);
  });

t.test('what is not of the format is told with the reason: exit code 1', async (t) => {
  for (const [format, file] of [
    ['xstate', 'door.scxml'],
    ['scxml', 'order-machine.json'],
  ] as const) {
    const { code, stderr } = await gongzhi(['import', fixture(`exchange/${file}`), '--format', format]);
    t.equal(code, 1);
    t.match(stderr, /failed GZ_CLI_IMPORT_UNREADABLE[\s\S]*why/);
  }
});

t.test('an XML file with entities of its own is refused before they grow', async (t) => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><scxml>&b;</scxml>';
  const error = await importFrom('scxml', bomb, 'x').catch((cause: unknown) => cause);
  t.match(error, { parts: { code: 'GZ_CLI_IMPORT_UNREADABLE' } });
});

t.test('names of prototypes, broken extensions and endless nesting do no harm', async (t) => {
  const machine = (inside: object) => JSON.stringify({ id: 'x', initial: 'constructor', ...inside });
  const odd = machine({
    states: {
      constructor: { on: { constructor: 'b', __proto__: 'b', toString: '#x.b' } },
      b: { type: 'final' },
    },
    meta: { gongzhi: { id: 'x', roles: 7 } },
  });
  const { definition } = await importFrom('xstate', odd, 'x');
  t.match(definition.states['constructor'], { on: { constructor: 'b', 'to-string': 'b' } });
  const deep = `{"states":{"a":`.repeat(5000) + '{}' + '}}'.repeat(5000);
  for (const [format, text] of [
    ['xstate', deep],
    ['xstate', '[]'],
    ['xstate', '{"states":{"a":{"on":{"x":[1,null,[]]},"invoke":[3],"entry":[null]}}}'],
    ['scxml', '<scxml><gz:definition>{</gz:definition></scxml>'],
    ['scxml', '<scxml><gz:definition>null</gz:definition><state/></scxml>'],
    ['scxml', '<a>'.repeat(3000) + '</a>'.repeat(3000)],
    ['bpmn', '<definitions><process id="p"><constructor id="c"/></process></definitions>'],
    [
      'bpmn',
      '<definitions><process><startEvent id="s"/><sequenceFlow sourceRef="s" targetRef="none"/></process></definitions>',
    ],
    ['bpmn', ''],
  ] as const) {
    const outcome = await importFrom(format, text, 'x').catch((cause: unknown) => cause);
    if (outcome instanceof Error)
      t.match(
        outcome,
        { parts: { code: 'GZ_CLI_IMPORT_UNREADABLE' } },
        `${text.slice(0, 60)}: ${outcome.message}`,
      );
    else t.ok(outcome);
  }
});

t.test('import writes YAML and lists what was left out: exit code 1', async (t) => {
  const out = join(
    temporaryFolder((clean) => t.teardown(clean)),
    'door.yaml',
  );
  const { code, stdout, stderr } = await gongzhi([
    'import',
    fixture('exchange/door.scxml'),
    '--format',
    'scxml',
    '--out',
    out,
  ]);
  t.same([code, stdout], [1, '']);
  t.match(stderr, /left out \(2\)[\s\S]*to be filled in[\s\S]*gongzhi check/);
  t.match(readFileSync(out, 'utf8'), /^id: door\nversion: 1\n/);
});

t.test('export prints the file, so that it can be piped', async (t) => {
  const { code, stdout } = await gongzhi(['export', fixture('parallel.yaml'), '--format', 'xstate']);
  t.equal(code, 0);
  t.match(JSON.parse(stdout), {
    id: 'demo',
    initial: 'preparing',
    states: { preparing: { type: 'parallel' } },
  });
});

t.test(
  'every document of the SCXML test framework is imported or refused with reasons, never with a fault',
  async (t) => {
    const files = globSync('packages/engine/node_modules/@scion-scxml/test-framework/test/**/*.scxml', {
      cwd: REPOSITORY,
    });
    t.ok(files.length > 100);
    let whole = 0;
    for (const file of files) {
      try {
        const { definition, findings } = await importFrom(
          'scxml',
          readFileSync(join(REPOSITORY, file), 'utf8'),
          file,
        );
        if (!findings.some(({ kind }) => kind === 'refused')) whole++;
        if (Object.keys(definition.states).length === 0 && findings.length === 0) t.fail(file);
      } catch (cause) {
        t.match(cause, { parts: { code: 'GZ_CLI_IMPORT_UNREADABLE' } }, `${file}: ${String(cause)}`);
      }
    }
    t.ok(whole > 50, `${whole} without a refusal`);
  },
);
