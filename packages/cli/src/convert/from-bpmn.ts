/**
 * A BPMN 2.0 process of the common subset as a raw chart (docs/exchange.md has the table).
 *
 *   activity                      a state with one piece of work; its flow leaves when that is done
 *   gateway behind one activity   the branches of that activity's transition
 *   other exclusive gateway       a state that is left at once
 *   parallel gateways, a pair     a parallel state, a region for each branch
 *   event-based gateway           a state that waits for all that follows
 *   boundary event                one more way out of its activity
 */
import type { ClockRule, Role, Text } from '@gongzhi/engine';
import { kebab } from './assemble.ts';
import {
  allStates,
  asHead,
  type Head,
  type OwnState,
  type RawChart,
  type RawState,
  type RawTransition,
} from './raw-chart.ts';
import type { Report } from './report.ts';
import { named, readXml, type Element } from './xml.ts';

const ACTIVITIES: Record<string, 'task' | 'effect' | 'await' | 'case'> = {
  task: 'task',
  userTask: 'task',
  manualTask: 'task',
  serviceTask: 'effect',
  sendTask: 'effect',
  scriptTask: 'effect',
  businessRuleTask: 'effect',
  receiveTask: 'await',
  callActivity: 'case',
};
/** What says nothing about how a case goes on. */
const SILENT = new Set(
  [
    'documentation',
    'extensionElements',
    'incoming',
    'outgoing',
    'laneSet',
    'textAnnotation',
    'association',
  ].concat(
    ['sequenceFlow', 'boundaryEvent', 'ioSpecification', 'group', 'multiInstanceLoopCharacteristics'],
    ['standardLoopCharacteristics'],
  ),
);
const DONE = { task: 'completed', effect: 'replied', await: 'received', case: 'closed' } as const;

/** Throws a SyntaxError when it is no BPMN document with a process. */
export function fromBpmn(text: string, report: Report): RawChart {
  const document = readXml(text);
  const processes = named(document, 'process').filter(({ children }) => children.length > 0);
  const [process] = processes;
  if (document.name !== 'definitions' || process === undefined)
    throw new SyntaxError('expected <definitions> with a <process>');
  for (const other of processes.slice(1))
    report.refuse(
      `process#${other.attributes['id']}`,
      '一次只读一个过程（池）',
      'one process (pool) at a time',
    );
  return new Reader(process, document, report).run();
}

interface Level {
  /** Element → where a flow to it leads instead: the join of the region's parallel state. */
  exits: Map<Element, string>;
}

class Reader {
  readonly #process: Element;
  readonly #document: Element;
  readonly #report: Report;
  readonly #byId = new Map<string, Element>();
  readonly #flowsFrom = new Map<string, Element[]>();
  readonly #flowsTo = new Map<string, Element[]>();
  readonly #boundaries = new Map<string, Element[]>();
  readonly #roles: Record<string, Role> = {};
  readonly #roleOf = new Map<string, string>();
  readonly #clocks: Record<string, ClockRule> = {};
  readonly #names = new Set<string>();
  readonly #states = new Map<string, RawState>();
  /** Ends that end everything, found inside others. */
  readonly #terminates: Element[] = [];
  #guards = 0;

  constructor(process: Element, document: Element, report: Report) {
    this.#process = process;
    this.#document = document;
    this.#report = report;
    this.#index(process);
    if (ownOf(process, 'definition') === undefined) this.#readLanes(process);
  }

