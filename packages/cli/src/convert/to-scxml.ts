/**
 * A definition as SCXML (https://www.w3.org/TR/scxml/). Ids are full paths; conditions are CEL, as `datamodel="cel"`
 * says. What SCXML has no word for stands in elements of our namespace, which other processors skip.
 */
import type { Action, CompiledDefinition, CompiledTransition } from '@gongzhi/engine';
import { historyDefault, ownState, ownTransition } from './raw-chart.ts';
import { writeXml, type Written } from './xml.ts';

export const GONGZHI_NAMESPACE = 'https://gongzhi.dev/ns/exchange';

export function toScxml({ definition, states, transitions }: CompiledDefinition): string {
  const bySource = Map.groupBy(transitions, ({ source }) => source);
  const inside = (path: string): Written[] => {
    const { node, children } = states.get(path)!;
    const own = path === '' ? {} : ownState(node);
    return [
      ...(Object.keys(own).length > 0 ? [json('gz:state', own)] : []),
      ...content('onentry', node.entry),
      ...content('onexit', node.exit),
      ...(bySource.get(path) ?? []).map(toTransition),
      ...children.map(toState),
    ];
  };
  const toState = (path: string): Written => {
    const { node } = states.get(path)!;
    const id = path;
    if (node.type === 'history') {
      const own = ownState(node);
      const target = historyDefault({ states }, path, node);
      return {
        tag: 'history',
        attributes: { id, type: node.history ?? 'shallow' },
        children: [
          ...(Object.keys(own).length > 0 ? [json('gz:state', own)] : []),
          ...(target === undefined ? [] : [{ tag: 'transition', attributes: { target } }]),
        ],
      };
    }
    const tag = node.type ?? 'state';
    const initial = node.initial === undefined ? undefined : `${path}.${node.initial}`;
    return { tag, attributes: { id, initial }, children: inside(path) };
  };
  const toTransition = ({ source, event, target, rule }: CompiledTransition): Written => {
    const own = ownTransition(rule);
    const isInside = target !== null && (source === '' || target.startsWith(`${source}.`));
    const isSelf = target === source;
    const { children } = states.get(source)!;
    const isCompound = children.length > 0 && states.get(source)!.node.type !== 'parallel';
    const internal = isInside && rule.reenter !== true;
    return {
      tag: 'transition',
      attributes: {
        event: event === '' ? undefined : event === '@done' ? `done.state.${source}` : event,
        cond:
          [rule.in === undefined ? '' : `In('${rule.in}')`, rule.guard ?? ''].filter(Boolean).join(' && ') ||
          undefined,
        target: target ?? undefined,
        type: internal && isCompound ? 'internal' : undefined,
        // SCXML always leaves and enters again here.
        'gz:reenter': (isSelf || (internal && !isCompound)) && rule.reenter !== true ? 'no' : undefined,
        'gz:guard': rule.in !== undefined && rule.guard !== undefined ? rule.guard : undefined,
      },
      children: [
        ...(Object.keys(own).length > 0 ? [json('gz:transition', own)] : []),
        ...(rule.actions ?? []).map(toContent),
      ],
    };
  };
  const { initial, states: _, on: __, ...head } = definition;
  const root = bySource.get('') ?? [];
  return writeXml({
    tag: 'scxml',
    attributes: {
      xmlns: 'http://www.w3.org/2005/07/scxml',
      'xmlns:gz': GONGZHI_NAMESPACE,
      version: '1.0',
      datamodel: 'cel',
      name: definition.id,
      // SCXML has no transitions at its root: a state around everything holds them.
      initial: root.length === 0 ? initial : ROOT,
    },
    children: [
      json('gz:definition', head),
      ...(root.length === 0
        ? states.get('')!.children.map(toState)
        : [{ tag: 'state', attributes: { id: ROOT, initial, 'gz:root': 'yes' }, children: inside('') }]),
    ],
  });
}

/** No state of a definition can have this name. */
const ROOT = '_everywhere';

function content(tag: string, actions: readonly Action[] | undefined): Written[] {
  return actions === undefined ? [] : [{ tag, children: actions.map(toContent) }];
}

function toContent(action: Action): Written {
  if ('raise' in action) return { tag: 'raise', attributes: { event: action.raise } };
  if ('assign' in action) {
    const [[location, expr], ...more] = Object.entries(action.assign) as [
      [string, string],
      ...[string, string][],
    ];
    // Several fields of one action are computed together.
    if (more.length === 0) return { tag: 'assign', attributes: { location, expr } };
  }
  return json('gz:action', action);
}

const json = (tag: string, value: object): Written => ({ tag, children: [JSON.stringify(value)] });
