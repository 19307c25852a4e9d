import { nearest } from '../nearest.ts';
import { hint } from '../problems.ts';
import type { Path, Place, Source } from '../source.ts';
import type { Json, JsonObject, Text } from '../text.ts';
import type { Cast } from './cast.ts';
import type { TestProblemArgs, TestProblemCode, TestProblemList } from './test-problems.ts';
import { isDuration, readInstant } from './time.ts';

const A: Record<'text' | 'object' | 'list' | 'instant' | 'duration' | 'boolean', Text> = {
  text: { 'zh-CN': '文字', en: 'a text' },
  object: { 'zh-CN': '键值映射', en: 'a map' },
  list: { 'zh-CN': '列表', en: 'a list' },
  instant: {
    'zh-CN': '带时区的时刻，如 "2026-02-09T09:00:00+08:00"',
    en: 'an instant with an offset, like "2026-02-09T09:00:00+08:00"',
  },
  duration: { 'zh-CN': 'ISO 8601 时长，如 P3D', en: 'an ISO 8601 duration, like P3D' },
  boolean: { 'zh-CN': 'true 或 false', en: 'true or false' },
};

/** One map of a file of tests, read key by key; what is wrong is told with its place, and reading goes on. */
export class Reading {
  readonly value: JsonObject;
  readonly cast: Cast;
  readonly #source: Source;
  readonly #problems: TestProblemList;
  readonly #path: Path;

  constructor(source: Source, problems: TestProblemList, value: JsonObject, path: Path, cast: Cast) {
    this.value = value;
    this.cast = cast;
    this.#source = source;
    this.#problems = problems;
    this.#path = path;
  }

  /** The same map with members known. */
  with(cast: Cast): Reading {
    return new Reading(this.#source, this.#problems, this.value, this.#path, cast);
  }

  tell(code: TestProblemCode, key: string | null, part: 'key' | 'value', args: TestProblemArgs): void {
    const path = key === null ? this.#path : [...this.#path, key];
    this.#problems.add(code, this.place(key, part), path, args);
  }

  place(key: string | null = null, part: 'key' | 'value' = 'value'): Place {
    return this.#source.place(key === null ? this.#path : [...this.#path, key], part);
  }

  names(): string[] {
    return Object.keys(this.value);
  }

  has(key: string): boolean {
    return Object.hasOwn(this.value, key);
  }

  /** Tells each key that is not one of `known`. */
  keys(known: string[]): void {
    for (const name of this.names())
      if (!known.includes(name))
        this.tell('GZ701', name, 'key', { name, hint: hint(nearest(name, known)), known: known.join(', ') });
  }

  text(key: string): string | undefined {
    const value = this.value[key];
    if (typeof value === 'string') return value;
    this.#wrong(key, A.text);
    return undefined;
  }

  /** Those of the keys that are there. */
  texts<Key extends string>(...keys: Key[]): { [key in Key]?: string } {
    const entries = keys.filter((key) => this.has(key)).map((key) => [key, this.text(key) ?? '']);
    return Object.fromEntries(entries) as { [key in Key]?: string };
  }

  boolean(key: string): boolean {
    const value = this.value[key];
    if (typeof value !== 'boolean') this.#wrong(key, A.boolean);
    return value === true;
  }

  instant(key: string): number {
    const at = readInstant(this.text(key) ?? '');
    if (at === null && typeof this.value[key] === 'string') this.#wrong(key, A.instant);
    return at ?? 0;
  }

  duration(key: string): string {
    const duration = this.text(key) ?? 'P0D';
    if (isDuration(duration)) return duration;
    this.#wrong(key, A.duration);
    return 'P0D';
  }

  /** A member of the cast. */
  member(key: string): string {
    return this.#known(key, Object.keys(this.cast.members));
  }

  /** A member or a party of the cast. */
  holder(key: string): string {
    const parties = Object.values(this.cast.members).map(({ party }) => party);
    return this.#known(key, [
      ...Object.keys(this.cast.members),
      ...Object.keys(this.cast.parties),
      ...parties,
    ]);
  }

  /** {} when absent. */
  object(key: string): JsonObject {
    return this.has(key) ? this.inside(key).value : {};
  }

  json(key: string): Json {
    return this.value[key] ?? null;
  }

  inside(key: string): Reading {
    const value = this.value[key];
    const fits = isObject(value);
    if (!fits) this.#wrong(key, A.object);
    return new Reading(this.#source, this.#problems, fits ? value : {}, [...this.#path, key], this.cast);
  }

  /** The maps of a list. */
  list(key: string): Reading[] {
    const value = this.value[key];
    if (!Array.isArray(value)) {
      this.#wrong(key, A.list);
      return [];
    }
    return value.flatMap((item, index) => {
      const path = [...this.#path, key, index];
      if (isObject(item)) return new Reading(this.#source, this.#problems, item, path, this.cast);
      this.#problems.add('GZ704', this.#source.place(path), path, {
        name: `${key}[${index}]`,
        expected: A.object,
      });
      return [];
    });
  }

  /** A text alone is a list of one. */
  textList(key: string): string[] {
    const value = this.value[key];
    if (typeof value === 'string') return [value];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    this.#wrong(key, A.list);
    return [];
  }

  #known(key: string, known: string[]): string {
    const name = this.text(key);
    if (name === undefined || known.includes(name)) return name ?? '';
    const list = [...new Set(known)];
    this.tell('GZ702', key, 'value', { name, hint: hint(nearest(name, list)), known: list.join(', ') });
    return name;
  }

  #wrong(key: string, expected: Text): void {
    if (this.has(key)) this.tell('GZ704', key, 'value', { name: key, expected });
    else this.tell('GZ703', null, 'value', { name: key });
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
