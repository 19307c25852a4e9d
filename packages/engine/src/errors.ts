import type { Json, Text } from './text.ts';

/** What a refusal says and how it is mended. `{name}` in a text is replaced by the argument of that name. */
export interface ErrorEntry {
  /** HTTP status that the refusal has at the API. */
  status: number;
  message: Text;
  remedy: Text;
}

/** A refusal that people can cause: returned by the engine, thrown once as `GongzhiError` by the runtime. */
export interface Refusal {
  code: string;
  status: number;
  message: Text;
  remedy: Text;
  args: RefusalArgs;
  /** Machine-readable extras, e.g. what is possible instead. */
  details?: Json;
}

export type RefusalArgs = Record<string, string | number>;

export class GongzhiError extends Error {
  override name = 'GongzhiError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(`${refusal.code}: ${refusal.message.en}`, options);
    this.refusal = refusal;
  }
}

/** The error catalogue of one package. */
export interface ErrorCatalogue<Code extends string> {
  entries: Record<Code, ErrorEntry>;
  /** Makes the refusal `code`; the arguments fill the `{name}` places of its texts. */
  refuse(code: Code, args?: RefusalArgs, details?: Json): Refusal;
  /** The same as an error to throw. */
  error(code: Code, args?: RefusalArgs, details?: Json): GongzhiError;
}

/**
 * Declares the errors of a package, each with status, message and remedy in both languages.
 *
 * Every code starts with `GZ_`; docs/ERRORS.md lists them all and a test compares the two.
 */
export function defineErrors<const Code extends string>(
  entries: Record<Code, ErrorEntry>,
): ErrorCatalogue<Code> {
  const refuse = (code: Code, args: RefusalArgs = {}, details?: Json): Refusal => {
    const entry = entries[code];
    return {
      code,
      status: entry.status,
      message: fill(entry.message, args),
      remedy: fill(entry.remedy, args),
      args,
      ...(details === undefined ? {} : { details }),
    };
  };
  return { entries, refuse, error: (...given) => new GongzhiError(refuse(...given)) };
}

function fill(text: Text, args: RefusalArgs): Text {
  const replace = (words: string) =>
    words.replace(/\{(\w+)\}/g, (place, name: string) => String(args[name] ?? place));
  return { 'zh-CN': replace(text['zh-CN']), en: replace(text.en) };
}
