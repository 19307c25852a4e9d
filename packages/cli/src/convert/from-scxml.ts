/**
 * An SCXML document as a raw chart. Conditions are kept where the data model is `cel`; of others only `In()` and
 * constants have a meaning here. Scripts, sends, loops and other sessions are refused, each with its place.
 */
import type { Action } from '@gongzhi/engine';
import { kebab } from './assemble.ts';
import {
  allStates,
  asHead,
  type OwnState,
  type OwnTransition,
  type RawChart,
  type RawState,
  type RawTransition,
} from './raw-chart.ts';
import type { Report } from './report.ts';
import { named, readXml, type Element } from './xml.ts';

const STATES = ['state', 'parallel', 'final', 'history'];

/** Throws a SyntaxError when it is no SCXML document. */
export function fromScxml(text: string, report: Report): RawChart {
  const document = readXml(text);
  if (document.name !== 'scxml') throw new SyntaxError(`expected <scxml>, got <${document.name}>`);
  const reader = new Reader(report, document.attributes['datamodel'] === 'cel');
  const around = document.children.find(({ attributes }) => attributes['gz:root'] === 'yes');
  const root = reader.state(around ?? document, 'scxml', null);
  const byId = new Map([...allStates(root)].map((state) => [state.id ?? '', state]));
  settleReenter(root, byId);
  return {
    id: document.attributes['name'] ?? 'scxml',
    root,
    head: asHead(ownOf<unknown>(document, 'definition')),
    data: reader.data,
    resolve: (reference) => byId.get(reference) ?? null,
  };
}

/** JSON in an element of our namespace. */
function ownOf<Value>(element: Element, name: string): Value | undefined {
  const [own] = element.children.filter((child) => child.prefix === 'gz' && child.name === name);
  return own === undefined ? undefined : (JSON.parse(own.text) as Value);
}

class Reader {
  readonly data: Record<string, unknown> = {};
  readonly #report: Report;
  readonly #isCel: boolean;
  #unnamed = 0;
  #guards = 0;

  constructor(report: Report, isCel: boolean) {
    this.#report = report;
    this.#isCel = isCel;
  }

