export interface Random {
  /** In [0, 1). */
  unit(): number;
  /** A whole number in [0, below). */
  whole(below: number): number;
  /** Mean 0, deviation 1. */
  normal(): number;
}

/** Mulberry32, seeded by all the given numbers: a shard's draws hang on its place alone, not on which thread works on it. */
export function createRandom(...seeds: number[]): Random {
  let state = 0x9e3779b9;
  for (const seed of seeds) {
    state = Math.imul(state ^ seed, 0x85ebca6b);
    state ^= state >>> 13;
  }
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
  return {
    unit,
    whole: (below) => Math.floor(unit() * below),
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  };
}

/** Fisher and Yates, in place. */
export function shuffle(values: Uint32Array, random: Random): void {
  for (let at = values.length - 1; at > 0; at -= 1) {
    const other = random.whole(at + 1);
    [values[at], values[other]] = [values[other]!, values[at]!];
  }
}
