/**
 * A chart of another format as a definition. Nothing is guessed: what the file does not say becomes a name that begins
 * with `blank`, which `gongzhi check` refuses, and a line of the report.
 *
 *   1. names       states and events get names that are allowed; the older ones become their titles
 *   2. references  are followed
 *   3. blanks      who may send an event, kinds of party, procedure, calendar
 */
import type {
  Definition,
  EffectBlock,
  EventRule,
  JsonObject,
  StateNode,
  Text,
  Transition,
  Transitions,
} from '@gongzhi/engine';
import type { Report } from './report.ts';
import { allStates, type Head, type RawChart, type RawState, type RawTransition } from './raw-chart.ts';

const BLANK_ROLE = 'blank-role';

export function assemble(chart: RawChart, report: Report): Definition {
  return new Assembly(chart, report).run();
}

class Assembly {
  readonly #chart: RawChart;
  readonly #report: Report;
  readonly #names = new Map<RawState, string>();
  readonly #paths = new Map<RawState, string>();
  readonly #parents = new Map<RawState, RawState>();
  readonly #events = new Map<string, string>();
  readonly #eventPlaces = new Map<string, string>();
  /** Events that blocks and clocks make. */
  readonly #made = new Set<string>();

  constructor(chart: RawChart, report: Report) {
    this.#chart = chart;
    this.#report = report;
    this.#nameStates(chart.root, '');
    this.#findMade();
    this.#nameEvents();
  }

  run(): Definition {
    const { root } = this.#chart;
    const head = this.#chart.head ?? this.#blankHead();
    const { initial, states, on } = this.#node(root);
    if (root.transitions.some(({ event }) => event === '' || event === '@done'))
      this.#report.refuse(root.place, '最外层不能有自动转换', 'the root takes no transition by itself');
    const events = this.#definedEvents(head);
    return {
      ...head,
      ...(Object.keys(events).length > 0 ? { events } : {}),
      initial: initial ?? 'blank-initial',
      ...(on === undefined ? {} : { on }),
      states: states ?? {},
    };
  }

