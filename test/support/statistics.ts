// Whether two sets of times can be told apart (promise P4).

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
