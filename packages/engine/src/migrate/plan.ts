/**
 * How running cases of one version go on in another, said by the author: data, never code. What it does not say stays
 * as it is, and what cannot stay as it is must be said.
 */
import type { Expression } from '../definition.ts';

export interface MigrationPlan {
  from: { id: string; version: number };
  to: { id: string; version: number };
  /**
   * Full path there by full path here. A state that has the same path is its own image, and what is inside a renamed
   * state is found inside its image. `reenter`: it is left and the image is entered, so that what lived in it ends.
   * `final`: the image is an end, and that is meant.
   */
  states?: Record<string, string | { to: string; reenter?: boolean; final?: boolean }>;
  /** keep: same start, stops and extensions under the new rule; `as`: the same under another name. */
  clocks?: Record<string, 'keep' | 'restart' | 'end' | { as: string }>;
  /** Fields of the data, from the data as they were; null: the field goes. */
  data?: Record<string, Expression | null>;
  roles?: Record<string, string>;
  /** Blocks of any kind by name: tasks, hand-offs, effects, cases, awaits. */
  tasks?: Record<string, string>;
}
