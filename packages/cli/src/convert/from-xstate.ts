/**
 * The JSON of an XState machine, as Stately Studio writes it (v5, and the words of v4 that differ), as a raw chart.
 * Code behind a name (actions, guards, actors, delays) is not in such a file: guards become blanks, `invoke` an effect
 * without its plugin, the rest is refused with its place.
 */
import type { Action, JsonObject } from '@gongzhi/engine';
import { allStates, asHead, type RawChart, type RawState, type RawTransition } from './raw-chart.ts';
import type { Report } from './report.ts';
import { kebab } from './assemble.ts';

type Config = Record<string, unknown>;

/** Throws a SyntaxError when it is no JSON. */
export function fromXState(text: string, report: Report): RawChart {
  const parsed: unknown = JSON.parse(text);
  if (!isObject(parsed)) throw new SyntaxError('expected one object');
  const config = isObject(parsed['machine']) ? parsed['machine'] : parsed;
  if (!isObject(config['states'])) throw new SyntaxError('expected "states"');
  const id = typeof config['id'] === 'string' ? config['id'] : 'machine';
  const reader = new Reader(report);
  const root = reader.state(config, id, '', null, id);
  const parents = new Map<RawState, RawState>();
  for (const state of allStates(root)) for (const child of state.children) parents.set(child, state);
  const byId = new Map([...allStates(root)].map((state) => [state.id ?? '', state]));
  const context = isObject(config['context']) ? config['context'] : {};
  return {
    id,
    root,
    head: asHead(ownOf(config)),
    data: context,
    resolve(reference, from) {
      if (reference.startsWith('#')) {
        const name = reference.slice(1);
        return findById(byId, name) ?? findById(byId, `${id}.${name}`);
      }
      if (reference.startsWith('.')) return walk(from, reference.slice(1).split('.'));
      const parent = parents.get(from) ?? root;
      return walk(parent, reference.split('.'));
    },
  };
}

/** `id`, or `id.child.child`; ids may hold dots themselves. */
function findById(byId: ReadonlyMap<string, RawState>, reference: string): RawState | null {
  const exact = byId.get(reference);
  if (exact) return exact;
  for (let dot = reference.lastIndexOf('.'); dot > 0; dot = reference.lastIndexOf('.', dot - 1)) {
    const state = byId.get(reference.slice(0, dot));
    const found = state ? walk(state, reference.slice(dot + 1).split('.')) : null;
    if (found) return found;
  }
  return null;
}

function walk(from: RawState, keys: readonly string[]): RawState | null {
  let state: RawState | undefined = from;
  for (const key of keys) state = state?.children.find((child) => child.key === key);
  return state ?? null;
}

const ownOf = ({ meta }: Config): Config | null =>
  isObject(meta) && isObject(meta['gongzhi']) ? meta['gongzhi'] : null;

const KNOWN = new Set(
  ['id', 'key', 'type', 'initial', 'history', 'target', 'states', 'on', 'always', 'onDone', 'entry', 'exit']
    .concat([
      'invoke',
      'after',
      'meta',
      'description',
      'context',
      'order',
      'version',
      'types',
      'predictableActionArguments',
    ])
    .concat(['tsTypes', 'schema', '$schema', 'preserveActionOrder']),
);

const DEPTH_LIMIT = 100;

