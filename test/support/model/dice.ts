/** Chance drawn from one number, so that the same number plays the same move. */
export interface Dice {
  /** A whole number from 0, less than `below`. */
  nat(below: number): number
  isOneIn(many: number): boolean
  pick<T>(list: readonly T[]): T
}

/** Mulberry32: short, quick, and even enough for choosing. */
export function diceFrom(seed: number): Dice {
  let state = seed | 0
  const nat = (below: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
  return {
    nat,
    isOneIn: (many) => nat(many) === 0,
    pick(list) {
      if (list.length === 0) throw new Error('nothing to pick from')
      return list[nat(list.length)] as (typeof list)[number]
    },
  }
}
