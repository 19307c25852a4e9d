/** Reads a scenario; all that is wrong is told at once, each with its place. What is absent has a default. */
import type { CompiledDefinition } from '../compiled.ts';
import { compileSchema } from '../forms.ts';
import { nearest } from '../nearest.ts';
import type { Problem } from '../problem.ts';
import { hint } from '../problems.ts';
import { readSource, type Path } from '../source.ts';
import { readInstant } from '../testing/time.ts';
import { TestProblemList } from '../testing/test-problems.ts';
import type { JsonObject, JsonSchema, Text } from '../text.ts';
import type { Distribution } from './random.ts';
import { defaultScenario, type Choice, type Crew, type Scenario } from './scenario.ts';

export type ReadScenario = { ok: true; scenario: Scenario } | { ok: false; problems: Problem[] };

/** Codes: GZ1xx for the YAML itself, GZ704 and GZ706 for what it says. */
export function readScenario(text: string, file: string, compiled: CompiledDefinition): ReadScenario {
  const problems = new TestProblemList(file);
  const source = readSource(text, problems.tellYaml);
  if (source.value === null) return { ok: false, problems: problems.sorted() };
  const checked = compileSchema(SCHEMA);
  if (!checked.ok) throw new Error(`the schema of scenarios is wrong: ${JSON.stringify(checked.flaws)}`);
  const told = new Set<string>();
  for (const { pointer, message } of checked.validate(source.value)) {
    if (told.has(pointer)) continue;
    told.add(pointer);
    const path = pathOf(pointer, source.value);
    problems.add('GZ704', source.place(path), path, {
      name: path.join('.') || file,
      expected: inSentence(message),
    });
  }
  const value = source.value as unknown as Written;
  if (problems.sorted().length === 0)
    for (const [section, known, what] of namesOf(compiled))
      for (const name of Object.keys(value[section] ?? {}))
        if (!known.includes(name))
          problems.add('GZ706', source.place([section, name], 'key'), [section, name], {
            what,
            name,
            hint: hint(nearest(name, known)),
            known: known.join(', ') || '–',
          });
  const start = value.start === undefined ? null : readInstant(value.start);
  if (typeof value.start === 'string' && start === null)
    problems.add('GZ704', source.place(['start']), ['start'], { name: 'start', expected: AN_INSTANT });
  const found = problems.sorted();
  return found.length > 0
    ? { ok: false, problems: found }
    : { ok: true, scenario: complete(value, start, compiled) };
}

const AN_INSTANT: Text = {
  'zh-CN': '时刻，如 2025-01-02T09:00:00+08:00',
  en: 'an instant, like 2025-01-02T09:00:00+08:00',
};

interface Written {
  start?: string;
  arrivals?: { perWorkingDay?: number; openings?: Choice[] };
  roles?: Record<string, { members?: number | 'unlimited'; parallel?: number; hours?: [string, string][] }>;
  durations?: Record<string, Distribution>;
  default?: Distribution;
  choices?: Record<string, Choice[]>;
  events?: Record<string, number>;
  accepted?: Record<string, number>;
  failed?: Record<string, number>;
}

function complete(written: Written, start: number | null, compiled: CompiledDefinition): Scenario {
  const base = defaultScenario(compiled);
  const crew = (name: string): Crew => {
    const { members, ...rest } = written.roles?.[name] ?? {};
    const own = base.roles[name]!;
    return {
      ...own,
      ...rest,
      members: members === undefined ? own.members : members === 'unlimited' ? null : members,
    };
  };
  return {
    start: start ?? base.start,
    arrivalsPerDay: written.arrivals?.perWorkingDay ?? base.arrivalsPerDay,
    openings: written.arrivals?.openings ?? [],
    roles: Object.fromEntries(Object.keys(base.roles).map((name) => [name, crew(name)])),
    durations: written.durations ?? {},
    default: written.default ?? base.default,
    choices: written.choices ?? {},
    events: written.events ?? {},
    accepted: written.accepted ?? {},
    failed: written.failed ?? {},
  };
}

type Section = 'roles' | 'durations' | 'choices' | 'events' | 'accepted' | 'failed';

function namesOf({ definition, blocks }: CompiledDefinition): [Section, string[], Text][] {
  const named = (...kinds: string[]) =>
    [...blocks.values()].filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  const events = Object.keys(definition.events ?? {});
  const all = [...named('task', 'handoff', 'effect', 'case', 'await'), ...events];
  return [
    ['roles', Object.keys(definition.roles), { 'zh-CN': '角色', en: 'role' }],
    ['durations', all, { 'zh-CN': '任务或事件', en: 'task or event' }],
    ['choices', all, { 'zh-CN': '任务或事件', en: 'task or event' }],
    ['events', events, { 'zh-CN': '事件', en: 'event' }],
    ['accepted', named('handoff'), { 'zh-CN': '移交', en: 'hand-off' }],
    ['failed', named('effect'), { 'zh-CN': '外部动作', en: 'effect' }],
  ];
}

function pathOf(pointer: string, value: JsonObject): Path {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let at: unknown = value;
  return steps.map((step) => {
    const isList = Array.isArray(at);
    at = (at as Record<string, unknown> | undefined)?.[step];
    return isList ? Number(step) : step;
  });
}

/** A sentence as a part of another. */
function inSentence({ 'zh-CN': chinese, en }: Text): Text {
  return {
    'zh-CN': chinese.replace(/。$/, ''),
    en: `${en.charAt(0).toLowerCase()}${en.slice(1).replace(/\.$/, '')}`,
  };
}

const HOURS: JsonSchema = { type: 'number', minimum: 0, maximum: 10_000 };
const list = (...items: JsonSchema[]): JsonSchema => ({
  type: 'array',
  prefixItems: items,
  items: false,
  minItems: items.length,
});
const only = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const byName = (schema: JsonSchema): JsonSchema => ({ type: 'object', additionalProperties: schema });
const CHOICES: JsonSchema = {
  type: 'array',
  minItems: 1,
  maxItems: 100,
  items: only({ with: { type: 'object' }, share: { type: 'number', exclusiveMinimum: 0 } }, ['share']),
};
const DISTRIBUTION: JsonSchema = {
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  properties: {
    fixed: HOURS,
    uniform: list(HOURS, HOURS),
    triangular: list(HOURS, HOURS, HOURS),
    lognormal: only({ median: HOURS, sigma: { type: 'number', minimum: 0, maximum: 5 } }, [
      'median',
      'sigma',
    ]),
  },
  additionalProperties: false,
};
const SHARE: JsonSchema = { type: 'number', minimum: 0, maximum: 1 };
const TIME: JsonSchema = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', maxLength: 5 };

const SCHEMA: JsonSchema = only({
  start: { type: 'string' },
  arrivals: only({
    perWorkingDay: { type: 'number', exclusiveMinimum: 0, maximum: 100_000 },
    openings: CHOICES,
  }),
  roles: byName(
    only({
      // Text: 'unlimited' is the only one.
      members: {
        type: ['integer', 'string'],
        minimum: 1,
        maximum: 10_000,
        pattern: '^unlimited$',
        maxLength: 9,
      },
      parallel: { type: 'integer', minimum: 1, maximum: 1000 },
      hours: { type: 'array', minItems: 1, maxItems: 10, items: list(TIME, TIME) },
    }),
  ),
  durations: byName(DISTRIBUTION),
  default: DISTRIBUTION,
  choices: byName(CHOICES),
  events: byName(SHARE),
  accepted: byName(SHARE),
  failed: byName(SHARE),
});
