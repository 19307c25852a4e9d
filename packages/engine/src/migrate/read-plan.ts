/** Reads a migration plan, and checks its names against the two versions. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { CompiledDefinition } from '../compiled.ts';
import type { MigrationPlan } from './plan.ts';
import schema from './plan.schema.json' with { type: 'json' };
import { schemaMessage } from '../schema-messages.ts';
import { readSource } from '../source.ts';
import type { JsonObject, Text } from '../text.ts';

export interface PlanProblem {
  /** JSON pointer into the plan. */
  pointer: string;
  message: Text;
}

export type PlanRead = { ok: true; plan: MigrationPlan } | { ok: false; problems: PlanProblem[] };

/** For editors. */
export const planSchema: JsonObject = schema as unknown as JsonObject;

let validate: ValidateFunction | undefined;

/** A plan from YAML or JSON text, or from a value. Total: whatever it is given, it returns. */
export function readPlan(source: string | JsonObject): PlanRead {
  const problems: PlanProblem[] = [];
  const { value } = readSource(source, (code, place) =>
    problems.push(
      both('', `第 ${place.line} 行无法读取（${code}）`, `line ${place.line} cannot be read (${code})`),
    ),
  );
  if (value === null || problems.length > 0)
    return {
      ok: false,
      problems: problems.length > 0 ? problems : [both('', '不是一个对象', 'is not an object')],
    };
  validate ??= new Ajv2020({ allErrors: true, strict: true, verbose: true }).compile(planSchema);
  if (validate(value)) return { ok: true, plan: value as unknown as MigrationPlan };
  return {
    ok: false,
    problems: (validate.errors ?? [])
      .slice(0, 50)
      .map((error) => ({ pointer: error.instancePath, message: schemaMessage(error) })),
  };
}

/** Every name of the plan that means nothing in the definition it speaks of; empty: none. */
export function checkPlan(
  { states = {}, clocks = {}, data = {}, roles = {}, tasks = {}, ...plan }: MigrationPlan,
  from: CompiledDefinition,
  to: CompiledDefinition,
): PlanProblem[] {
  const problems: PlanProblem[] = [];
  const unknown = (pointer: string, name: string, { ref }: CompiledDefinition) =>
    problems.push(
      both(pointer, `${ref.id} 第 ${ref.version} 版没有“${name}”`, `${ref.id}@${ref.version} has no ${name}`),
    );
  const pairs = (
    part: string,
    names: Record<string, string>,
    has: (of: CompiledDefinition, name: string) => boolean,
  ) => {
    for (const [old, name] of Object.entries(names)) {
      if (!has(from, old)) unknown(`/${part}/${old}`, old, from);
      if (!has(to, name)) unknown(`/${part}/${old}`, name, to);
    }
  };
  for (const [part, { id, version }, { ref }] of [
    ['/from', plan.from, from],
    ['/to', plan.to, to],
  ] as const)
    if (id !== ref.id || version !== ref.version)
      problems.push(both(part, `不是 ${ref.id}@${ref.version}`, `is not ${ref.id}@${ref.version}`));
  pairs(
    'states',
    Object.fromEntries(
      Object.entries(states).map(([old, image]) => [old, typeof image === 'string' ? image : image.to]),
    ),
    hasState,
  );
  pairs('roles', roles, ({ definition }, name) => Object.hasOwn(definition.roles, name));
  pairs('tasks', tasks, (of, name) => of.blocks.has(name));
  for (const [name, decision] of Object.entries(clocks)) {
    if (!hasClock(from, name)) unknown(`/clocks/${name}`, name, from);
    const image = typeof decision === 'object' ? decision.as : name;
    if (decision !== 'end' && !hasClock(to, image)) unknown(`/clocks/${name}`, image, to);
  }
  const fields = (to.definition.data['properties'] ?? {}) as JsonObject;
  for (const [field, expression] of Object.entries(data))
    if (expression !== null && !Object.hasOwn(fields, field)) unknown(`/data/${field}`, field, to);
  return problems;
}

function hasState({ states }: CompiledDefinition, path: string): boolean {
  const state = states.get(path);
  return state !== undefined && path !== '' && state.node.type !== 'history';
}

const hasClock = ({ definition }: CompiledDefinition, name: string) =>
  Object.hasOwn(definition.clocks ?? {}, name);

const both = (pointer: string, zh: string, en: string): PlanProblem => ({
  pointer,
  message: { 'zh-CN': zh, en },
});
