import t from 'tap';
import { applyEdits, bundledText, bundledUri, Editor, type Edit } from './client.ts';

const uri = bundledUri('mediation/v1.yaml');
const text = bundledText('mediation/v1.yaml');

interface Action {
  title: string;
  edit: { changes: Record<string, Edit[]> };
}

const editor = await Editor.start('en');
t.teardown(() => editor.kill());
let version = 1;
editor.open(uri, text);

/** The text with `passage` spoilt has one fix; what it makes of the text has no problems. */
const check = (title: string, passage: string, written: string, fix: string, expected: string) =>
  t.test(title, async (t) => {
    t.ok(text.includes(passage), passage);
    const spoilt = text.replace(passage, () => written);
    editor.change(uri, ++version, [{ text: spoilt }]);
    t.not((await editor.diagnostics(uri, version)).length, 0);
    const actions = await editor.request<Action[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } },
      context: { diagnostics: [] },
    });
    t.same(
      actions.map(({ title }) => title),
      [fix],
    );
    const repaired = applyEdits(spoilt, actions[0]!.edit.changes[uri]!);
    t.ok(
      repaired.includes(expected),
      repaired.slice(text.indexOf(passage) - 200, text.indexOf(passage) + 400),
    );
    editor.change(uri, ++version, [{ text: repaired }]);
    t.same(await editor.diagnostics(uri, version), []);
  });

check(
  'the state that was meant',
  'target: accepting',
  'target: acepting',
  'Change to accepting',
  'target: accepting\n',
);
check(
  'the role that was meant',
  'role: mediator\n            form: sitting',
  'role: mediatr\n            form: sitting',
  'Change to mediator',
  'role: mediator\n            form: sitting',
);
check(
  'the event that was meant',
  'hold-sitting.completed:',
  'hold-siting.completed:',
  'Change to hold-sitting.completed',
  'hold-sitting.completed:',
);
check(
  'the property that was meant',
  'visibleTo: [mediator]\n',
  'visibelTo: [mediator]\n',
  'Change to visibleTo',
  'visibleTo: [mediator]',
);
check(
  'a quoted name that was meant',
  'calendar: china-mainland\n\nopen:\n  by: [referrer,',
  "calendar: china-mainland\n\nopen:\n  by: ['referer',",
  'Change to referrer',
  "by: ['referrer',",
);
check(
  'the field that an expression means',
  'guard: data.applicantAgrees && data',
  'guard: data.aplicantAgrees && data',
  'Change to applicantAgrees',
  'guard: data.applicantAgrees && data',
);
check(
  'a text in the other language, in braces',
  'title: { zh-CN: 组织调解, en: Organising }',
  'title: { zh-CN: 组织调解 }',
  'Add the en text',
  'title: { zh-CN: 组织调解, en: "TODO 组织调解" }',
);
check(
  'a text in the other language, on lines',
  'summary:\n  zh-CN: 双方自愿、免费，由调解组织主持，达成协议并回访；任何一方可以随时终止。\n',
  'summary:\n',
  'Add the zh-CN text',
  '\n  zh-CN: "TODO Voluntary',
);
check(
  'a handler of a lapse',
  '      consent-time.lapsed:\n        target: explaining\n        title: { zh-CN: 逾期未表示同意, en: No consent in time }\n        actions: [{ assign: { endedBy: "\'refused\'" } }]\n',
  '',
  'Handle the lapse of consent-time',
  '    on:\n      consent-time.lapsed: { title: { zh-CN: 逾期, en: Out of time } }\n      withdraw:',
);
check(
  'a handler of a lapse, where nothing is handled yet',
  '  appointing:\n    title',
  '  appointing:\n    clock: organise-time\n    title',
  'Handle the lapse of organise-time',
  '  appointing:\n    on:\n      organise-time.lapsed: { title: { zh-CN: 逾期, en: Out of time } }\n    clock',
);
