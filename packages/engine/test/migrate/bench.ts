/** Versions of one definition, and a case that crosses from one to another. */
import { readFileSync } from 'node:fs';
import {
  checkPlan,
  migrate,
  replay,
  type CompiledDefinition,
  type DefinitionRef,
  type JsonObject,
  type MigrationPlan,
  type Refusal,
} from '@gongzhi/engine';
import { parse } from 'yaml';
import { cast, compiled, Trial, type Name } from '../step/bench.ts';

export const permitSource = readFileSync(new URL('permit.yaml', import.meta.url), 'utf8');
export const permit = compiled(permitSource);

/** An object of a definition's YAML, for tests to change at will. */
export type Loose = { [key: string]: Loose };

/** The next version of a definition, as the test changes it. */
export function next(
  source: string,
  change: (definition: Loose) => void = () => {},
  version = 2,
): CompiledDefinition {
  const definition = parse(source) as Loose;
  (definition as unknown as { version: number }).version = version;
  change(definition);
  return compiled(JSON.stringify(definition));
}

/** A value of YAML where a `Loose` is expected. */
export const yaml = (text: string) => parse(text) as Loose;

export class Crossing extends Trial {
  static of(definition: CompiledDefinition, payload: JsonObject = {}): Crossing {
    const trial = new Crossing(definition);
    trial.do('li', { kind: 'case.open', role: 'applicant', payload, cellId: 'cell-1' });
    return trial;
  }

  /** null: it crossed. */
  cross(
    to: CompiledDefinition,
    plan: Omit<MigrationPlan, 'from' | 'to'> = {},
    by: Name = 'operator',
    reason: string | null = 'the law changed',
  ): Refusal | null {
    const from = this.definition;
    const whole: MigrationPlan = { from: short(from.ref), to: short(to.ref), ...plan };
    const [problem] = checkPlan(whole, from, to);
    if (problem !== undefined) throw new Error(`${problem.pointer} ${problem.message.en}`);
    const command = {
      commandId: `c${this.entries.length + 1}`,
      caseId: this.case.caseId,
      actor: cast[by],
      ...(reason === null ? {} : { reason }),
      kind: 'case.migrate' as const,
      plan: whole,
      to: to.ref,
    };
    const before = JSON.stringify(this.case);
    const result = migrate(from, to, JSON.parse(before) as typeof this.case, command, this.now);
    if (result.kind === 'needs') throw new Error('the directory was asked');
    if (result.kind === 'refused') return result.refusal;
    this.state = JSON.parse(JSON.stringify(result.case)) as typeof this.case;
    this.entries.push(JSON.parse(JSON.stringify(result.entry)) as (typeof this.entries)[number]);
    this.last = result;
    this.definition = to;
    return null;
  }

  /** Crosses, or fails the test. */
  over(to: CompiledDefinition, plan: Omit<MigrationPlan, 'from' | 'to'> = {}): this {
    const refusal = this.cross(to, plan);
    if (refusal !== null) throw new Error(`${refusal.code} ${refusal.message.en}`);
    return this;
  }

  /** The case as the journal alone gives it. */
  replayed(...versions: CompiledDefinition[]) {
    return replay(
      ({ id, version }) => versions.find(({ ref }) => ref.id === id && ref.version === version)!,
      this.entries,
    );
  }
}

const short = ({ id, version }: DefinitionRef) => ({ id, version });