class Reader {
  readonly #report: Report;
  #guards = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  state(config: Config, key: string, place: string, parent: RawState | null, path: string): RawState {
    if (place.split('.').length > 2 * DEPTH_LIMIT)
      throw new SyntaxError(`expected at most ${DEPTH_LIMIT} levels`);
    const own = ownOf(config);
    const children: RawState[] = [];
    const state: RawState = {
      id: typeof config['id'] === 'string' ? config['id'] : path,
      key,
      place: place === '' ? key : place,
      type: kindOf(config),
      history: config['history'] === 'deep' ? 'deep' : 'shallow',
      start: startOf(config),
      children,
      transitions: [],
      entry: this.#actions(config['entry'], at(place, 'entry')),
      exit: this.#actions(config['exit'], at(place, 'exit')),
      invokes: [],
      own: parent === null || own === null ? {} : own,
    };
    for (const property of Object.keys(config))
      if (!KNOWN.has(property))
        this.#report.refuse(
          at(place, property),
          `没有与“${property}”对应的写法`,
          `there is no word for “${property}”`,
        );
    this.#readInvokes(config, state, place);
    this.#readTransitions(config, state, place);
    for (const [name, child] of Object.entries(isObject(config['states']) ? config['states'] : {}))
      if (isObject(child))
        children.push(this.state(child, name, at(place, `states.${name}`), state, `${path}.${name}`));
    return state;
  }

  #readInvokes(config: Config, state: RawState, place: string): void {
    for (const [index, one] of listOf(config['invoke']).entries()) {
      const where = at(place, `invoke.${index}`);
      if (!isObject(one)) {
        this.#report.refuse(where, 'invoke 须为对象', 'invoke must be an object');
        continue;
      }
      const use = nameOf(one['src']);
      if (use === null) {
        this.#report.refuse(where, 'invoke 没有 src', 'invoke without src');
        continue;
      }
      const name = kebab(typeof one['id'] === 'string' ? one['id'] : use, 'effect');
      state.invokes.push({ name, use, place: where });
      for (const [property, event] of [
        ['onDone', `${name}.replied`],
        ['onError', `${name}.failed`],
      ] as const)
        this.#read(one[property], event, at(where, property), state);
      for (const property of ['input', 'onSnapshot', 'data'])
        if (one[property] !== undefined)
          this.#report.refuse(at(where, property), `invoke 的“${property}”`, `“${property}” of invoke`);
    }
  }

  #readTransitions(config: Config, state: RawState, place: string): void {
    for (const [event, given] of Object.entries(isObject(config['on']) ? config['on'] : {})) {
      const where = at(place, `on.${event}`);
      if (event === '') this.#read(given, '', where, state);
      else if (event.includes('*'))
        this.#report.refuse(where, '通配事件：须逐个写明', 'a wildcard: name each event');
      else this.#read(given, happeningOf(event), where, state);
    }
    this.#read(config['always'], '', at(place, 'always'), state);
    this.#read(config['onDone'], '@done', at(place, 'onDone'), state);
    for (const delay of Object.keys(isObject(config['after']) ? config['after'] : {}))
      this.#report.refuse(
        at(place, `after.${delay}`),
        '延时转换：请写成期限（clocks），说明依据、日历和到期后果',
        'a delayed transition: write a clock, with its limit, kind of days and what its lapse does',
      );
  }

  #read(given: unknown, event: string, place: string, state: RawState): void {
    for (const [index, one] of listOf(given).entries()) {
      const where = Array.isArray(given) ? at(place, String(index)) : place;
      const transition = this.#transition(one, event, where);
      if (transition !== null) state.transitions.push(transition);
    }
  }

  #transition(given: unknown, event: string, place: string): RawTransition | null {
    const config: Config = isObject(given) ? given : { target: given };
    const targets = listOf(config['target']);
    if (targets.length > 1 || targets.some((target) => typeof target !== 'string')) {
      this.#report.refuse(place, '一次只能转到一个状态', 'one target at a time');
      return null;
    }
    const [guard, inside] = this.#guard(config['guard'] ?? config['cond'], at(place, 'guard'));
    if (config['in'] !== undefined)
      this.#report.refuse(at(place, 'in'), '“in”请写成条件', 'write “in” as a guard');
    return {
      place,
      event,
      target: (targets[0] as string | undefined) ?? null,
      guard,
      inside,
      actions: this.#actions(config['actions'], at(place, 'actions')),
      // v4 wrote it the other way round.
      reenter: config['reenter'] === true || config['internal'] === false,
      own: ownOf(config) ?? {},
    };
  }

  #guard(given: unknown, place: string): [guard: string | null, inside: string | null] {
    if (given === undefined || given === null) return [null, null];
    const params = isObject(given) && isObject(given['params']) ? given['params'] : {};
    const name = nameOf(given);
    if (name === 'cel')
      return [
        typeof params['expression'] === 'string' ? params['expression'] : null,
        typeof params['in'] === 'string' ? `#${params['in']}` : null,
      ];
    if (name === 'xstate.stateIn' || name === 'stateIn') {
      const value = params['stateValue'] ?? params['state'];
      if (typeof value === 'string') return [null, value.startsWith('#') ? value : `#${value}`];
    }
    this.#guards += 1;
    const blank = `blank_${(name ?? `guard_${this.#guards}`).replaceAll(/\W+/g, '_')}`;
    this.#report.blank(
      place,
      `条件“${name ?? JSON.stringify(given)}”的内容不在文件中：以 CEL 代替 ${blank}`,
      `what the guard “${name ?? JSON.stringify(given)}” says is not in the file: put CEL in place of ${blank}`,
    );
    return [blank, null];
  }

  #actions(given: unknown, place: string): Action[] {
    return listOf(given).flatMap((one, index): Action[] => {
      const where = Array.isArray(given) ? at(place, String(index)) : place;
      const name = nameOf(one) ?? '';
      const config = isObject(one) ? one : {};
      const params = isObject(config['params']) ? config['params'] : {};
      if (name.startsWith('gongzhi.'))
        return [{ [name.slice('gongzhi.'.length)]: params } as unknown as Action];
      if (name === 'xstate.raise' || name === 'raise') {
        const event = nameOf(params['event'] ?? config['event']);
        if (event !== null) return [{ raise: event }];
      }
      this.#report.refuse(
        where,
        `动作“${name}”是代码：请写成 assign、issue、effect、appoint 或 raise`,
        `the action “${name}” is code: write assign, issue, effect, appoint or raise`,
      );
      return [];
    });
  }
}

/** `done.invoke.x` of v4 and `xstate.done.actor.x` of v5 are the reply of an effect. */
function happeningOf(event: string): string {
  const done = /^(?:done\.invoke|xstate\.done\.actor)\.(.+)$/.exec(event);
  if (done) return `${kebab(done[1]!, 'effect')}.replied`;
  const failed = /^(?:error\.platform|xstate\.error\.actor)\.(.+)$/.exec(event);
  return failed ? `${kebab(failed[1]!, 'effect')}.failed` : event;
}

function kindOf({ type }: Config): RawState['type'] {
  return type === 'parallel' || type === 'final' || type === 'history' ? type : 'state';
}

function startOf({ initial, target, type }: Config): string | null {
  if (type === 'history') return typeof target === 'string' ? target : null;
  const first = isObject(initial) ? initial['target'] : initial;
  if (typeof first !== 'string') return null;
  return first;
}

const nameOf = (given: unknown): string | null => {
  if (typeof given === 'string') return given;
  return isObject(given) && typeof given['type'] === 'string' ? given['type'] : null;
};

const listOf = (given: unknown): unknown[] =>
  given === undefined || given === null ? [] : Array.isArray(given) ? given : [given];

const at = (place: string, part: string) => (place === '' ? part : `${place}.${part}`);

const isObject = (value: unknown): value is Config & JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
