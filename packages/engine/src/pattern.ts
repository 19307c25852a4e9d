/**
 * Regular expressions of authors, so bounded that none can hang the engine.
 *
 * JavaScript's engine backtracks: `(a+)+b` takes exponential time. A repeated group therefore holds neither a
 * repetition nor a choice, and an input may only be as long as the worst case stays below `STEP_LIMIT`.
 */
const STEP_LIMIT = 1e7;
const INPUT_LIMIT = 50_000;
const SHORTEST_USEFUL_INPUT = 40;
const PATTERN_LIMIT = 200;
const CACHE_LIMIT = 500;

interface Pattern {
  source: string;
  /** Longer inputs never match. */
  inputLimit: number;
  test(text: string): boolean;
  /** Ajv tells patterns apart by this. */
  toString(): string;
}

export type PatternResult =
  | { ok: true; pattern: Pattern }
  | { ok: false; reason: { zh: string; en: string } };

const cache = new Map<string, PatternResult>();

export function compilePattern(source: string): PatternResult {
  const known = cache.get(source);
  if (known) return known;
  const result = judge(source);
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(source, result);
  return result;
}

const refuse = (zh: string, en: string): PatternResult => ({ ok: false, reason: { zh, en } });

function judge(source: string): PatternResult {
  if (source.length > PATTERN_LIMIT)
    return refuse(`超过 ${PATTERN_LIMIT} 字符`, `longer than ${PATTERN_LIMIT} characters`);
  let expression: RegExp;
  try {
    expression = new RegExp(source, 'u');
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return refuse('不是有效的正则表达式', 'not a valid regular expression');
  }
  const cost = measure(source);
  if (typeof cost === 'string')
    return cost === 'repeat'
      ? refuse('重复的分组中含有重复或选择', 'a repeated group holds a repetition or a choice')
      : refuse('不支持反向引用与环视', 'back references and look-around are not supported');
  // Without an anchor the search begins again at every character.
  const exponent = Math.max(1, cost.loops + (cost.isAnchored ? 0 : 1));
  const inputLimit = Math.min(INPUT_LIMIT, Math.floor((STEP_LIMIT / cost.ways) ** (1 / exponent)));
  if (inputLimit < SHORTEST_USEFUL_INPUT) return refuse('重复或选择过多', 'too many repetitions or choices');
  const test = (text: string) => text.length <= inputLimit && expression.test(text);
  return { ok: true, pattern: { source, inputLimit, test, toString: () => `/${source}/` } };
}

interface Group {
  hasChoice: boolean;
  hasRepeat: boolean;
  choices: number;
}

interface Cost {
  /** Unbounded repetitions. */
  loops: number;
  /** The product of all other ways to go. */
  ways: number;
  isAnchored: boolean;
}

/** What a pattern can cost, or why it cannot be bounded. */
function measure(source: string): Cost | 'repeat' | 'look' {
  const groups: Group[] = [{ hasChoice: false, hasRepeat: false, choices: 1 }];
  let loops = 0;
  let ways = 1;
  /** The group that has just been closed, for a quantifier behind it. */
  let closed: Group | null = null;
  for (let at = 0; at < source.length; at++) {
    const group = groups.at(-1)!;
    const character = source[at]!;
    if (character === '\\') {
      if (/[1-9k]/.test(source[at + 1] ?? '')) return 'look';
      at++;
      closed = null;
    } else if (character === '[') {
      while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
      closed = null;
    } else if (character === '(') {
      if (source[at + 1] === '?' && source[at + 2] !== ':' && !/^\?<[A-Za-z]/.test(source.slice(at + 1)))
        return 'look';
      if (source[at + 1] === '?') at += source[at + 2] === ':' ? 2 : source.slice(at).indexOf('>');
      groups.push({ hasChoice: false, hasRepeat: false, choices: 1 });
      closed = null;
    } else if (character === ')') {
      closed = groups.pop()!;
      ways *= closed.choices;
      const outer = groups.at(-1) ?? group;
      outer.hasChoice ||= closed.hasChoice;
      outer.hasRepeat ||= closed.hasRepeat;
    } else if (character === '|') {
      group.hasChoice = true;
      group.choices++;
      closed = null;
    } else if ('*+?{'.includes(character)) {
      const range = /^\{(\d+)(,?)(\d*)\}/.exec(source.slice(at));
      if (character === '{' && !range) continue;
      const [least, most] = bounds(character, range);
      if (most > 1 && closed && (closed.hasChoice || closed.hasRepeat)) return 'repeat';
      if (most === Infinity) loops++;
      else ways *= most - least + 1;
      group.hasRepeat = true;
      if (range) at += range[0].length - 1;
      if (source[at + 1] === '?') at++;
      closed = null;
    } else closed = null;
  }
  const { choices } = groups[0]!;
  return { loops, ways: ways * choices, isAnchored: source.startsWith('^') && choices === 1 };
}

function bounds(character: string, range: RegExpExecArray | null): [least: number, most: number] {
  if (character === '?') return [0, 1];
  if (!range) return [0, Infinity];
  const least = Number(range[1]);
  if (range[2] === '') return [least, least];
  return [least, range[3] === '' ? Infinity : Number(range[3])];
}
