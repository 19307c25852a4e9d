import type { Text } from '@gongzhi/engine';
import type { Exit } from './exit.ts';

export interface FailureParts {
  exit: Exit;
  /** A catalogue's code, or one of the command line's own. */
  code: string;
  what: Text;
  /** A file with its line, an address, an option. */
  where?: string;
  why?: Text;
  fix?: Text;
  /** The command to type next. */
  next?: string;
  details?: unknown;
}

/** What a command could not do, so that the next step is plain: what, where, why, how to mend it, what to type. */
export class Failure extends Error {
  override name = 'Failure';
  readonly parts: FailureParts;

  constructor(parts: FailureParts, options?: ErrorOptions) {
    super(parts.what.en, options);
    this.parts = parts;
  }
}

/** Words that are the same in both languages, or come in one already. */
export const both = (words: string): Text => ({ 'zh-CN': words, en: words });
