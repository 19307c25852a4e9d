/** Every name in a definition means something: roles, forms, clocks, events, targets, what plugins bring. */
import type { CompileOptions } from './compiled.ts';
import type { CaseBlock, Definition, EffectBlock, StateNode } from './definition.ts';
import { nearest } from './nearest.ts';
import {
  childPath,
  type Outline,
  type OutlineAction,
  type OutlineBlock,
  type OutlineState,
} from './outline.ts';
import { both, hint, type ProblemArgs, type ProblemCode } from './problems.ts';
import type { Path, Source, Tell } from './source.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * The full path of the state that `target` means, said in the state `sourcePath`; null: there is none.
 *
 * `.name` is a child of the source; else a sibling's name (said at the root: a top-level name), or a full path from the
 * top. The root itself cannot be a target.
 */
export function resolveTarget(
  top: { states?: Record<string, StateNode> },
  sourcePath: string,
  target: string,
): string | null {
  if (target.startsWith('.')) return findState(top, childPath(sourcePath, target.slice(1)));
  const parent = sourcePath.slice(0, Math.max(0, sourcePath.lastIndexOf('.')));
  if (!target.includes('.')) {
    const sibling = findState(top, childPath(parent, target));
    if (sibling !== null) return sibling;
  }
  return findState(top, target);
}

function findState(top: { states?: Record<string, StateNode> }, path: string): string | null {
  let node: { states?: Record<string, StateNode> } = top;
  for (const name of path.split('.')) {
    if (!node.states || !Object.hasOwn(node.states, name)) return null;
    node = node.states[name]!;
  }
  return path;
}

/** Events that each kind of block makes. */
export const BLOCK_EVENTS = {
  task: ['completed'],
  handoff: ['accepted', 'declined', 'recalled'],
  effect: ['replied', 'failed'],
  case: ['closed'],
  await: ['received'],
  clock: ['warned', 'lapsed', 'extended'],
} as const;

const BLOCK_TITLES = {
  task: both('任务', 'task'),
  handoff: both('移交', 'hand-off'),
  effect: both('外部动作', 'effect'),
  case: both('案件', 'case'),
  await: both('消息', 'message'),
  clock: both('期限', 'clock'),
} as const;

export function checkNames(
  definition: Definition,
  outline: Outline,
  words: Vocabulary,
  options: CompileOptions,
  source: Source,
  tell: Tell,
): void {
  new NameCheck(definition, outline, words, options, source, tell).run();
}

