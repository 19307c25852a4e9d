/**
 * A definition as a BPMN 2.0 process, as far as the common subset goes (docs/exchange.md has the table): one piece of
 * work to a state, flows within one level. What has no place there is left out and told. Without a diagram: most
 * modellers lay one out when they open the file.
 */
import type { CompiledDefinition, CompiledState, CompiledTransition } from '@gongzhi/engine';
import { ownState } from './raw-chart.ts';
import type { Report } from './report.ts';
import { GONGZHI_NAMESPACE } from './to-scxml.ts';
import { writeXml, type Written } from './xml.ts';

export function toBpmn(compiled: CompiledDefinition, report: Report): string {
  return new Writer(compiled, report).run();
}

const DONE: Record<string, [element: string, happening: string]> = {
  task: ['userTask', 'completed'],
  effect: ['serviceTask', 'replied'],
  await: ['receiveTask', 'received'],
  case: ['callActivity', 'closed'],
};

class Writer {
  readonly #compiled: CompiledDefinition;
  readonly #report: Report;
  readonly #messages = new Map<string, string>();
  #count = 0;

  constructor(compiled: CompiledDefinition, report: Report) {
    this.#compiled = compiled;
    this.#report = report;
  }

  run(): string {
    const { definition, transitions } = this.#compiled;
    const { initial: _, states: __, on: ___, ...head } = definition;
    for (const { source, event } of transitions)
      if (source === '')
        this.#refuse(`on.${event}`, '随处有效的转换（on）', 'a transition that holds everywhere (on)');
    const process: Written = {
      tag: 'process',
      attributes: { id: definition.id, name: definition.title.en, isExecutable: 'false' },
      children: [extension(json('gz:definition', head)), this.#lanes(), ...this.#level('')],
    };
    const messages = [...this.#messages].map(([name, id]) => ({ tag: 'message', attributes: { id, name } }));
    return writeXml({
      tag: 'definitions',
      attributes: {
        xmlns: 'http://www.omg.org/spec/BPMN/20100524/MODEL',
        'xmlns:gz': GONGZHI_NAMESPACE,
        id: '_definitions',
        targetNamespace: `${GONGZHI_NAMESPACE}/${definition.id}`,
      },
      children: [...messages, process],
    });
  }

  #refuse(place: string, chinese: string, english: string): void {
    this.#report.refuse(place, chinese, english);
  }

  #next(kind: string): string {
    this.#count += 1;
    return `_${kind}${this.#count}`;
  }

