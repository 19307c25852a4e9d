/** States that are in both definitions, the work in them, and what leads from one to the other. */
import { clockNames, type Definition } from '../definition.ts';
import { resolveTarget } from '../names.ts';
import { childPath, type Outline, type OutlineBlock, type OutlineState } from '../outline.ts';
import type { Text } from '../text.ts';
import { compareActions } from './actions.ts';
import { BLOCK_WORDS, blockTitle, blockWords, compareBlock } from './blocks.ts';
import { called, say, type Changes, type Comparison, type PairKind, type Subject } from './change.ts';
import { Facets } from './facets.ts';
import { compareGuards, plain } from './guards.ts';
import { kindOf, pairStates, type StatePairs } from './pair-states.ts';

export interface Side {
  definition: Definition;
  outline: Outline;
}

export function compareStates(
  changes: Changes,
  older: Side,
  newer: Side,
): Pick<Comparison, 'states' | 'transitions'> {
  return new StateComparison(changes, older, newer).run();
}

const stateWords = ({ node, path }: OutlineState): Text =>
  say('状态{name}', 'state {name}', { name: called(node.title, path) });

type Transition = Outline['transitions'][number];

class StateComparison {
  readonly #changes: Changes;
  readonly #older: Side;
  readonly #newer: Side;
  readonly #pairs: StatePairs;
  /** Newer paths of states in which something was told. */
  readonly #touched = new Set<string>();
  readonly #transitions: Comparison['transitions'] = [];

  constructor(changes: Changes, older: Side, newer: Side) {
    this.#changes = changes;
    this.#older = older;
    this.#newer = newer;
    this.#pairs = pairStates(older.outline, newer.outline);
  }

