/**
 * What of a payload and of the data decides where a case goes, read off a definition's expressions by their text:
 * which fields guards look at, directly or through an assignment, what they compare them with, and which fields name
 * a party or a member that takes a role.
 */
import type { CompiledDefinition } from '../compiled.ts';
import type { Action, StateNode } from '../definition.ts';
import type { Json } from '../text.ts';

export interface Influences {
  /** Of payloads. */
  payloadFields: Set<string>;
  /** Of the data. */
  dataFields: Set<string>;
  /** Strings and numbers that a field is compared with, by its name. */
  literals: Map<string, Json[]>;
  /** Role that the party, or the member, which a field names will hold. */
  parties: Map<string, string>;
  members: Map<string, string>;
  /** Fields of a child's result that guards look at: `payload.data.<field>`. */
  results: Set<string>;
}

export function influencesOf({ definition, transitions, states }: CompiledDefinition): Influences {
  const actions = [
    ...transitions.flatMap(({ rule }) => rule.actions ?? []),
    ...[...states.values()].flatMap(({ node }) => [...(node.entry ?? []), ...(node.exit ?? [])]),
  ];
  const assignments = actions.flatMap((action) => ('assign' in action ? Object.entries(action.assign) : []));
  const when = definition.visibility?.public?.when;
  const guards = [
    ...transitions.flatMap(({ rule }) => (rule.guard === undefined ? [] : [rule.guard])),
    ...(when === undefined ? [] : [when]),
  ];
  const [parties, members] = namedIn(
    actions,
    [...states.values()].map(({ node }) => node),
  );
  const dataFields = new Set(guards.flatMap((guard) => fieldsIn(guard, 'data')));
  const payloadFields = new Set(guards.flatMap((guard) => fieldsIn(guard, 'payload')));
  const flow = (from: 'data' | 'payload', to: Set<string>) => {
    for (const [field, expression] of assignments)
      if (dataFields.has(field)) for (const found of fieldsIn(expression, from)) to.add(found);
  };
  for (let before = -1; before !== dataFields.size;) {
    before = dataFields.size;
    flow('data', dataFields);
  }
  flow('payload', payloadFields);
  for (const field of dataFields) payloadFields.add(field);
  for (const named of [parties, members])
    for (const [field, expression] of assignments)
      for (const source of fieldsIn(expression, 'payload'))
        if (named.has(field) && !named.has(source)) named.set(source, named.get(field)!);
  return {
    payloadFields,
    dataFields,
    literals: literalsIn([...guards, ...assignments.map(([, expression]) => expression)]),
    parties,
    members,
    results: new Set(
      guards.flatMap((guard) => [...guard.matchAll(/payload\.data\.(\w+)/g)].map(([, name]) => name!)),
    ),
  };
}

const fieldsIn = (expression: string, kind: 'data' | 'payload'): string[] =>
  [...expression.matchAll(new RegExp(`(?<![.\\w])${kind}\\.(\\w+)`, 'g'))].map(([, field]) => field!);

/** Fields whose value an appointment, a hand-off or a task is directed by. */
function namedIn(
  actions: Action[],
  nodes: StateNode[],
): [parties: Map<string, string>, members: Map<string, string>] {
  const parties = new Map<string, string>();
  const members = new Map<string, string>();
  const add = (to: Map<string, string>, expression: string | undefined, role: string) => {
    for (const kind of ['data', 'payload'] as const)
      for (const field of fieldsIn(expression ?? '', kind)) if (!to.has(field)) to.set(field, role);
  };
  for (const action of actions)
    if ('appoint' in action) {
      add(parties, action.appoint.party, action.appoint.role);
      add(members, action.appoint.member, action.appoint.role);
    }
  for (const { handoff, task } of nodes) {
    for (const { party, to } of Object.values(handoff ?? {})) add(parties, party, to);
    for (const { to, role } of Object.values(task ?? {})) add(members, to, role);
  }
  return [parties, members];
}

function literalsIn(expressions: string[]): Map<string, Json[]> {
  const found = new Map<string, Json[]>();
  for (const expression of expressions)
    for (const [, field, list] of expression.matchAll(
      /(?:data|payload)(?:\.data)?\.(\w+)\s*(?:==|!=|<=|>=|<|>|in)\s*(\[[^\]]*\]|'[^']*'|"[^"]*"|-?\d+(?:\.\d+)?)/g,
    )) {
      const values = [...list!.matchAll(/'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?)/g)].map(
        ([, single, double, number]): Json => single ?? double ?? Number(number),
      );
      found.set(field!, [...new Set([...(found.get(field!) ?? []), ...values])]);
    }
  return found;
}
