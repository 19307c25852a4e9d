import { readdirSync, readFileSync } from 'node:fs';
import { compile, explore, type Problem } from '@gongzhi/engine';
import t from 'tap';
import { plugins } from './plugins.ts';

const folder = new URL('broken/', import.meta.url);
const now = Date.UTC(2026, 2, 1);
const definitions = new Map([
  ['hello', { id: 'hello', version: 1, openBy: ['resident'], roles: ['resident'] }],
]);
const show = ({ code, line, column }: Problem) => `${code} ${line}:${column}`;

/** The first line of each file says what is wrong in it: `# expect: GZ301 12:24; GZ309 14:20`. */
function check(file: string): void {
  const source = readFileSync(new URL(file, folder), 'utf8');
  const expected = source.slice('# expect: '.length, source.indexOf('\n')).split('; ');
  t.test(`${file} is told with its place`, (t) => {
    const compiled = compile(source, { file, plugins, definitions, now });
    const { ok } = compiled;
    const explored = compiled.ok
      ? explore(compiled.compiled, { source, file, plugins, definitions: [] }).problems
      : [];
    const problems = [...compiled.problems, ...explored];
    const found = problems.map(show);
    for (const problem of expected)
      t.ok(found.includes(problem), `expected ${problem}, got ${found.join('; ')}`);
    const unexpected = problems.filter(
      (problem) => problem.severity === 'error' && !expected.includes(show(problem)),
    );
    t.strictSame(unexpected, [], 'and nothing else is wrong');
    t.equal(ok, !compiled.problems.some(({ severity }) => severity === 'error'));
    for (const { message, remedy, file: told, endLine, endColumn, line, column } of problems) {
      for (const text of [message['zh-CN'], message.en, remedy['zh-CN'], remedy.en])
        t.notMatch(text, /\{\w+\}|^$|undefined|\[object/, 'every place of its texts is filled');
      t.equal(told, file);
      t.ok(endLine > line || (endLine === line && endColumn >= column), 'it ends after it begins');
    }
    t.end();
  });
}

const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
t.ok(files.length >= 45, 'many broken definitions are kept');
for (const file of files) check(file);