  state(element: Element, place: string, parent: RawState | null): RawState {
    const { attributes } = element;
    const isRoot = parent === null;
    const id = attributes['id'] ?? null;
    const key = id === null ? `unnamed-${(this.#unnamed += isRoot ? 0 : 1)}` : lastOf(id, parent?.id ?? null);
    const state: RawState = {
      id,
      key,
      place,
      type: isRoot ? 'state' : (element.name as RawState['type']),
      history: attributes['type'] === 'deep' ? 'deep' : 'shallow',
      start: this.#start(element, place),
      children: [],
      transitions: [],
      entry: named(element, 'onentry').flatMap((one) => this.#content(one, `${place}/onentry`)),
      exit: named(element, 'onexit').flatMap((one) => this.#content(one, `${place}/onexit`)),
      invokes: [],
      own: ownOf<OwnState>(element, 'state') ?? {},
    };
    for (const child of element.children) {
      const where = `${place}/${child.name}${child.attributes['id'] === undefined ? '' : `#${child.attributes['id']}`}`;
      if (child.prefix === 'gz') continue;
      if (STATES.includes(child.name))
        state.children.push(this.state(child, where, isRoot ? { ...state, id: null } : state));
      else if (child.name === 'transition') this.#readTransition(child, where, state);
      else if (child.name === 'datamodel') this.#readData(child, where);
      else if (child.name === 'invoke') this.#readInvoke(child, where, state);
      else if (!['onentry', 'onexit', 'initial'].includes(child.name))
        this.#report.refuse(where, `<${child.name}> 没有对应的写法`, `there is no word for <${child.name}>`);
    }
    return state;
  }

  /** The `initial` attribute, else the element; of a history its transition. */
  #start(element: Element, place: string): string | null {
    const given =
      element.attributes['initial'] ??
      (element.name === 'history' ? element : named(element, 'initial')[0])?.children.find(
        ({ name }) => name === 'transition',
      )?.attributes['target'];
    if (given === undefined) return null;
    const targets = given.trim().split(/\s+/);
    if (targets.length > 1) this.#report.refuse(place, '一次只能从一个状态开始', 'one start at a time');
    return targets[0]!;
  }

  #readTransition(element: Element, place: string, state: RawState): void {
    if (state.type === 'history') return;
    const { event, cond, target, type } = element.attributes;
    const targets = target?.trim().split(/\s+/) ?? [];
    if (targets.length > 1) {
      this.#report.refuse(place, '一次只能转到一个状态', 'one target at a time');
      return;
    }
    const [guard, inside] = this.#condition(cond?.trim(), element.attributes['gz:guard'], place);
    const transition: Omit<ReadTransition, 'event'> = {
      place,
      target: targets[0] ?? null,
      guard,
      inside,
      actions: this.#content(element, place),
      // Decided below, when the whole document is read.
      reenter: targets.length === 1 && element.attributes['gz:reenter'] !== 'no',
      internal: type === 'internal',
      own: ownOf<OwnTransition>(element, 'transition') ?? {},
    };
    const push = (name: string) => {
      const read: ReadTransition = { ...transition, event: name };
      state.transitions.push(read);
    };
    for (const descriptor of event === undefined ? [''] : event.trim().split(/\s+/)) {
      const name = descriptor.replace(/\.\*?$/, '');
      if (descriptor.includes('*') && name === descriptor)
        this.#report.refuse(place, '通配事件：须逐个写明', 'a wildcard: name each event');
      else if (name === `done.state.${state.id}`) push('@done');
      else if (name.startsWith('done.state.'))
        this.#report.refuse(
          place,
          '只能在该状态自身处理其完成',
          'only the state itself hears that it is done',
        );
      else if (name.startsWith('done.invoke.')) push(`${kebab(name.slice(12), 'effect')}.replied`);
      else push(name);
    }
  }

  #condition(
    cond: string | undefined,
    guard: string | undefined,
    place: string,
  ): [string | null, string | null] {
    if (cond === undefined || cond === '') return [null, null];
    const inside = /^In\('([^']+)'\)/.exec(cond);
    if (inside && inside[0] === cond) return [null, inside[1]!];
    if (this.#isCel) return inside ? [guard ?? null, inside[1]!] : [cond, null];
    if (cond === 'true' || cond === 'false') return [cond, null];
    this.#guards += 1;
    const blank = `blank_guard_${this.#guards}`;
    this.#report.blank(
      place,
      `条件“${cond}”须以 CEL 写出，代替 ${blank}`,
      `write the condition “${cond}” in CEL, in place of ${blank}`,
    );
    return [blank, null];
  }

  #content(element: Element, place: string): Action[] {
    return element.children.flatMap((child): Action[] => {
      const { event = '', location, expr } = child.attributes;
      if (child.prefix === 'gz') return child.name === 'action' ? [JSON.parse(child.text) as Action] : [];
      if (STATES.includes(child.name)) return [];
      if (child.name === 'raise') return [{ raise: event }];
      if (child.name === 'assign' && this.#isCel && location !== undefined && expr !== undefined)
        return [{ assign: { [location]: expr } }];
      this.#report.refuse(
        `${place}/${child.name}`,
        child.name === 'send'
          ? '<send>：延时请写成期限，发给别处请写成外部动作'
          : `<${child.name}> 是代码或数据模型：请写成 assign、issue 或 effect`,
        child.name === 'send'
          ? '<send>: write a clock for a delay, an effect for what goes elsewhere'
          : `<${child.name}> is code or data model: write assign, issue or effect`,
      );
      return [];
    });
  }

  #readData(element: Element, place: string): void {
    for (const child of named(element, 'data')) {
      const { id, expr } = child.attributes;
      const literal = (expr ?? child.text).trim();
      if (id === undefined) continue;
      try {
        this.data[id] = literal === '' ? null : JSON.parse(literal.replace(/^'([^'"]*)'$/, '"$1"'));
      } catch (cause) {
        if (!(cause instanceof SyntaxError)) throw cause;
        this.data[id] = null;
        this.#report.refuse(`${place}/data#${id}`, '初值不是常量', 'what it begins as is no constant');
      }
    }
  }

  #readInvoke(element: Element, place: string, state: RawState): void {
    const { src, type, id } = element.attributes;
    const use = src ?? type ?? id ?? 'invoke';
    state.invokes.push({ name: kebab(id ?? use, 'effect'), use, place });
    if (element.children.length > 0)
      this.#report.refuse(
        place,
        'invoke 的内容（param、finalize）',
        'what is inside invoke (param, finalize)',
      );
  }
}

/** An id that repeats its parent's, as ours do, is shortened to its last part. */
const lastOf = (id: string, parent: string | null) =>
  parent !== null && id.startsWith(`${parent}.`) ? id.slice(parent.length + 1) : id;

interface ReadTransition extends RawTransition {
  internal: boolean;
}

/**
 * §3.13: a transition leaves its source and enters it again, other than an internal one of a compound state to a state
 * inside it. To a state outside it makes no difference here.
 */
function settleReenter(root: RawState, byId: ReadonlyMap<string, RawState>): void {
  for (const state of allStates(root)) {
    const inside = new Set(allStates(state));
    const isCompound = state.type === 'state' && state.children.length > 0;
    for (const transition of state.transitions as ReadTransition[]) {
      const target = byId.get(transition.target ?? '');
      const isInternal = transition.internal && isCompound && target !== state;
      if (target === undefined || !inside.has(target) || isInternal) transition.reenter = false;
    }
  }
}
