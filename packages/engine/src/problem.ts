import type { Text } from './text.ts';

/** What is wrong in a definition, where, and how it is mended. Told all at once. */
export interface Problem {
  code: string;
  severity: 'error' | 'warning';
  message: Text;
  remedy: Text;
  file: string;
  /** From 1. */
  line: number;
  /** From 1, in characters. */
  column: number;
  /** End of the marked place, exclusive. */
  endLine: number;
  endColumn: number;
  /** Path inside the definition: states.review.on.decided.0.target */
  path: string;
  /** The shortest way that shows it, step by step. */
  trail?: TrailStep[];
}

/** One step of a case, in the author's words. */
export interface TrailStep {
  what: Text;
  /** Titles of the innermost active states after it. */
  states: Text[];
}
