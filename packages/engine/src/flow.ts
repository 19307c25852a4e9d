/**
 * Whether cases can run through the states: every state can be reached and left, what a state waits for is handled,
 * nothing runs in a circle. Guards are taken as possibly true and possibly false.
 */
import { parseLimit } from './calendar/index.ts';
import { checkCircles } from './circles.ts';
import type { Definition, StateNode, Transition } from './definition.ts';
import { BLOCK_EVENTS, resolveTarget } from './names.ts';
import { nearest } from './nearest.ts';
import {
  defaultsOf,
  isInside,
  isUnconditional,
  selfAndAncestors,
  type Outline,
  type OutlineState,
} from './outline.ts';
import { hint, type ProblemArgs, type ProblemCode } from './problems.ts';
import type { Path, Source, Tell } from './source.ts';

export function checkFlow(definition: Definition, outline: Outline, source: Source, tell: Tell): void {
  const check = new FlowCheck(definition, outline, source, tell);
  check.run();
}

const IN_FINAL = new Set(['title', 'description', 'basis', 'type', 'entry', 'exit', 'outcome', 'result']);
const IN_HISTORY = new Set(['title', 'description', 'basis', 'type', 'history', 'target']);

class FlowCheck {
  readonly #definition: Definition;
  readonly #outline: Outline;
  readonly #source: Source;
  readonly #tell: Tell;
  readonly #handledBy = new Map<string, Set<string>>();
  /** By source state; the target is null when it stays. */
  readonly #exits = new Map<string, { event: string; target: string | null; rule: Transition }[]>();
  readonly #reached = new Set<string>();
  /** Every target and initial state exists: only then is it known what can be reached. */
  #isKnown = true;

  constructor(definition: Definition, outline: Outline, source: Source, tell: Tell) {
    this.#definition = definition;
    this.#outline = outline;
    this.#source = source;
    this.#tell = tell;
    for (const { source: from, event, rule } of outline.transitions) {
      const target = rule.target === undefined ? null : resolveTarget(definition, from, rule.target);
      // A target that is not there is told with the names; here it counts as a way out.
      if (target === null && rule.target !== undefined) this.#isKnown = false;
      const list = this.#exits.get(from) ?? [];
      list.push({ event, target: target ?? (rule.target === undefined ? null : '?'), rule });
      this.#exits.set(from, list);
      const handled = this.#handledBy.get(from) ?? new Set();
      this.#handledBy.set(from, handled.add(event));
    }
  }

  run(): void {
    this.#checkCustody();
    this.#checkDurations();
    for (const state of this.#outline.states.values()) this.#checkKind(state);
    this.#checkHandled();
    this.#checkOrder();
    this.#checkReached();
    checkCircles(this.#definition, this.#outline, (code, at, args) => this.#problem(code, at, args, 'key'));
  }

  #checkCustody(): void {
    const { custody, open, roles } = this.#definition;
    const first = Object.hasOwn(roles, custody.first) ? roles[custody.first] : undefined;
    if (first && (first.appoint ?? 'named') === 'named' && !open.by.includes(custody.first))
      this.#problem('GZ419', ['custody', 'first'], { name: custody.first });
    for (const [name, role] of Object.entries(roles))
      for (const [index, rule] of (role.separateFrom ?? []).entries())
        if ((typeof rule === 'string' ? rule : rule.role) === name)
          this.#problem('GZ420', ['roles', name, 'separateFrom', index], { name });
  }

  #checkDurations(): void {
    const check = (value: string | undefined, at: Path, days?: 'working' | 'calendar') => {
      const parsed = value === undefined ? null : parseLimit(value, days);
      if (parsed && !parsed.ok) this.#problem('GZ421', at, { value: value!, detail: parsed.reason });
    };
    const checkElapsed = (value: string | undefined, at: Path) => {
      if (value !== undefined && !isElapsed(value))
        this.#problem('GZ421', at, { value, detail: 'days, hours, minutes and seconds only' });
    };
    for (const [name, clock] of Object.entries(this.#definition.clocks ?? {})) {
      check(clock.limit, ['clocks', name, 'limit'], clock.days);
      check(clock.extendable?.limit, ['clocks', name, 'extendable', 'limit'], clock.days);
      for (const [index, warn] of (clock.warn ?? []).entries())
        check(warn, ['clocks', name, 'warn', index], clock.days);
    }
    const effects = this.#outline.actions.flatMap(({ rule, at }) =>
      'effect' in rule ? [{ rule: rule.effect, at: [...at, 'effect'] as Path }] : [],
    );
    for (const block of this.#outline.blocks) {
      if (block.kind === 'task') checkElapsed(block.rule.claimLimit, [...block.at, 'claimLimit']);
      if (block.kind === 'effect') effects.push({ rule: block.rule, at: block.at });
    }
    for (const { rule, at } of effects) {
      checkElapsed(rule.timeout, [...at, 'timeout']);
      checkElapsed(rule.retry?.backoff, [...at, 'retry', 'backoff']);
    }
  }

