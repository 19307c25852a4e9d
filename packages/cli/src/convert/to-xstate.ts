/**
 * A definition as the JSON of an XState v5 machine that Stately Studio reads and writes. What XState has no word for is
 * in `meta.gongzhi`, which the Studio keeps.
 */
import type {
  Action,
  CompiledDefinition,
  CompiledTransition,
  Json,
  JsonObject,
  StateNode,
} from '@gongzhi/engine';
import { historyDefault, ownState, ownTransition } from './raw-chart.ts';

export function toXState({ definition, states, transitions }: CompiledDefinition): JsonObject {
  const bySource = Map.groupBy(transitions, ({ source }) => source);
  const { id } = definition;
  const toNode = (path: string): JsonObject => {
    const { node, children } = states.get(path)!;
    const own = path === '' ? {} : ownState(node);
    if (node.type === 'history') return { ...historyNode(node, path), ...metaOf(own) };
    const rules = bySource.get(path) ?? [];
    const of = (event: string) => rules.filter((rule) => rule.event === event).map(toRule);
    const on = Map.groupBy(
      rules.filter(({ event }) => event !== '' && event !== '@done'),
      ({ event }) => event,
    );
    const [always, done] = [of(''), of('@done')];
    return {
      ...(node.type === undefined || path === '' ? {} : { type: node.type }),
      ...(node.title === undefined || path === '' ? {} : { description: node.title.en }),
      ...(node.initial === undefined ? {} : { initial: node.initial }),
      ...(node.entry === undefined ? {} : { entry: node.entry.map(toAction) }),
      ...(node.exit === undefined ? {} : { exit: node.exit.map(toAction) }),
      ...(on.size === 0
        ? {}
        : { on: Object.fromEntries([...on].map(([event, list]) => [event, list.map(toRule)])) }),
      ...(always.length === 0 ? {} : { always }),
      ...(done.length === 0 ? {} : { onDone: done }),
      ...metaOf(own),
      ...(children.length === 0
        ? {}
        : {
            states: Object.fromEntries(children.map((child) => [states.get(child)!.name, toNode(child)])),
          }),
    };
  };
  const historyNode = (node: StateNode, path: string): JsonObject => {
    const target = historyDefault({ states }, path, node);
    return {
      type: 'history',
      history: node.history ?? 'shallow',
      ...(target === undefined ? {} : { target: `#${id}.${target}` }),
    };
  };
  const toRule = ({ target, rule }: CompiledTransition): JsonObject => {
    const own = ownTransition(rule);
    return {
      ...(target === null ? {} : { target: `#${id}.${target}` }),
      ...(rule.reenter === true ? { reenter: true } : {}),
      ...guardOf(rule.guard, rule.in),
      ...(rule.actions === undefined ? {} : { actions: rule.actions.map(toAction) }),
      ...(rule.title === undefined ? {} : { description: rule.title.en }),
      ...metaOf(own),
    };
  };
  const { initial: _, states: __, on: ___, ...head } = definition;
  return { id, ...toNode(''), meta: { gongzhi: head as unknown as Json } };
}

function metaOf(own: object): JsonObject {
  return Object.keys(own).length === 0 ? {} : { meta: { gongzhi: own as unknown as Json } };
}

function guardOf(expression: string | undefined, inside: string | undefined): JsonObject {
  if (expression === undefined && inside === undefined) return {};
  const params = {
    ...(expression === undefined ? {} : { expression }),
    ...(inside === undefined ? {} : { in: inside }),
  };
  return { guard: { type: 'cel', params } };
}

function toAction(action: Action): JsonObject {
  if ('raise' in action) return { type: 'xstate.raise', params: { event: { type: action.raise } } };
  const [[kind, params]] = Object.entries(action) as [[string, Json]];
  return { type: `gongzhi.${kind}`, params };
}
