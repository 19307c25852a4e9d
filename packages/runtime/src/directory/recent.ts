/**
 * Remembers what was read from the store for a few seconds.
 *
 * Another process may have changed it meanwhile, so nothing is remembered longer than 5 s of real time (not of the
 * `now` that is handed in: this is about the age of a copy, not about a date). What this process changes it forgets
 * at once; a read that was under way at that moment is not kept.
 */
const AGE_LIMIT_MS = 5_000;
const SIZE_LIMIT = 10_000;

interface Recent<Value> {
  get(key: string): Promise<Value>;
  forget(): void;
}

/** `undefined` from `read` is handed on and not kept. */
export function createRecent<Value>(read: (key: string) => Promise<Value>): Recent<Value> {
  const kept = new Map<string, { value: Value; at: number }>();
  let generation = 0;

  return {
    async get(key) {
      const found = kept.get(key);
      if (found !== undefined && performance.now() - found.at < AGE_LIMIT_MS) return found.value;
      kept.delete(key);
      const [startedIn, at] = [generation, performance.now()];
      const value = await read(key);
      if (startedIn !== generation || value === undefined) return value;
      if (kept.size >= SIZE_LIMIT) kept.delete(kept.keys().next().value ?? '');
      kept.set(key, { value, at });
      return value;
    },
    forget() {
      generation += 1;
      kept.clear();
    },
  };
}