  run(): RawChart {
    const root = this.#scope(this.#process, 'process', true);
    for (const end of this.#terminates) root.children.push(this.#final(end));
    for (const state of allStates(root)) this.#states.set(state.id ?? '', state);
    const name = this.#process.attributes['name'] ?? this.#process.attributes['id'] ?? 'process';
    return {
      id: this.#process.attributes['id'] ?? 'process',
      root,
      head: this.#head(name),
      data: {},
      resolve: (reference) => this.#states.get(reference) ?? null,
    };
  }

  #head(name: string): Head {
    const own = asHead(ownOf<unknown>(this.#process, 'definition'));
    if (own !== null) return own;
    const blank = (at: string, chinese: string, english: string) =>
      this.#report.blank('', `${at}：${chinese}`, `${at}: ${english}`);
    blank('procedure', '所服务的制度', 'the procedure that it serves');
    blank('calendar', '工作日日历', 'the calendar of working days');
    blank('open.by', '谁可以立案', 'who may open a case');
    blank('custody.first', '首任主责', 'who is custodian first');
    blank('title', '名称与各状态名称的中英文', 'titles in both languages, here and of every state and task');
    if (Object.keys(this.#roles).length === 0)
      this.#roles['blank-role'] = roleOf({ 'zh-CN': '待定角色', en: 'Role to be named' });
    for (const role of Object.keys(this.#roles))
      blank(`roles.${role}.party`, '可以担任的主体类型', 'kinds of party that may hold it');
    for (const clock of Object.keys(this.#clocks))
      blank(
        `clocks.${clock}.days`,
        '工作日或自然日，以及法律依据',
        'working or calendar days, and the legal basis',
      );
    return {
      id: kebab(this.#process.attributes['id'] ?? name, 'process'),
      version: 1,
      procedure: 'blank-procedure' as Head['procedure'],
      title: same(name),
      calendar: 'blank-calendar',
      open: { by: ['blank-opener'], title: `'${name.replaceAll("'", ' ')}'` },
      custody: { first: 'blank-custodian' },
      roles: this.#roles,
      data: { type: 'object' },
      ...(Object.keys(this.#clocks).length > 0 ? { clocks: this.#clocks } : {}),
    };
  }

  #index(scope: Element): void {
    for (const child of scope.children) {
      const { id = '', sourceRef = '', targetRef = '', attachedToRef = '' } = child.attributes;
      this.#byId.set(id, child);
      if (child.name === 'sequenceFlow') {
        push(this.#flowsFrom, sourceRef, child);
        push(this.#flowsTo, targetRef, child);
      } else if (child.name === 'boundaryEvent') push(this.#boundaries, attachedToRef, child);
      else if (child.name === 'subProcess') this.#index(child);
    }
  }

  #readLanes(scope: Element): void {
    for (const lane of named(scope, 'laneSet').flatMap((set) => named(set, 'lane'))) {
      const title = lane.attributes['name'] ?? lane.attributes['id'] ?? 'lane';
      const role = this.#unique(kebab(isLatin(title) ? title : (lane.attributes['id'] ?? 'role'), 'role'));
      this.#roles[role] = roleOf(same(title));
      for (const node of named(lane, 'flowNodeRef')) this.#roleOf.set(node.text.trim(), role);
      for (const inner of named(lane, 'childLaneSet'))
        this.#report.refuse(
          `lane#${lane.attributes['id']}`,
          `嵌套的泳道（${inner.name}）`,
          'lanes inside a lane',
        );
    }
  }

  /** A process or a sub-process. */
  #scope(scope: Element, place: string, isTop: boolean): RawState {
    const nodes = scope.children.filter((child) => this.#isNode(child, place));
    const starts = nodes.filter(({ name }) => name === 'startEvent');
    const [start] = starts;
    for (const other of starts.slice(1))
      this.#report.refuse(placeOf(other), '只能有一个开始事件', 'one start event at a time');
    if (start !== undefined && definitionOf(start) !== null)
      this.#report.refuse(
        placeOf(start),
        '由消息、定时等触发的开始：改由立案开始',
        'a start by message, timer …: a case is opened',
      );
    const state = this.#state(scope, 'state');
    const level: Level = { exits: new Map() };
    state.children = this.#statesOf(
      nodes.filter(({ name }) => name !== 'startEvent'),
      level,
      isTop,
    );
    const [first] = start === undefined ? [] : this.#follow(start, '', level);
    state.start = first?.target ?? null;
    return state;
  }

  #isNode(child: Element, place: string): boolean {
    const { name } = child;
    if (child.prefix === 'gz' || SILENT.has(name)) return false;
    const isKnown =
      Object.hasOwn(ACTIVITIES, name) ||
      [
        'startEvent',
        'endEvent',
        'subProcess',
        'exclusiveGateway',
        'parallelGateway',
        'eventBasedGateway',
      ].includes(name) ||
      name === 'intermediateCatchEvent';
    if (!isKnown)
      this.#report.refuse(
        `${place}/${placeOf(child)}`,
        `<${name}> 没有对应的写法`,
        `there is no word for <${name}>`,
      );
    return isKnown;
  }

  #statesOf(nodes: readonly Element[], level: Level, isTop: boolean): RawState[] {
    const taken = new Set<Element>();
    const states: RawState[] = [];
    for (const node of nodes) {
      if (node.name !== 'parallelGateway' || taken.has(node) || this.#from(node).length < 2) continue;
      const parallel = this.#parallel(node, nodes, level, isTop);
      if (parallel === null) continue;
      states.push(parallel.state);
      for (const one of [node, ...parallel.inside]) taken.add(one);
    }
    for (const node of nodes) {
      if (taken.has(node) || this.#isMerged(node) || this.#isPassed(node)) continue;
      if (
        node.name === 'endEvent' &&
        !isTop &&
        definitionOf(node)?.name === 'terminateEventDefinition' &&
        level.exits.size > 0
      )
        this.#terminates.push(node);
      else if (!this.#isAwaited(node)) states.push(this.#node(node, level));
    }
    return states;
  }

  #node(node: Element, level: Level): RawState {
    const kind = ACTIVITIES[node.name];
    if (kind !== undefined) return this.#activity(node, kind, level);
    switch (node.name) {
      case 'endEvent':
        return this.#final(node);
      case 'subProcess': {
        if (node.attributes['triggeredByEvent'] === 'true')
          this.#report.refuse(
            placeOf(node),
            '事件子过程：请写在 on 中',
            'an event sub-process: write it as `on`',
          );
        const state = this.#scope(node, placeOf(node), false);
        state.transitions.push(...this.#follow(node, '@done', level));
        this.#addBoundaries(node, state, level, null);
        return state;
      }
      case 'exclusiveGateway': {
        const state = this.#state(node, 'state');
        state.transitions.push(...this.#branches(node, '', level));
        return state;
      }
      case 'eventBasedGateway': {
        const state = this.#state(node, 'state');
        for (const flow of this.#from(node)) {
          const next = this.#byId.get(flow.attributes['targetRef'] ?? '');
          if (next !== undefined) this.#addCatch(next, state, level);
        }
        return state;
      }
      case 'intermediateCatchEvent': {
        const state = this.#state(node, 'state');
        this.#addCatch(node, state, level);
        return state;
      }
      default: {
        this.#report.refuse(
          placeOf(node),
          '并行网关不成对：分出的各支须汇合于同一网关',
          'a parallel gateway without its pair: all branches must meet in one other',
        );
        const state = this.#state(node, 'state');
        state.transitions.push(...this.#follow(node, '', level).slice(0, 1));
        return state;
      }
    }
  }

  #activity(node: Element, kind: 'task' | 'effect' | 'await' | 'case', level: Level): RawState {
    const state = this.#state(node, 'state');
    const [known] = Object.keys(state.own[kind] ?? {});
    if (known !== undefined) {
      state.transitions.push(...this.#follow(node, `${known}.${DONE[kind]}`, level));
      this.#addBoundaries(node, state, level, null);
      return state;
    }
    const title = titleOf(node);
    const name = this.#unique(kebab(isLatin(title) ? title : (node.attributes['id'] ?? kind), kind));
    for (const loop of ['multiInstanceLoopCharacteristics', 'standardLoopCharacteristics'])
      if (named(node, loop).length > 0)
        this.#report.refuse(placeOf(node), '循环与多实例', 'loops and several instances');
    if (kind === 'task') {
      const role = this.#roleOf.get(node.attributes['id'] ?? '');
      if (role === undefined)
        this.#report.blank(placeOf(node), `任务“${name}”由谁办理`, `task “${name}”: who does it`);
      state.own.task = { [name]: { title: same(title), role: role ?? 'blank-role' } };
    } else if (kind === 'effect') state.invokes.push({ name, use: title, place: placeOf(node) });
    else if (kind === 'case')
      state.own.case = {
        [name]: {
          definition: kebab(node.attributes['calledElement'] ?? name, 'definition'),
          title: same(title),
        },
      };
    else this.#addAwait(state, name, node);
    state.transitions.push(...this.#follow(node, `${name}.${DONE[kind]}`, level));
    this.#addBoundaries(node, state, level, kind === 'effect' ? name : null);
    return state;
  }

  #addAwait(state: RawState, name: string, node: Element): void {
    const reference = node.attributes['messageRef'] ?? definitionOf(node)?.attributes['messageRef'];
    const message = named(this.#document, 'message').find(({ attributes }) => attributes['id'] === reference);
    this.#report.blank(
      placeOf(node),
      `消息“${name}”按何值对应到案件`,
      `message “${name}”: what matches it to the case`,
    );
    state.own.await = {
      ...state.own.await,
      [name]: {
        title: same(titleOf(node)),
        message: kebab(message?.attributes['name'] ?? name, 'message'),
        correlate: 'blank_correlate',
      },
    };
  }

  #addBoundaries(node: Element, state: RawState, level: Level, effect: string | null): void {
    for (const event of this.#boundaries.get(node.attributes['id'] ?? '') ?? []) {
      if (event.attributes['cancelActivity'] === 'false')
        this.#report.refuse(placeOf(event), '不中断的边界事件', 'a boundary event that does not interrupt');
      else if (definitionOf(event)?.name === 'errorEventDefinition' && effect !== null)
        state.transitions.push(...this.#follow(event, `${effect}.failed`, level));
      else this.#addCatch(event, state, level);
    }
  }

  /** A timer or a message that the state waits for. */
  #addCatch(event: Element, state: RawState, level: Level): void {
    const known = event.attributes['gz:event'];
    if (known !== undefined) {
      state.transitions.push(...this.#follow(event, known, level));
      return;
    }
    const definition = event.name === 'receiveTask' ? event : definitionOf(event);
    const title = titleOf(event);
    const name = this.#unique(kebab(isLatin(title) ? title : (event.attributes['id'] ?? 'event'), 'event'));
    if (definition?.name === 'timerEventDefinition') {
      const limit = named(definition, 'timeDuration')[0]?.text.trim() ?? '';
      if (!/^P\w+$/.test(limit)) {
        this.#report.refuse(
          placeOf(event),
          '只有 ISO 8601 时长的定时',
          'only timers of an ISO 8601 duration',
        );
        return;
      }
      this.#clocks[name] = { title: same(title), limit, days: 'blank-days' as ClockRule['days'] };
      state.own.clock = [...([state.own.clock ?? []].flat() as string[]), name];
      state.transitions.push(...this.#follow(event, `${name}.lapsed`, level));
    } else if (definition?.name === 'messageEventDefinition' || definition?.name === 'receiveTask') {
      this.#addAwait(state, name, event);
      state.transitions.push(...this.#follow(event, `${name}.received`, level));
    } else
      this.#report.refuse(
        placeOf(event),
        `事件类型“${definition?.name ?? '无'}”没有对应的写法`,
        `there is no word for events of kind “${definition?.name ?? 'none'}”`,
      );
  }

  /** The transitions that the flows out of an element are. */
  #follow(node: Element, event: string, level: Level): RawTransition[] {
    const flows = this.#from(node);
    if (flows.length > 1)
      this.#report.refuse(
        placeOf(node),
        '一个活动有多条流出：请用网关写明是并行还是选择',
        'several flows out of one activity: say with a gateway whether all or one',
      );
    const [flow] = flows;
    if (flow === undefined) return [];
    const next = this.#byId.get(flow.attributes['targetRef'] ?? '');
    if (next !== undefined && this.#isMerged(next)) return this.#branches(next, event, level);
    return [this.#transition(flow, event, null, level)];
  }

  /** Those of an exclusive gateway, the default last. */
  #branches(gateway: Element, event: string, level: Level): RawTransition[] {
    const isDefault = (flow: Element) => flow.attributes['id'] === gateway.attributes['default'];
    const flows = this.#from(gateway).toSorted((a, b) => Number(isDefault(a)) - Number(isDefault(b)));
    return flows.map((flow, index) => {
      const [condition] = named(flow, 'conditionExpression');
      const text = condition?.text.trim() ?? '';
      if (condition?.attributes['language'] === 'cel') return this.#transition(flow, event, text, level);
      if (condition === undefined && (isDefault(flow) || index === flows.length - 1))
        return this.#transition(flow, event, null, level);
      this.#guards += 1;
      const blank = `blank_condition_${this.#guards}`;
      const words = [flow.attributes['name'], text].filter(Boolean).join(' ') || '—';
      this.#report.blank(
        placeOf(flow),
        `条件“${words}”须以 CEL 写出，代替 ${blank}`,
        `write the condition “${words}” in CEL, in place of ${blank}`,
      );
      const transition = this.#transition(flow, event, blank, level);
      const { name } = flow.attributes;
      return name === undefined ? transition : { ...transition, own: { title: same(name) } };
    });
  }

  #transition(flow: Element, event: string, guard: string | null, level: Level): RawTransition {
    let next = this.#byId.get(flow.attributes['targetRef'] ?? '');
    for (
      let hops = 0;
      next !== undefined && this.#isPassed(next) && !level.exits.has(next) && hops < 100;
      hops++
    )
      next = this.#byId.get(this.#from(next)[0]?.attributes['targetRef'] ?? '');
    const target = next === undefined ? null : (level.exits.get(next) ?? next.attributes['id'] ?? null);
    const { actions = [], reenter = false, ...own } = ownOf<OwnFlow>(flow, 'transition') ?? {};
    return {
      place: placeOf(flow),
      event,
      target: target ?? 'nowhere',
      guard,
      inside: null,
      actions,
      reenter,
      own,
    };
  }

  #parallel(split: Element, nodes: readonly Element[], level: Level, isTop: boolean) {
    const firsts = this.#from(split).map((flow) => this.#byId.get(flow.attributes['targetRef'] ?? '')!);
    const reached = firsts.map((first) => this.#reach(first, null));
    const join = [...reached[0]!].find(
      (node) =>
        node.name === 'parallelGateway' && this.#to(node).length > 1 && reached.every((set) => set.has(node)),
    );
    const branches = firsts.map((first) =>
      first === join ? new Set<Element>() : this.#reach(first, join ?? null),
    );
    const all = branches.flatMap((branch) => [...branch]);
    const isBlock =
      new Set(all).size === all.length && !all.includes(split) && all.every((node) => nodes.includes(node));
    if (!isBlock) return null;
    const state = this.#state(split, 'parallel');
    for (const [index, branch] of branches.entries()) {
      const [only] = branch;
      const isOwnScope = branch.size === 1 && only!.name === 'subProcess' && join !== undefined;
      if (isOwnScope && !this.#boundaries.has(only!.attributes['id'] ?? '')) {
        state.children.push(this.#scope(only!, placeOf(only!), false));
        continue;
      }
      const id = `${state.id}-${index + 1}`;
      const done = `${id}-done`;
      const region = {
        ...this.#empty(id, `branch-${index + 1}`, placeOf(split)),
        start: firsts[index]!.attributes['id'] ?? null,
      };
      const inner: Level = { exits: new Map(join === undefined ? [] : [[join, done]]) };
      region.children = this.#statesOf([...branch], inner, false);
      if (join !== undefined)
        region.children.push({ ...this.#empty(done, 'joined', placeOf(join)), type: 'final' });
      if (firsts[index] === join) region.start = done;
      state.children.push(region);
    }
    if (join !== undefined) state.transitions.push(...this.#follow(join, '@done', level));
    else {
      const end = this.#empty(`${state.id}-end`, 'all-ended', placeOf(split));
      if (!isTop) this.#report.refuse(placeOf(split), '分支没有汇合', 'the branches do not meet');
      this.#terminates.push({
        name: 'endEvent',
        prefix: '',
        attributes: { id: end.id ?? '', name: 'all-ended' },
        children: [],
        text: '',
      });
      state.transitions.push({ ...this.#transition(split, '@done', null, level), target: end.id });
    }
    return { state, inside: [...all, ...(join === undefined ? [] : [join])] };
  }

  /** All that flows and boundary events lead to, up to `until`, in order. */
  #reach(first: Element, until: Element | null): Set<Element> {
    const found = new Set<Element>();
    const open = [first];
    for (let node = open.shift(); node !== undefined; node = open.shift()) {
      if (found.has(node) || node === until) continue;
      found.add(node);
      const sources = [node, ...(this.#boundaries.get(node.attributes['id'] ?? '') ?? [])];
      for (const flow of sources.flatMap((source) => this.#from(source))) {
        const next = this.#byId.get(flow.attributes['targetRef'] ?? '');
        if (next !== undefined) open.push(next);
      }
    }
    return found;
  }

  #final(node: Element): RawState {
    const definition = definitionOf(node);
    if (definition !== null && definition.name !== 'terminateEventDefinition')
      this.#report.refuse(
        placeOf(node),
        `结束事件的“${definition.name}”`,
        `“${definition.name}” of an end event`,
      );
    return this.#state(node, 'final');
  }

  #state(node: Element, type: RawState['type']): RawState {
    const title = titleOf(node);
    const id = node.attributes['id'] ?? title;
    const state = this.#empty(id, isLatin(title) ? title : id, placeOf(node));
    const key = node.attributes['gz:name'];
    const own = ownOf<OwnState>(node, 'state') ?? { title: same(title) };
    return { ...state, ...(key === undefined ? {} : { key }), type, own };
  }

  #empty(id: string, key: string, place: string): RawState {
    const own: OwnState = {};
    return {
      id,
      key,
      place,
      type: 'state',
      history: 'shallow',
      start: null,
      children: [],
      transitions: [],
      entry: [],
      exit: [],
      invokes: [],
      own,
    };
  }

  /** An exclusive gateway right behind one activity or event: its branches are those of the transition there. */
  #isMerged(node: Element): boolean {
    if (node.name !== 'exclusiveGateway' || this.#to(node).length !== 1 || this.#from(node).length < 2)
      return false;
    const before = this.#byId.get(this.#to(node)[0]!.attributes['sourceRef'] ?? '');
    return before !== undefined && !before.name.endsWith('Gateway') && before.name !== 'startEvent';
  }

  /** One that only brings flows together. */
  #isPassed(node: Element): boolean {
    return node.name === 'exclusiveGateway' && this.#from(node).length === 1;
  }

  /** Behind an event-based gateway: that state waits for it. */
  #isAwaited(node: Element): boolean {
    return this.#to(node).some(
      ({ attributes }) => this.#byId.get(attributes['sourceRef'] ?? '')?.name === 'eventBasedGateway',
    );
  }

  #from(node: Element): Element[] {
    return this.#flowsFrom.get(node.attributes['id'] ?? '') ?? [];
  }

  #to(node: Element): Element[] {
    return this.#flowsTo.get(node.attributes['id'] ?? '') ?? [];
  }

  #unique(name: string): string {
    let found = name;
    for (let count = 2; this.#names.has(found); count += 1) found = `${name}-${count}`;
    this.#names.add(found);
    return found;
  }
}

/** What a flow carries besides where it goes. */
type OwnFlow = Partial<Pick<RawTransition, 'actions' | 'reenter'>> & RawTransition['own'];

/** JSON in an element of our namespace. */
function ownOf<Value>(element: Element, name: string): Value | undefined {
  const own = named(element, 'extensionElements')
    .flatMap(({ children }) => children)
    .find((child) => child.prefix === 'gz' && child.name === name);
  return own === undefined ? undefined : (JSON.parse(own.text) as Value);
}

const definitionOf = (event: Element): Element | null =>
  event.children.find(({ name }) => name.endsWith('EventDefinition')) ?? null;

const titleOf = ({ name, attributes }: Element) =>
  attributes['name']?.replaceAll(/\s+/g, ' ').trim() || attributes['id'] || name;

const placeOf = ({ name, attributes }: Element) => `${name}#${attributes['id'] ?? ''}`;

const isLatin = (text: string) => /^[A-Za-z][\w .,()/&'?!-]*$/.test(text);

const same = (words: string): Text => ({ 'zh-CN': words, en: words });

const roleOf = (title: Text): Role => ({ title, party: ['blank-party-kind'] });

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