class NameCheck {
  readonly #definition: Definition;
  readonly #outline: Outline;
  readonly #words: Vocabulary;
  readonly #options: CompileOptions;
  readonly #source: Source;
  readonly #tell: Tell;
  readonly #roles: Set<string>;
  readonly #clocks: Set<string>;
  readonly #events: Set<string>;
  readonly #basis: Set<string>;
  readonly #fields: Set<string>;
  readonly #forms: Set<string>;
  readonly #documents: Set<string>;
  readonly #tasks: Set<string>;
  readonly #used = {
    role: new Set<string>(),
    clock: new Set<string>(),
    form: new Set<string>(),
    document: new Set<string>(),
  };
  readonly #raised = new Set<string>();

  constructor(
    definition: Definition,
    outline: Outline,
    words: Vocabulary,
    options: CompileOptions,
    source: Source,
    tell: Tell,
  ) {
    this.#definition = definition;
    this.#outline = outline;
    this.#words = words;
    this.#options = options;
    this.#source = source;
    this.#tell = tell;
    const keys = (value: object | undefined) => new Set(Object.keys(value ?? {}));
    this.#roles = keys(definition.roles);
    this.#clocks = keys(definition.clocks);
    this.#events = keys(definition.events);
    this.#basis = keys(definition.basis);
    this.#fields = keys(definition.data['properties'] as object | undefined);
    this.#forms = new Set([...keys(definition.forms), ...words.forms.keys()]);
    this.#documents = new Set([...keys(definition.documents), ...words.documents.keys()]);
    this.#tasks = new Set(outline.blocks.filter(({ kind }) => kind === 'task').map(({ name }) => name));
  }

  run(): void {
    this.#checkHead();
    this.#checkBlockNames();
    for (const state of this.#outline.states.values()) this.#checkState(state);
    this.#checkTransitions();
    for (const block of this.#outline.blocks) this.#checkBlock(block);
    for (const action of this.#outline.actions) this.#checkAction(action);
    this.#warnUnused();
  }

  #checkHead(): void {
    const { open, custody, roles, events, clocks, visibility } = this.#definition;
    this.#checkRoles(open.by, ['open', 'by']);
    this.#checkForm(open.form, ['open', 'form']);
    this.#checkRole(custody.first, ['custody', 'first']);
    this.#checkRoles(custody.roles, ['custody', 'roles']);
    for (const [name, role] of Object.entries(roles)) {
      const at = ['roles', name];
      for (const [index, kind] of (role.party ?? []).entries())
        this.#check('GZ303', kind, this.#words.partyKinds, [...at, 'party', index]);
      for (const [index, qualification] of (role.qualifications ?? []).entries())
        this.#check('GZ304', qualification, this.#words.qualifications, [...at, 'qualifications', index]);
      for (const [index, rule] of (role.separateFrom ?? []).entries())
        if (typeof rule === 'string') this.#check('GZ302', rule, this.#roles, [...at, 'separateFrom', index]);
        else this.#check('GZ302', rule.role, this.#roles, [...at, 'separateFrom', index, 'role']);
      this.#checkRoles(role.visibleTo, [...at, 'visibleTo']);
      if (role.sameParty !== undefined)
        this.#check('GZ302', role.sameParty, this.#roles, [...at, 'sameParty']);
      if (typeof role.appoint === 'object')
        this.#check('GZ304', role.appoint.office, this.#words.qualifications, [...at, 'appoint', 'office']);
    }
    for (const [name, event] of Object.entries(events ?? {})) {
      const at = ['events', name];
      this.#checkRoles(event.by, [...at, 'by']);
      this.#checkForm(event.form, [...at, 'form']);
      this.#checkRoles(event.visibleTo, [...at, 'visibleTo']);
      this.#checkBasis(event.basis, [...at, 'basis']);
    }
    for (const [name, clock] of Object.entries(clocks ?? {})) {
      const at = ['clocks', name];
      this.#checkBasis(clock.basis, [...at, 'basis']);
      this.#checkRoles(clock.extendable?.by, [...at, 'extendable', 'by']);
      this.#checkBasis(clock.extendable?.basis, [...at, 'extendable', 'basis']);
    }
    for (const [field, readers] of Object.entries(visibility?.fields ?? {})) {
      this.#check('GZ319', field, this.#fields, ['visibility', 'fields', field], 'key');
      this.#checkRoles(readers, ['visibility', 'fields', field]);
    }
    for (const [index, field] of (visibility?.candidates ?? []).entries())
      this.#check('GZ319', field, this.#fields, ['visibility', 'candidates', index]);
    for (const [index, field] of (visibility?.public?.fields ?? []).entries())
      this.#check('GZ319', field, this.#fields, ['visibility', 'public', 'fields', index]);
    for (const [index, document] of (visibility?.public?.documents ?? []).entries())
      this.#check('GZ306', document, this.#documents, ['visibility', 'public', 'documents', index]);
  }

  /** Blocks and clocks share one namespace. */
  #checkBlockNames(): void {
    const taken = new Map<string, { kind: keyof typeof BLOCK_TITLES; at: Path }>();
    for (const name of this.#clocks) taken.set(name, { kind: 'clock', at: ['clocks', name] });
    for (const { name, at } of this.#outline.blocks) {
      const other = taken.get(name);
      const kind = at.at(-2) as keyof typeof BLOCK_TITLES;
      if (!other) taken.set(name, { kind, at });
      else
        this.#tell('GZ318', this.#source.place(at, 'key'), at, {
          name,
          other: BLOCK_TITLES[other.kind],
          line: this.#source.place(other.at, 'key').line,
        });
    }
  }

  #checkState({ path, node, at }: OutlineState): void {
    if (path === '') return;
    this.#checkBasis(node.basis, [...at, 'basis']);
    if (typeof node.clock === 'string') this.#checkClock(node.clock, [...at, 'clock']);
    else
      for (const [index, clock] of (node.clock ?? []).entries())
        this.#checkClock(clock, [...at, 'clock', index]);
    for (const [index, clock] of (node.stops ?? []).entries())
      this.#check('GZ307', clock, this.#clocks, [...at, 'stops', index]);
    if (node.target !== undefined) this.#checkTarget(path, node.target, [...at, 'target']);
  }

  #checkTransitions(): void {
    const known = new Set(this.#events);
    for (const clock of this.#clocks) for (const what of BLOCK_EVENTS.clock) known.add(`${clock}.${what}`);
    for (const { kind, name } of this.#outline.blocks)
      for (const what of BLOCK_EVENTS[kind]) known.add(`${name}.${what}`);
    const handled = new Set<string>();
    for (const { source, event, rule, at, eventAt, targetAt, index } of this.#outline.transitions) {
      if (event !== '' && event !== '@done') {
        handled.add(event);
        if (index === 0) this.#check('GZ312', event, known, eventAt, 'key');
      }
      if (rule.target !== undefined) this.#checkTarget(source, rule.target, targetAt);
      if (rule.in !== undefined) this.#check('GZ317', rule.in, this.#outline.states.keys(), [...at, 'in']);
    }
    for (const event of this.#events)
      if (!handled.has(event)) this.#warn('GZ321', { name: event }, ['events', event]);
  }

  #checkTarget(sourcePath: string, target: string, at: Path): void {
    if (resolveTarget(this.#definition, sourcePath, target) !== null) return;
    const parent = sourcePath.slice(0, Math.max(0, sourcePath.lastIndexOf('.')));
    const paths = [...this.#outline.states.keys()].filter((path) => path !== '');
    const siblings =
      this.#outline.states.get(parent)?.children.map((path) => path.slice(path.lastIndexOf('.') + 1)) ?? [];
    const meant =
      nearest(target, siblings) ??
      nearest(target, paths) ??
      paths.find((path) => path.endsWith(`.${target}`));
    this.#tell('GZ301', this.#source.place(at), at, { name: target, hint: hint(meant) });
  }

  #checkBlock(block: OutlineBlock): void {
    const { at } = block;
    switch (block.kind) {
      case 'task': {
        const { rule } = block;
        this.#checkRole(rule.role, [...at, 'role']);
        this.#checkForm(rule.form, [...at, 'form']);
        this.#checkRoles(rule.visibleTo, [...at, 'visibleTo']);
        if (rule.clock !== undefined) this.#check('GZ307', rule.clock, this.#clocks, [...at, 'clock']);
        if (rule.sameAs !== undefined) this.#check('GZ314', rule.sameAs, this.#tasks, [...at, 'sameAs']);
        return;
      }
      case 'handoff':
        return this.#checkRole(block.rule.to, [...at, 'to']);
      case 'effect':
        return this.#checkEffect(block.rule, at);
      case 'case':
        return this.#checkCase(block.rule, at);
      case 'await':
        return this.#checkForm(block.rule.form, [...at, 'form']);
    }
  }

  #checkAction({ rule, at }: OutlineAction): void {
    if ('assign' in rule)
      for (const field of Object.keys(rule.assign))
        this.#check('GZ319', field, this.#fields, [...at, 'assign', field], 'key');
    else if ('appoint' in rule) this.#checkRole(rule.appoint.role, [...at, 'appoint', 'role']);
    else if ('dismiss' in rule) this.#checkRole(rule.dismiss.role, [...at, 'dismiss', 'role']);
    else if ('issue' in rule) {
      this.#used.document.add(rule.issue.document);
      this.#check('GZ306', rule.issue.document, this.#documents, [...at, 'issue', 'document']);
      this.#checkRoles(rule.issue.to, [...at, 'issue', 'to']);
    } else if ('effect' in rule) this.#checkEffect(rule.effect, [...at, 'effect']);
    else if ('open' in rule) this.#checkCase(rule.open, [...at, 'open']);
    else {
      this.#raised.add(rule.raise);
      this.#check('GZ313', rule.raise, this.#events, [...at, 'raise']);
    }
  }

  #checkEffect(rule: EffectBlock, at: Path): void {
    const known = this.#words.effects;
    this.#check('GZ308', rule.use, known.keys(), [...at, 'use']);
    const schema = known.get(rule.use)?.input;
    const properties = Object.keys((schema?.['properties'] ?? {}) as object);
    if (!schema || properties.length === 0) return;
    const closed = schema['additionalProperties'] === false;
    for (const name of Object.keys(rule.input ?? {}))
      if (closed && !properties.includes(name)) {
        const args = {
          effect: rule.use,
          name,
          hint: hint(nearest(name, properties)),
          known: properties.join(', '),
        };
        const place = [...at, 'input', name];
        this.#tell('GZ608', this.#source.place(place, 'key'), place, args);
      }
    for (const name of (schema['required'] ?? []) as string[])
      if (!Object.hasOwn(rule.input ?? {}, name))
        this.#tell('GZ609', this.#source.place([...at, 'use']), at, { effect: rule.use, name });
  }

  #checkCase(rule: CaseBlock, at: Path): void {
    const { definitions } = this.#options;
    const isSelf = rule.definition === this.#definition.id;
    const other = isSelf
      ? { id: rule.definition, roles: [...this.#roles] }
      : definitions?.get(rule.definition);
    if (definitions && !isSelf)
      this.#check('GZ315', rule.definition, definitions.keys(), [...at, 'definition']);
    for (const [there, here] of Object.entries(rule.roles ?? {})) {
      const place = [...at, 'roles', there];
      if (here !== 'custodian') this.#checkRole(here, place);
      if (other && !other.roles.includes(there)) {
        const args = { definition: other.id, name: there, hint: hint(nearest(there, other.roles)) };
        this.#tell('GZ316', this.#source.place(place, 'key'), place, args);
      }
    }
  }

  #warnUnused(): void {
    const { roles, events } = this.#definition;
    const kinds = [
      ['role', 'roles', both('角色', 'role')],
      ['clock', 'clocks', BLOCK_TITLES.clock],
      ['form', 'forms', both('表单', 'form')],
      ['document', 'documents', both('文书', 'document')],
    ] as const;
    for (const [kind, section, what] of kinds)
      for (const name of Object.keys(this.#definition[section] ?? {}))
        if (!this.#used[kind].has(name) && !(kind === 'role' && roles[name]?.supervises))
          this.#warn('GZ320', { what, name }, [section, name]);
    for (const [name, event] of Object.entries(events ?? {}))
      if (event.by === undefined && !this.#raised.has(name)) this.#warn('GZ322', { name }, ['events', name]);
  }

  #checkRole(name: string | undefined, at: Path): void {
    if (name === undefined) return;
    this.#used.role.add(name);
    this.#check('GZ302', name, this.#roles, at);
  }

  #checkRoles(names: readonly string[] | undefined, at: Path): void {
    for (const [index, name] of (names ?? []).entries()) this.#checkRole(name, [...at, index]);
  }

  #checkForm(name: string | undefined, at: Path): void {
    if (name === undefined) return;
    this.#used.form.add(name);
    this.#check('GZ305', name, this.#forms, at);
  }

  #checkClock(name: string, at: Path): void {
    this.#used.clock.add(name);
    this.#check('GZ307', name, this.#clocks, at);
  }

  #checkBasis(names: readonly string[] | undefined, at: Path): void {
    for (const [index, name] of (names ?? []).entries())
      this.#check('GZ309', name, this.#basis, [...at, index]);
  }

  #check(
    code: ProblemCode,
    name: string,
    known: Iterable<string>,
    at: Path,
    part: 'key' | 'value' = 'value',
  ): void {
    const all = known instanceof Set ? (known as Set<string>) : new Set(known);
    if (all.has(name)) return;
    const args = { name, hint: hint(nearest(name, all)), known: [...all].slice(0, 12).join(', ') || '—' };
    this.#tell(code, this.#source.place(at, part), at, args);
  }

  #warn(code: ProblemCode, args: ProblemArgs, at: Path): void {
    this.#tell(code, this.#source.place(at, 'key'), at, args);
  }
}
