/** Random numbers that are handed in: the same seed gives the same. */
export interface Random {
  /** In [0, 1). */
  next(): number;
}

/** mulberry32: 32 bits of state, good enough for a simulation, nothing else. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
}

/** Hours of working time. */
export type Distribution =
  | { fixed: number }
  | { uniform: [least: number, most: number] }
  | { triangular: [least: number, likely: number, most: number] }
  | { lognormal: { median: number; sigma: number } };

export function draw(distribution: Distribution, random: Random): number {
  if ('fixed' in distribution) return distribution.fixed;
  if ('uniform' in distribution) {
    const [least, most] = distribution.uniform;
    return least + random.next() * (most - least);
  }
  if ('triangular' in distribution) return triangular(distribution.triangular, random.next());
  const { median, sigma } = distribution.lognormal;
  return median * Math.exp(sigma * normal(random));
}

function triangular([least, likely, most]: [number, number, number], at: number): number {
  const width = most - least;
  if (width === 0) return least;
  const split = (likely - least) / width;
  return at < split
    ? least + Math.sqrt(at * width * (likely - least))
    : most - Math.sqrt((1 - at) * width * (most - likely));
}

/** Box and Muller; both draws are made each time, so that the sequence does not depend on what was asked before. */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

export function exponential(mean: number, random: Random): number {
  return -mean * Math.log(1 - random.next());
}

/** null: there is nothing to pick from. */
export function pick<Item>(items: readonly Item[], random: Random): Item | null {
  return items[Math.floor(random.next() * items.length)] ?? null;
}

export function pickByShare<Item extends { share: number }>(
  items: readonly Item[],
  random: Random,
): Item | null {
  const whole = items.reduce((sum, { share }) => sum + share, 0);
  let left = random.next() * whole;
  for (const item of items) if ((left -= item.share) < 0) return item;
  return items.at(-1) ?? null;
}