  #nameStates(state: RawState, path: string): void {
    const taken = new Set<string>();
    for (const child of state.children) {
      const name = unique(stateName(child.key), taken);
      if (name !== child.key) this.#report.renamed(child.place, child.key, name);
      this.#names.set(child, name);
      this.#paths.set(child, path === '' ? name : `${path}.${name}`);
      this.#parents.set(child, state);
      this.#nameStates(child, this.#paths.get(child)!);
    }
  }

  #findMade(): void {
    const make = (name: string, happenings: readonly string[]) => {
      for (const happening of happenings) this.#made.add(`${name}.${happening}`);
    };
    for (const name of Object.keys(this.#chart.head?.clocks ?? {}))
      make(name, ['warned', 'lapsed', 'extended']);
    for (const { own, invokes } of allStates(this.#chart.root)) {
      for (const name of Object.keys(own.task ?? {})) make(name, ['completed']);
      for (const name of Object.keys(own.handoff ?? {})) make(name, ['accepted', 'declined', 'recalled']);
      for (const name of [...Object.keys(own.effect ?? {}), ...invokes.map((one) => one.name)])
        make(name, ['replied', 'failed']);
      for (const name of Object.keys(own.case ?? {})) make(name, ['closed']);
      for (const name of Object.keys(own.await ?? {})) make(name, ['received']);
    }
  }

  #nameEvents(): void {
    const taken = new Set(Object.keys(this.#chart.head?.events ?? {}));
    for (const state of allStates(this.#chart.root)) {
      const raised = [
        ...state.entry,
        ...state.exit,
        ...state.transitions.flatMap(({ actions }) => actions),
      ].flatMap((action) => ('raise' in action ? [{ event: action.raise, place: state.place }] : []));
      for (const { event, place } of [...state.transitions, ...raised]) {
        if (event === '' || event === '@done' || this.#events.has(event)) continue;
        const isKnown = this.#made.has(event) || Object.hasOwn(this.#chart.head?.events ?? {}, event);
        const name = isKnown ? event : unique(kebab(event, 'event'), taken);
        if (name !== event) this.#report.renamed(place, event, name);
        this.#events.set(event, name);
        this.#eventPlaces.set(name, place);
      }
    }
  }

  #node(state: RawState): StateNode {
    const path = this.#paths.get(state) ?? '';
    const { own } = state;
    if (state.type === 'history') {
      const target = state.start === null ? null : this.#find(state.start, state);
      if (target === null)
        this.#report.refuse(state.place, '历史状态没有默认去处', 'a history state without a default');
      return {
        ...own,
        type: 'history',
        history: state.history,
        ...(target === null ? {} : { target: this.#paths.get(target)! }),
      };
    }
    const node: StateNode = path === '' ? {} : { ...own, title: own.title ?? this.#title(state) };
    if (state.type !== 'state') node.type = state.type;
    this.#addInvokes(node, state);
    if (state.children.length > 0) this.#addChildren(node, state);
    if (state.entry.length > 0) node.entry = state.entry.map((action) => this.#action(action));
    if (state.exit.length > 0) node.exit = state.exit.map((action) => this.#action(action));
    this.#addTransitions(node, state);
    return node;
  }

  #title({ key }: RawState): Text {
    return same(key);
  }

  #addInvokes(node: StateNode, { invokes }: RawState): void {
    if (invokes.length === 0) return;
    const effects: Record<string, EffectBlock> = { ...node.effect };
    for (const { name, use, place } of invokes) {
      effects[name] = { use };
      this.#report.blank(
        place,
        `外部动作“${name}”所用的“${use}”须改为插件提供的动作，并写明输入`,
        `effect “${name}” uses “${use}”: name an effect of a plugin, and its input`,
      );
    }
    node.effect = effects;
  }

  #addChildren(node: StateNode, state: RawState): void {
    node.states = Object.fromEntries(
      state.children.map((child) => [this.#names.get(child)!, this.#node(child)]),
    );
    if (state.type === 'parallel') return;
    const start =
      state.start === null ? (state.children[0] ?? null) : this.#find(state.start, state.children[0]!);
    if (start !== null && this.#parents.get(start) === state) node.initial = this.#names.get(start)!;
    else {
      node.initial = 'blank-initial';
      this.#report.blank(
        state.place,
        '起点不是其直接的下级状态',
        'where it starts is not one of its own children: say which child is entered first',
      );
    }
  }

  #addTransitions(node: StateNode, state: RawState): void {
    const on = new Map<string, Transition[]>();
    const always: Transition[] = [];
    const onDone: Transition[] = [];
    for (const given of state.transitions) {
      const rule = this.#transition(given, state);
      if (rule === null) continue;
      if (given.event === '') always.push(rule);
      else if (given.event === '@done') onDone.push(rule);
      else {
        const event = this.#events.get(given.event)!;
        on.set(event, [...(on.get(event) ?? []), rule]);
      }
    }
    if (on.size > 0) node.on = Object.fromEntries([...on].map(([event, rules]) => [event, shortest(rules)]));
    if (this.#paths.get(state) === undefined) return;
    if (always.length > 0) node.always = shortest(always);
    if (onDone.length > 0) node.onDone = shortest(onDone);
  }

  #transition(given: RawTransition, state: RawState): Transition | null {
    const rule: Transition = {};
    if (given.target !== null) {
      const target = this.#find(given.target, state);
      if (target === null || !this.#paths.has(target)) {
        this.#report.refuse(
          given.place,
          `去处“${given.target}”不存在，或是最外层`,
          `the target “${given.target}” is not there, or is the root`,
        );
        return null;
      }
      const isSibling = this.#parents.get(target) === this.#parents.get(state) && this.#parents.has(state);
      rule.target = isSibling ? this.#names.get(target)! : this.#paths.get(target)!;
    }
    if (given.guard !== null) rule.guard = given.guard;
    if (given.inside !== null) {
      const inside = this.#find(given.inside, state);
      if (inside === null)
        this.#report.refuse(given.place, '条件所指的状态不存在', 'its condition names no state');
      else rule.in = this.#paths.get(inside) ?? '';
    }
    if (given.actions.length > 0) rule.actions = given.actions.map((action) => this.#action(action));
    if (given.reenter) rule.reenter = true;
    return { ...rule, ...given.own };
  }

  #action(action: NonNullable<StateNode['entry']>[number]): NonNullable<StateNode['entry']>[number] {
    return 'raise' in action ? { raise: this.#events.get(action.raise) ?? action.raise } : action;
  }

  #find(reference: string, from: RawState): RawState | null {
    return this.#chart.resolve(reference, from);
  }

  #definedEvents(head: Head): Record<string, EventRule> {
    const events: Record<string, EventRule> = { ...head.events };
    const missing: string[] = [];
    for (const [original, name] of this.#events) {
      if (this.#made.has(name) || Object.hasOwn(events, name)) continue;
      events[name] = { title: same(original), by: [BLANK_ROLE] };
      missing.push(name);
    }
    for (const name of missing)
      this.#report.blank(
        this.#eventPlaces.get(name) ?? '',
        `events.${name}.by：谁可以发出`,
        `events.${name}.by: who may send it`,
      );
    // A file that lost only some of what it carried.
    if (missing.length > 0 && !Object.hasOwn(head.roles, BLANK_ROLE))
      Object.assign(head.roles, this.#blankRoles());
    return events;
  }

  #blankRoles(): Head['roles'] {
    this.#report.blank(
      '',
      `roles.${BLANK_ROLE}：角色的名称与主体类型`,
      `roles.${BLANK_ROLE}: which roles there are, and kinds of party`,
    );
    return {
      [BLANK_ROLE]: { title: { 'zh-CN': '待定角色', en: 'Role to be named' }, party: ['blank-party-kind'] },
    };
  }

  #blankHead(): Head {
    const id = kebab(this.#chart.id, 'definition');
    const blank = (at: string, chinese: string, english: string) =>
      this.#report.blank('', `${at}：${chinese}`, `${at}: ${english}`);
    blank('procedure', '所服务的制度', 'the procedure that it serves');
    blank('calendar', '工作日日历', 'the calendar of working days');
    blank('open.by', '谁可以立案', 'who may open a case');
    blank('custody.first', '首任主责', 'who is custodian first');
    blank('title', '名称与各状态名称的中英文', 'titles in both languages, here and of every state and event');
    return {
      id,
      version: 1,
      procedure: 'blank-procedure' as Definition['procedure'],
      title: same(this.#chart.id),
      calendar: 'blank-calendar',
      open: { by: [BLANK_ROLE], title: `'${id}'` },
      custody: { first: BLANK_ROLE },
      roles: this.#blankRoles(),
      data: dataSchema(this.#chart.data),
    };
  }
}

/** Types by what each field begins as. */
function dataSchema(data: Record<string, unknown>): JsonObject {
  const typeOf = (value: unknown): string | null => {
    if (typeof value === 'string' || typeof value === 'boolean') return typeof value;
    if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
    if (Array.isArray(value)) return 'array';
    return typeof value === 'object' && value !== null ? 'object' : null;
  };
  const fields = Object.entries(data).map(([name, value]): [string, JsonObject] => {
    const type = typeOf(value);
    return [name, type === null ? {} : { type, default: value as JsonObject[string] }];
  });
  return { type: 'object', ...(fields.length > 0 ? { properties: Object.fromEntries(fields) } : {}) };
}

/** As an author would write it: one without its list, a target alone as its name. */
function shortest(rules: Transition[]): Transitions {
  const [first] = rules;
  if (first === undefined || rules.length > 1) return rules;
  return first.target !== undefined && Object.keys(first).length === 1 ? first.target : first;
}

const same = (words: string): Text => ({ 'zh-CN': words, en: words });

/** A letter, then letters, digits, hyphens, underscores. */
function stateName(key: string): string {
  const name = key.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return (/^[A-Za-z]/.test(name) ? name : `state-${name}`.replace(/-$/, '')).slice(0, 60);
}

/** APPROVE_ORDER, approveOrder and approve.order: approve-order. */
export function kebab(text: string, first: string): string {
  const name = text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return (/^[a-z]/.test(name) ? name : `${first}-${name}`.replace(/-$/, '')).slice(0, 60).replace(/-$/, '');
}

function unique(name: string, taken: Set<string>): string {
  let found = name;
  for (let count = 2; taken.has(found); count += 1) found = `${name}-${count}`;
  taken.add(found);
  return found;
}