  run(): Pick<Comparison, 'states' | 'transitions'> {
    this.#compareTop();
    for (const state of this.#older.outline.states.values()) if (state.path !== '') this.#compareState(state);
    for (const state of this.#newer.outline.states.values())
      if (!this.#pairs.before.has(state.path)) this.#tellAdded(state);
    this.#compareBlocks();
    this.#compareTransitions();
    return { states: this.#states(), transitions: this.#transitions };
  }

  #states(): Comparison['states'] {
    const older = [...this.#older.outline.states.keys()].filter((path) => path !== '');
    const paired = older.map((before): Comparison['states'][number] => {
      const after = this.#pairs.after.get(before) ?? null;
      return { before, after, kind: after === null ? 'removed' : this.#pairKind(before, after) };
    });
    const added = [...this.#newer.outline.states.keys()].filter((path) => !this.#pairs.before.has(path));
    return [
      ...paired,
      ...added.map((after): Comparison['states'][number] => ({ before: null, after, kind: 'added' })),
    ];
  }

  #pairKind(before: string, after: string): PairKind {
    if (this.#pairs.guessed.has(before)) return lastOf(before) === lastOf(after) ? 'moved' : 'renamed';
    return this.#touched.has(after) ? 'changed' : 'same';
  }

  /** Runs what tells changes of a state, and notes whether it did. */
  #noting(path: string, tell: () => void): void {
    const before = this.#changes.list.length;
    tell();
    if (this.#changes.list.length > before) this.#touched.add(path);
  }

  #compareTop(): void {
    const [before, after] = [this.#older.definition, this.#newer.definition];
    if (this.#pairs.after.get(before.initial) === after.initial) return;
    this.#changes.add({
      class: 'different',
      kind: 'changed',
      part: 'definition',
      name: 'initial',
      words: say('新案件从状态“{b}”开始，原为“{a}”', 'new cases begin in state “{b}”, before in “{a}”', {
        a: before.initial,
        b: after.initial,
      }),
      before: ['initial'],
      after: ['initial'],
    });
  }

  #tellAdded(state: OutlineState): void {
    const { parent } = state;
    // Told with the state around it.
    if (parent !== null && !this.#pairs.before.has(parent)) return;
    const isRegion = this.#newer.outline.states.get(parent ?? '')?.node.type === 'parallel';
    const words = stateWords(state);
    this.#changes.add({
      class: isRegion ? 'breaking' : 'different',
      kind: 'added',
      part: 'state',
      name: state.path,
      words: isRegion
        ? say(
            '新增并行分支：{words}；已在并行之中的案件没有它',
            'new region: {words}; a case that is already inside has none',
            { words },
          )
        : say('新增{words}', 'new {words}', { words }),
      before: null,
      after: state.at,
    });
  }

  #compareState(older: OutlineState): void {
    const path = this.#pairs.after.get(older.path);
    const words = stateWords(older);
    if (path === undefined) {
      if (older.parent !== null && !this.#pairs.after.has(older.parent)) return;
      // No case stays in a history state, and one that is in a final state of the top is closed.
      const isLived = older.node.type !== 'history' && !(older.node.type === 'final' && older.parent === '');
      this.#changes.add({
        class: isLived ? 'breaking' : 'different',
        kind: 'removed',
        part: 'state',
        name: older.path,
        words: isLived
          ? say('删去{words}；身处其中的案件无处可去', '{words} is gone; a case that is in it has no place', {
              words,
            })
          : say('删去{words}', '{words} is gone', { words }),
        before: older.at,
        after: null,
      });
      return;
    }
    const newer = this.#newer.outline.states.get(path)!;
    if (this.#pairs.guessed.has(older.path)) this.#tellGuess(older, newer);
    this.#noting(path, () => this.#compareNode(older, newer));
  }

  #tellGuess(older: OutlineState, newer: OutlineState): void {
    const isMove = older.name === newer.name;
    this.#changes.add({
      class: 'breaking',
      kind: isMove ? 'moved' : 'renamed',
      part: 'state',
      name: older.path,
      words: isMove
        ? say('{words}移到“{path}”（按相似推断）', '{words} has moved to “{path}” (guessed by likeness)', {
            words: stateWords(older),
            path: newer.path,
          })
        : say('{words}改名为“{path}”（按相似推断）', '{words} is now called “{path}” (guessed by likeness)', {
            words: stateWords(older),
            path: newer.path,
          }),
      before: older.at,
      after: newer.at,
    });
  }

  #compareNode(older: OutlineState, newer: OutlineState): void {
    const [a, b] = [older.node, newer.node];
    const subject: Subject = {
      part: 'state',
      name: newer.path,
      words: stateWords(newer),
      before: older.at,
      after: newer.at,
    };
    const facets = new Facets(this.#changes, subject);
    facets.words('title', say('名称', 'the title'), a.title, b.title);
    facets.words('description', say('说明', 'the description'), a.description, b.description);
    facets.names('basis', say('法律依据', 'its legal basis'), a.basis, b.basis, 'same-behaviour');
    if (kindOf(older) !== kindOf(newer))
      facets.tell(
        '',
        'breaking',
        say('种类由 {a} 改为 {b}', 'its kind {a} is now {b}', { a: kindOf(older), b: kindOf(newer) }),
      );
    if (a.initial !== undefined && b.initial !== undefined) {
      const moved = this.#pairs.after.get(childPath(older.path, a.initial));
      if (moved !== childPath(newer.path, b.initial))
        facets.value('initial', say('起点', 'its start'), a.initial, b.initial, DIFFERENT);
    }
    facets.value('history', say('历史', 'its history'), a.history, b.history, DIFFERENT);
    this.#compareClocks(facets, older, newer);
    facets.names('stops', say('暂停的期限', 'it stops the clocks'), a.stops, b.stops, 'looser');
    facets.value('outcome', say('结果', 'the outcome'), a.outcome, b.outcome, DIFFERENT);
    facets.other('result', say('交回的结果', 'what it gives back'), a.result, b.result);
    for (const list of ['entry', 'exit'] as const) {
      const what = list === 'entry' ? say('进入时', 'on entry') : say('离开时', 'on exit');
      compareActions(
        this.#changes,
        {
          ...subject,
          words: say('{words}{what}', '{words}, {what}', { words: subject.words, what }),
          before: [...older.at, list],
          after: [...newer.at, list],
        },
        a[list],
        b[list],
      );
    }
  }

  #compareClocks(facets: Facets, older: OutlineState, newer: OutlineState): void {
    const [before, after] = [clockNames(older.node), clockNames(newer.node)];
    for (const name of after.filter((one) => !before.includes(one)))
      facets.tell(
        'clock',
        'breaking',
        say(
          '期限“{name}”从此在此计算；已在其中的案件没有它',
          'clock “{name}” now runs in it; a case that is already in it has none',
          { name },
        ),
      );
    for (const name of before.filter((one) => !after.includes(one)))
      facets.tell(
        'clock',
        'breaking',
        say('期限“{name}”不再在此计算', 'clock “{name}” no longer runs in it', { name }),
      );
  }

  #compareBlocks(): void {
    const newer = new Map(this.#newer.outline.blocks.map((block) => [`${block.kind} ${block.name}`, block]));
    const older = new Map(this.#older.outline.blocks.map((block) => [`${block.kind} ${block.name}`, block]));
    for (const [key, block] of older) {
      const now = newer.get(key);
      if (now) this.#compareBlockPair(block, now);
      else if (this.#pairs.after.has(block.state)) this.#tellBlock('removed', block);
    }
    for (const [key, block] of newer)
      if (!older.has(key) && this.#pairs.before.has(block.state)) this.#tellBlock('added', block);
  }

  #compareBlockPair(older: OutlineBlock, newer: OutlineBlock): void {
    this.#noting(newer.state, () => {
      if (this.#pairs.after.get(older.state) !== newer.state)
        this.#changes.add({
          class: 'breaking',
          kind: 'moved',
          part: newer.kind,
          name: newer.name,
          words: say('{words}从状态“{a}”移到“{b}”', '{words} has moved from state “{a}” to “{b}”', {
            words: blockWords(newer),
            a: older.state,
            b: newer.state,
          }),
          before: older.at,
          after: newer.at,
        });
      compareBlock(this.#changes, older, newer);
    });
  }

  #tellBlock(kind: 'added' | 'removed', block: OutlineBlock): void {
    const path = kind === 'added' ? block.state : this.#pairs.after.get(block.state)!;
    const state = stateWords(this.#newer.outline.states.get(path)!);
    const what = say('{kind}{name}', '{kind} {name}', {
      kind: BLOCK_WORDS[block.kind],
      name: called(blockTitle(block), block.name),
    });
    this.#touched.add(path);
    this.#changes.add({
      class: 'breaking',
      kind,
      part: block.kind,
      name: block.name,
      words:
        kind === 'added'
          ? say(
              '{state}：新增{what}；已在其中的案件没有它',
              '{state}: new {what}; a case that is already in it has none',
              { state, what },
            )
          : say('{state}：不再有{what}', '{state}: {what} is gone', { state, what }),
      before: kind === 'added' ? null : block.at,
      after: kind === 'added' ? block.at : null,
    });
  }

  #compareTransitions(): void {
    const older = this.#older.outline.transitions.map((one, id) => ({ one, id }));
    const newer = this.#newer.outline.transitions.map((one, id) => ({ one, id }));
    const groups = new Map<string, { older: typeof older; newer: typeof newer }>();
    const groupOf = (source: string, event: string) => {
      const key = `${source}\n${event}`;
      const group = groups.get(key) ?? { older: [], newer: [] };
      groups.set(key, group);
      return group;
    };
    for (const { one, id } of older) {
      const source = this.#pairs.after.get(one.source);
      if (source === undefined) this.#transitions.push({ before: id, after: null, kind: 'removed' });
      else groupOf(source, one.event).older.push({ one, id });
    }
    for (const { one, id } of newer)
      if (this.#pairs.before.has(one.source)) groupOf(one.source, one.event).newer.push({ one, id });
      else this.#transitions.push({ before: null, after: id, kind: 'added' });
    for (const group of groups.values()) this.#compareGroup(group.older, group.newer);
  }

  #compareGroup(older: { one: Transition; id: number }[], newer: { one: Transition; id: number }[]): void {
    const alone = older.length === 1 && newer.length === 1;
    const left = { older: [...older], newer: [...newer] };
    const pairs: [older: (typeof older)[number], newer: (typeof newer)[number]][] = [];
    const match = (isAlike: (a: Transition, b: Transition) => boolean) => {
      for (const a of older) {
        if (!left.older.includes(a)) continue;
        const b = left.newer.find((one) => isAlike(a.one, one.one));
        if (b === undefined) continue;
        left.older.splice(left.older.indexOf(a), 1);
        left.newer.splice(left.newer.indexOf(b), 1);
        pairs.push([a, b]);
      }
    };
    const sameTarget = (a: Transition, b: Transition) => this.#targetNow(a) === this.#targetAfter(b);
    const sameGuard = (a: Transition, b: Transition) =>
      plain(a.rule.guard) === plain(b.rule.guard) && a.rule.in === b.rule.in;
    match((a, b) => sameTarget(a, b) && sameGuard(a, b));
    match(sameTarget);
    match(sameGuard);
    match(() => true);
    for (const [a, b] of pairs) {
      const before = this.#changes.list.length;
      this.#comparePair(a.one, b.one, alone);
      const kind = this.#changes.list.length > before ? 'changed' : 'same';
      this.#transitions.push({ before: a.id, after: b.id, kind });
    }
    for (const { one, id } of left.older) {
      this.#tellTransition('removed', one);
      this.#transitions.push({ before: id, after: null, kind: 'removed' });
    }
    for (const { one, id } of left.newer) {
      this.#tellTransition('added', one);
      this.#transitions.push({ before: null, after: id, kind: 'added' });
    }
    const order = pairs.toSorted(([a], [b]) => a.id - b.id).map(([, { id }]) => id);
    if (order.some((id, index) => index > 0 && id < order[index - 1]!)) this.#tellOrder(pairs[0]![1].one);
  }

  #comparePair(older: Transition, newer: Transition, alone: boolean): void {
    const subject: Subject = {
      part: 'transition',
      name: newer.source,
      words: this.#transitionWords(this.#newer, newer),
      before: older.at,
      after: newer.at,
    };
    const facets = new Facets(this.#changes, subject);
    const [a, b] = [older.rule, newer.rule];
    if (this.#targetNow(older) !== this.#targetAfter(newer))
      this.#changes.add({
        class: 'different',
        kind: 'changed',
        part: 'transition',
        name: newer.source,
        words: say('{words}：原转到“{from}”', '{words}: before it went to “{from}”', {
          words: subject.words,
          from: this.#targetOf(this.#older, older) ?? say('原处', 'where it was'),
        }),
        before: older.targetAt,
        after: newer.targetAt,
      });
    const guards = new Facets(this.#changes, { ...subject, part: 'guard' });
    const [from, to] = [plain(a.guard), plain(b.guard)];
    // One branch of several hands over to the next: whether that is stricter is not known.
    const weight = from === to ? 'same-behaviour' : alone ? compareGuards(from, to) : 'different';
    guards.value('guard', say('条件', 'the condition'), from, to, {
      given: weight,
      dropped: weight,
      other: weight,
    });
    guards.value('in', say('须同时处于', 'only while in'), a.in, b.in, {
      given: alone ? 'stricter' : 'different',
      dropped: alone ? 'looser' : 'different',
      other: 'different',
    });
    facets.words('because', say('拒绝的说明', 'the explanation of a refusal'), a.because, b.because);
    facets.words('title', say('名称', 'the title'), a.title, b.title);
    facets.other(
      'reenter',
      say('是否重新进入', 'whether it enters again'),
      a.reenter ?? false,
      b.reenter ?? false,
    );
    compareActions(
      this.#changes,
      { ...subject, before: [...older.at, 'actions'], after: [...newer.at, 'actions'] },
      a.actions,
      b.actions,
    );
  }

  #tellTransition(kind: 'added' | 'removed', transition: Transition): void {
    const side = kind === 'added' ? this.#newer : this.#older;
    const byPeople = side.definition.events?.[transition.event]?.by !== undefined;
    const words = this.#transitionWords(side, transition);
    this.#changes.add({
      class: byPeople ? (kind === 'added' ? 'looser' : 'stricter') : 'different',
      kind,
      part: 'transition',
      name: transition.source,
      words:
        kind === 'added'
          ? say('新增{words}', 'new {words}', { words })
          : say('删去{words}', '{words} is gone', { words }),
      before: kind === 'added' ? null : transition.at,
      after: kind === 'added' ? transition.at : null,
    });
  }

  #tellOrder(transition: Transition): void {
    this.#changes.add({
      class: 'different',
      kind: 'changed',
      part: 'transition',
      name: transition.source,
      words: say('{words}：各分支的先后有改动', '{words}: the branches are tried in another order', {
        words: this.#transitionWords(this.#newer, transition),
      }),
      before: null,
      after: transition.eventAt,
    });
  }

  /** 转换“要求听证”（noticed → scheduling） */
  #transitionWords(side: Side, transition: Transition): Text {
    const { source, event, rule } = transition;
    const name =
      rule.title ??
      side.definition.events?.[event]?.title ??
      (event === '' ? say('自动', 'automatic') : event === '@done' ? say('全部完成', 'all done') : event);
    const from = source === '' ? say('任何状态', 'any state') : source;
    const to = this.#targetOf(side, transition) ?? say('原处', 'stay');
    return say('转换“{name}”（{from} → {to}）', 'transition “{name}” ({from} → {to})', { name, from, to });
  }

  #targetOf({ definition }: Side, { source, rule }: Transition): string | null {
    return rule.target === undefined ? null : resolveTarget(definition, source, rule.target);
  }

  /** Of an older transition, as the newer definition calls it. */
  #targetNow(transition: Transition): string | null {
    const target = this.#targetOf(this.#older, transition);
    return target === null ? null : (this.#pairs.after.get(target) ?? `- ${target}`);
  }

  #targetAfter(transition: Transition): string | null {
    return this.#targetOf(this.#newer, transition);
  }
}

const DIFFERENT = { given: 'different', dropped: 'different', other: 'different' } as const;

const lastOf = (path: string) => path.slice(path.lastIndexOf('.') + 1);
