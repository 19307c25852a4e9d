/**
 * What is different in the newer of two definitions: in words, by weight, with the places in both.
 *
 *   1. pair-states.ts  which state is which, renames and moves guessed by likeness
 *   2. states.ts       states, their work, transitions, guards and actions
 *   3. rules.ts        roles, events, clocks, documents, visibility, custody, opening
 *   4. schemas.ts      forms and data, field by field
 *
 * The version alone is no difference. Pure; the same for the same two.
 */
import type { CompiledDefinition } from '../compiled.ts';
import { outlineDefinition } from '../outline.ts';
import { CHANGE_CLASSES, Changes, type Change, type Comparison } from './change.ts';
import { compareRules } from './rules.ts';
import { compareData, compareForms } from './schemas.ts';
import { compareStates } from './states.ts';

export function compareDefinitions(before: CompiledDefinition, after: CompiledDefinition): Comparison {
  const changes = new Changes();
  const [older, newer] = [before.definition, after.definition];
  const { states, transitions } = compareStates(
    changes,
    { definition: older, outline: outlineDefinition(older) },
    { definition: newer, outline: outlineDefinition(newer) },
  );
  compareRules(changes, older, newer);
  compareForms(changes, older.forms, newer.forms);
  compareData(changes, older.data, newer.data);
  return { before: before.ref, after: after.ref, changes: byWeight(changes.list), states, transitions };
}

const byWeight = (changes: readonly Change[]): Change[] =>
  CHANGE_CLASSES.flatMap((weight) => changes.filter((change) => change.class === weight));