  #checkKind(state: OutlineState): void {
    const { path, node, children, at } = state;
    const names = children.map((child) => child.slice(child.lastIndexOf('.') + 1));
    const parent = state.parent === null ? undefined : this.#outline.states.get(state.parent);
    if (node.outcome !== undefined && !(node.type === 'final' && state.parent === ''))
      this.#problem('GZ424', [...at, 'outcome'], {}, 'key');
    if (node.result !== undefined && !(node.type === 'final' && state.parent === ''))
      this.#problem('GZ424', [...at, 'result'], {}, 'key');
    if (node.type !== 'history')
      for (const key of ['history', 'target'])
        if (key in node) this.#problem('GZ405', [...at, key], {}, 'key');
    switch (path === '' ? undefined : node.type) {
      case 'final':
        for (const property of Object.keys(node))
          if (!IN_FINAL.has(property) && property !== 'history' && property !== 'target')
            this.#problem('GZ404', [...at, property], { property }, 'key');
        return;
      case 'history': {
        const isPlain = parent?.node.type === undefined && parent !== undefined;
        if (!isPlain || node.target === undefined || Object.keys(node).some((key) => !IN_HISTORY.has(key)))
          this.#problem('GZ405', at, {}, 'key');
        return;
      }
      case 'parallel': {
        const regions = children.filter((child) => this.#outline.states.get(child)?.node.type !== 'history');
        if (regions.length < 2 || node.initial !== undefined) this.#problem('GZ403', at, {}, 'key');
        break;
      }
      case undefined:
        if (
          (node.initial === undefined) === children.length > 0 ||
          (node.initial !== undefined && !names.includes(node.initial))
        )
          this.#isKnown = false;
        if (node.initial !== undefined && !names.includes(node.initial))
          this.#problem('GZ402', [...at, 'initial'], {
            name: node.initial,
            hint: hint(nearest(node.initial, names)),
          });
        else if (node.initial === undefined && children.length > 0)
          this.#problem('GZ401', at, { name: path }, 'key');
    }
    if (node.onDone !== undefined && !this.#canFinish(path))
      this.#problem('GZ406', [...at, 'onDone'], {}, 'key');
  }

  /** A final state inside can be its end. */
  #canFinish(path: string): boolean {
    const { node, children } = this.#outline.states.get(path)!;
    if (node.type === 'final') return true;
    if (node.type === 'parallel')
      return children.length > 0 && children.every((child) => this.#canFinish(child));
    return children.some((child) => this.#outline.states.get(child)?.node.type === 'final');
  }

  #checkHandled(): void {
    for (const { kind, name, state, at, rule } of this.#outline.blocks) {
      const unhandled = (what: string) => !this.#isHandled(state, `${name}.${what}`);
      const need = (code: ProblemCode, what: string) => {
        if (unhandled(what)) this.#problem(code, at, { name }, 'key');
      };
      if (kind === 'task') {
        need('GZ411', 'completed');
        if (rule.clock !== undefined && this.#isClock(rule.clock) && !this.#runs(state, rule.clock))
          this.#problem('GZ427', [...at, 'clock'], { name: rule.clock });
      } else if (kind === 'case') need('GZ412', 'closed');
      else if (kind === 'await') need('GZ413', 'received');
      else if (kind === 'effect') {
        need('GZ409', 'replied');
        need('GZ410', 'failed');
      } else {
        const missing = [];
        if (unhandled('accepted')) missing.push(`${name}.accepted`);
        if (unhandled('declined') && !this.#lapses(state)) missing.push(`${name}.declined`);
        if (missing.length > 0) this.#problem('GZ408', at, { name, missing: missing.join(', ') }, 'key');
      }
    }
    for (const { path, node, at } of this.#outline.states.values())
      for (const name of clocksOf(node))
        if (this.#isClock(name) && !this.#isHandled(path, `${name}.${BLOCK_EVENTS.clock[1]}`))
          this.#problem('GZ407', [...at, 'clock'], { name });
    const running = new Set([...this.#outline.states.values()].flatMap(({ node }) => clocksOf(node)));
    for (const { node, at } of this.#outline.states.values())
      for (const [index, name] of (node.stops ?? []).entries())
        if (this.#isClock(name) && !running.has(name))
          this.#problem('GZ423', [...at, 'stops', index], { name });
  }

  #runs(path: string, clock: string): boolean {
    return selfAndAncestors(this.#outline, path).some(({ node }) => clocksOf(node).includes(clock));
  }

  /** Some clock around a state lapses into a handler. */
  #lapses(path: string): boolean {
    return selfAndAncestors(this.#outline, path).some(({ node }) =>
      clocksOf(node).some((clock) => this.#isHandled(path, `${clock}.lapsed`)),
    );
  }

  /** By the state, by one around it, or by whichever state inside it is active. */
  #isHandled(path: string, event: string): boolean {
    return (
      selfAndAncestors(this.#outline, path).some((state) => this.#handles(state.path, event)) ||
      this.#isHandledInside(path, event)
    );
  }

  #isHandledInside(path: string, event: string): boolean {
    const { node, children } = this.#outline.states.get(path)!;
    const handles = (child: string) => this.#handles(child, event) || this.#isHandledInside(child, event);
    if (node.type === 'parallel') return children.some(handles);
    const working = children.filter(
      (child) => !['final', 'history'].includes(this.#outline.states.get(child)!.node.type ?? ''),
    );
    return working.length > 0 && working.every(handles);
  }

  #handles(path: string, event: string): boolean {
    return this.#handledBy.get(path)?.has(event) ?? false;
  }

  /** After a transition without a condition the others of its event are never taken. */
  #checkOrder(): void {
    let open = new Set<string>();
    for (const { source, event, rule, at, index } of this.#outline.transitions) {
      const key = `${source} ${event}`;
      if (index === 0) open = new Set();
      if (open.has(key)) this.#problem('GZ418', at, {});
      else if (isUnconditional(rule)) open.add(key);
    }
  }

  #checkReached(): void {
    if (!this.#isKnown) return;
    this.#enter('');
    const states = [...this.#outline.states.values()];
    for (const { path, parent, at } of states)
      if (!this.#reached.has(path) && (parent === null || this.#reached.has(parent)))
        this.#problem('GZ414', at, { name: path }, 'key');
    for (const state of states)
      if (this.#reached.has(state.path) && !this.#canLeave(state))
        this.#problem('GZ415', state.at, { name: state.path }, 'key');
    const ends = states.some(
      ({ path, parent, node }) => parent === '' && node.type === 'final' && this.#reached.has(path),
    );
    if (!ends) this.#problem('GZ425', ['states'], {}, 'key');
  }

  /**
   * Marks what can become active from the start on. A state that is entered as a whole brings its initial child or
   * all its regions; one that is entered on the way to a state inside it brings its other regions only.
   */
  #enter(start: string): void {
    const work: { path: string; via: string | null }[] = [{ path: start, via: null }];
    const seen = new Set<string>();
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      const { path, via } = next;
      const state = this.#outline.states.get(path);
      const key = `${path} ${via ?? ''}`;
      if (!state || seen.has(key)) continue;
      seen.add(key);
      if (!this.#reached.has(path)) {
        this.#reached.add(path);
        if (state.parent !== null) work.push({ path: state.parent, via: path });
        for (const { target } of this.#exits.get(path) ?? [])
          if (target !== null) work.push({ path: target, via: null });
        if (state.node.type === 'history' && state.node.target !== undefined) {
          const target = resolveTarget(this.#definition, path, state.node.target);
          if (target !== null) work.push({ path: target, via: null });
        }
      }
      if (via === null || state.node.type === 'parallel')
        for (const child of defaultsOf(this.#outline, state))
          if (child !== via) work.push({ path: child, via: null });
    }
  }

  /** A leaf that is not an end has some transition that leads elsewhere, its own or of a state around it. */
  #canLeave({ path, node, children, parent }: OutlineState): boolean {
    if (children.length > 0 || node.type === 'history') return true;
    const isFinal = node.type === 'final';
    if (isFinal && parent === '') return true;
    const around = selfAndAncestors(this.#outline, path);
    return around.some((state) => {
      const exits = this.#exits.get(state.path) ?? [];
      if (
        exits.some(
          ({ event, target }) => target !== null && target !== path && (isFinal || event !== '@done'),
        )
      )
        return true;
      if (state.node.type !== 'parallel') return false;
      // Another region may lead the case out, or wait for this one.
      return (
        isFinal ||
        [...this.#exits].some(
          ([from, list]) =>
            isInside(from, state.path) &&
            list.some(({ target }) => target !== null && !isInside(target, state.path)),
        )
      );
    });
  }

  #isClock(name: string): boolean {
    return Object.hasOwn(this.#definition.clocks ?? {}, name);
  }

  #problem(code: ProblemCode, at: Path, args: ProblemArgs = {}, part: 'key' | 'value' = 'value'): void {
    this.#tell(code, this.#source.place(at, part), at, args);
  }
}

function clocksOf(node: StateNode): string[] {
  return typeof node.clock === 'string' ? [node.clock] : (node.clock ?? []);
}

/** A duration that is elapsed time, whatever the day: not zero, no months or weeks. */
function isElapsed(text: string): boolean {
  return /^P(?=\d|T\d)(\d{1,4}D)?(T(\d{1,5}H)?(\d{1,6}M)?(\d{1,8}S)?)?$/.test(text) && /[1-9]/.test(text);
}
