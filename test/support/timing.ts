// Whether two kinds of request can be told apart by how long they take (promise P4).

/** How far from 0.5 an AUC lies by chance, five times over, with `n` measurements of each kind. */
export const chance = (n: number): number => 5 * Math.sqrt((2 * n + 1) / (12 * n * n))

/**
 * The chance that a time of `one` is longer than a time of `other`, ties counting half (Mann–Whitney U / n·m): 0.5 when
 * nothing tells them apart.
 */
export function areaUnderCurve(one: readonly number[], other: readonly number[]): number {
  const all = [...one.map((time) => ({ time, mine: true })), ...other.map((time) => ({ time, mine: false }))]
  all.sort((a, b) => a.time - b.time)
  let ranks = 0
  for (let at = 0; at < all.length; ) {
    let end = at
    while (end < all.length && all[end]?.time === all[at]?.time) end++
    const rank = (at + 1 + end) / 2
    for (const { mine } of all.slice(at, end)) if (mine) ranks += rank
    at = end
  }
  return (ranks - (one.length * (one.length + 1)) / 2) / (one.length * other.length)
}

export function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2
}

/** Standard error of the difference of two medians, from their interquartile ranges. */
export function medianGapError(one: readonly number[], other: readonly number[]): number {
  return Math.hypot(...[one, other].map((times) => (1.2533 * (spread(times) / 1.349)) / Math.sqrt(times.length)))
}

function spread(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  return (sorted[Math.floor(sorted.length * 0.75)] ?? 0) - (sorted[Math.floor(sorted.length * 0.25)] ?? 0)
}

/** Two kinds of one request, and the second kind once more: what those two differ by is noise. */
export interface Times {
  known: number[]
  unknown: number[]
  again: number[]
}

export const newTimes = (): Times => ({ known: [], unknown: [], again: [] })

/**
 * Says how far the two kinds can be told apart, and how far one kind from itself. @returns false when they can: by an AUC
 * out of 0.50 ± 0.03 (or what chance makes of so few), or by medians three standard errors apart
 */
export function judge(name: string, { known, unknown, again }: Times): boolean {
  const [one, other] = [known, [...unknown, ...again]]
  const area = areaUnderCurve(one, other)
  const errors = (median(one) - median(other)) / medianGapError(one, other)
  const itself = areaUnderCurve(unknown, again)
  const itselfErrors = (median(unknown) - median(again)) / medianGapError(unknown, again)
  console.log(
    `${name}: AUC ${area.toFixed(3)}, medians ${median(one).toFixed(2)} and ${median(other).toFixed(2)} ms, ` +
      `${errors.toFixed(1)} standard errors apart; unknown against itself ${itself.toFixed(3)}, ${itselfErrors.toFixed(1)}; ` +
      `n = ${known.length}, ${unknown.length} + ${again.length}`,
  )
  return Math.abs(area - 0.5) <= Math.max(0.03, chance(known.length)) && Math.abs(errors) < 3
}