  /** A lane for each role that has tasks of the top level. */
  #lanes(): Written | null {
    const { definition, blocks } = this.#compiled;
    const lanes = Object.entries(definition.roles).flatMap(([role, { title }]): Written[] => {
      const nodes = [...blocks.values()].filter(
        (block) => block.kind === 'task' && block.rule.role === role && !block.state.includes('.'),
      );
      if (nodes.length === 0) return [];
      const references = [...new Set(nodes.map(({ state }) => state))].map((state): Written => ({
        tag: 'flowNodeRef',
        children: [state],
      }));
      return [{ tag: 'lane', attributes: { id: `_lane-${role}`, name: title.en }, children: references }];
    });
    return lanes.length === 0 ? null : { tag: 'laneSet', attributes: { id: '_lanes' }, children: lanes };
  }

  #level(path: string): Written[] {
    const { states, definition } = this.#compiled;
    const { node, children } = states.get(path)!;
    const initial = path === '' ? definition.initial : node.initial;
    const start = this.#next('start');
    const first = path === '' ? initial! : `${path}.${initial}`;
    return [
      { tag: 'startEvent', attributes: { id: start } },
      this.#flow(start, first),
      ...children.flatMap((child) => this.#node(states.get(child)!)),
    ];
  }

  #flow(from: string, to: string, inside: (Written | null)[] = []): Written {
    return {
      tag: 'sequenceFlow',
      attributes: { id: this.#next('flow'), sourceRef: from, targetRef: to },
      children: inside,
    };
  }

  #node(state: CompiledState): Written[] {
    const { node, path, children } = state;
    if (node.type === 'history') {
      this.#refuse(path, '历史状态', 'a history state');
      return [];
    }
    if (node.entry !== undefined || node.exit !== undefined)
      this.#refuse(path, '进入和离开时的动作', 'actions on entry and exit');
    if (node.type === 'final') return [this.#element('endEvent', state)];
    if (node.type === 'parallel') return this.#parallel(state);
    const rules = this.#rulesOf(path);
    if (children.length > 0)
      return [
        this.#element('subProcess', state, this.#level(path)),
        ...this.#leave(
          path,
          rules.filter(({ event }) => event === '@done'),
        ),
        ...this.#events(
          path,
          rules.filter(({ event }) => event !== '@done'),
          'boundaryEvent',
        ),
      ];
    return this.#atomic(state, rules);
  }

  #atomic(state: CompiledState, rules: CompiledTransition[]): Written[] {
    const { path } = state;
    const blocks = this.#compiled.blocksByState.get(path) ?? [];
    const [block] = blocks;
    const own = block === undefined ? undefined : DONE[block.kind];
    if (blocks.length === 1 && own !== undefined) {
      const event = `${block!.name}.${own[1]}`;
      return [
        this.#element(own[0], state),
        ...this.#leave(
          path,
          rules.filter((rule) => rule.event === event),
        ),
        ...this.#events(
          path,
          rules.filter((rule) => rule.event !== event),
          'boundaryEvent',
        ),
      ];
    }
    if (blocks.length > 0) {
      this.#refuse(
        path,
        '一个状态有多项工作，或有移交',
        'several pieces of work in one state, or a hand-off',
      );
      return [this.#element('task', state), ...this.#events(path, rules, 'boundaryEvent')];
    }
    const always = rules.filter(({ event }) => event === '');
    if (always.length > 0) {
      if (always.length < rules.length || always.length < 2)
        this.#refuse(
          path,
          '自动转换与事件并存，或只有一条',
          'a single automatic transition, or one beside events',
        );
      return [this.#element('exclusiveGateway', state), ...this.#branches(path, always)];
    }
    return [
      this.#element('eventBasedGateway', state),
      ...this.#events(path, rules, 'intermediateCatchEvent'),
    ];
  }

  #parallel(state: CompiledState): Written[] {
    const { path, children } = state;
    const rules = this.#rulesOf(path);
    const join = `${path}._join`;
    const written = [this.#element('parallelGateway', state)];
    for (const child of children) {
      const region = this.#compiled.states.get(child)!;
      if (region.children.length === 0 || region.node.type === 'parallel' || this.#rulesOf(child).length > 0)
        this.#refuse(
          child,
          '分支不是普通的复合状态，或自身有转换',
          'a region that is not compound, or has transitions of its own',
        );
      if (region.children.length === 0) continue;
      written.push(
        this.#element('subProcess', region, this.#level(child)),
        this.#flow(path, child),
        this.#flow(child, join),
      );
    }
    for (const { event } of rules)
      if (event !== '@done')
        this.#refuse(`${path}.${event}`, '并行状态的事件', 'an event of a parallel state');
    return [
      ...written,
      { tag: 'parallelGateway', attributes: { id: join } },
      ...this.#leave(
        join,
        rules.filter(({ event }) => event === '@done'),
      ),
    ];
  }

  /** Each event of a state, as an event of BPMN with the flow that leaves it. */
  #events(
    path: string,
    rules: readonly CompiledTransition[],
    tag: 'boundaryEvent' | 'intermediateCatchEvent',
  ): Written[] {
    return [...Map.groupBy(rules, ({ event }) => event)].flatMap(([event, list]) => {
      if (event === '' || event === '@done') {
        this.#refuse(path, '自动转换', 'a transition by itself');
        return [];
      }
      const leaving = list.filter((rule) => this.#canLeave(rule));
      if (leaving.length === 0) return [];
      const id = this.#next('event');
      const written: Written = {
        tag,
        attributes: {
          id,
          name: this.#compiled.definition.events?.[event]?.title.en ?? event,
          'gz:event': event,
          attachedToRef: tag === 'boundaryEvent' ? path : undefined,
        },
        children: [this.#trigger(event)],
      };
      return [
        written,
        ...(tag === 'boundaryEvent' ? [] : [this.#flow(path, id)]),
        ...this.#leave(id, leaving),
      ];
    });
  }

  #trigger(event: string): Written {
    const [name = '', happening] = event.split('.');
    const clock = this.#compiled.definition.clocks?.[name];
    if (clock !== undefined && happening === 'lapsed')
      return { tag: 'timerEventDefinition', children: [{ tag: 'timeDuration', children: [clock.limit] }] };
    if (happening === 'failed') return { tag: 'errorEventDefinition' };
    const id = this.#messages.get(event) ?? this.#next('message');
    this.#messages.set(event, id);
    return { tag: 'messageEventDefinition', attributes: { messageRef: id } };
  }

  #leave(from: string, rules: readonly CompiledTransition[]): Written[] {
    const leaving = rules.filter((rule) => this.#canLeave(rule));
    const [only] = leaving;
    if (only === undefined) return [];
    if (leaving.length === 1 && only.rule.guard === undefined)
      return [this.#flow(from, only.target!, ownOf(only))];
    if (leaving.length === 1)
      this.#refuse(placeOf(only), '只有一条且带条件的转换', 'a single transition with a condition');
    const gateway = this.#next('gateway');
    return [
      { tag: 'exclusiveGateway', attributes: { id: gateway } },
      this.#flow(from, gateway),
      ...this.#branches(gateway, leaving),
    ];
  }

  #branches(from: string, rules: readonly CompiledTransition[]): Written[] {
    return rules
      .filter((rule) => this.#canLeave(rule))
      .map((rule) => {
        const { guard } = rule.rule;
        const condition: Written | null =
          guard === undefined
            ? null
            : { tag: 'conditionExpression', attributes: { language: 'cel' }, children: [guard] };
        return this.#flow(from, rule.target!, [...ownOf(rule), condition]);
      });
  }

  /** Flows stay on their level. Asked more than once of the same transition, told once. */
  #canLeave(transition: CompiledTransition): boolean {
    const { source, target, rule } = transition;
    const around = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('.')));
    const isBeside = target !== null && around(target) === around(source);
    if (isBeside && rule.in === undefined) return true;
    const place = placeOf(transition);
    if (!this.#report.findings.some((finding) => finding.place === place))
      this.#refuse(
        place,
        target === null ? '不离开状态的转换' : rule.in !== undefined ? '以其他状态为条件' : '跨层的转换',
        target === null
          ? 'a transition that stays'
          : rule.in !== undefined
            ? 'a condition on another state'
            : 'a transition to another level',
      );
    return false;
  }

  #element(tag: string, { node, path, name }: CompiledState, inside: Written[] = []): Written {
    const own = ownState(node);
    return {
      tag,
      attributes: { id: path, name: node.title?.en ?? name, 'gz:name': name },
      children: [Object.keys(own).length > 0 ? extension(json('gz:state', own)) : null, ...inside],
    };
  }

  #rulesOf(path: string): CompiledTransition[] {
    return this.#compiled.transitions.filter(({ source }) => source === path);
  }
}

const placeOf = ({ source, event }: CompiledTransition) => `${source}.${event}`;

function ownOf({ rule }: CompiledTransition): Written[] {
  const { target: _, guard: __, in: ___, ...own } = rule;
  return Object.keys(own).length === 0 ? [] : [extension(json('gz:transition', own))];
}

const extension = (inside: Written): Written => ({ tag: 'extensionElements', children: [inside] });

const json = (tag: string, value: object): Written => ({ tag, children: [JSON.stringify(value)] });
