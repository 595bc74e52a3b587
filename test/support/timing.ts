// Whether two kinds of request can be told apart by how long they take (promise P4).

/** How far from 0.5 an AUC lies by chance, five times over, with `n` measurements of each kind. */
export const chance = (n: number): number => 5 * Math.sqrt((2 * n + 1) / (12 * n * n))

/**
 * The probability that one of `b` took longer than one of `a` (Mann–Whitney): 0.5 when nothing can be told from the time.
 *
 * @param a milliseconds
 */
export function auc(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((ms) => ({ ms, isB: false })), ...b.map((ms) => ({ ms, isB: true }))]
  all.sort((one, other) => one.ms - other.ms)
  let rankSum = 0
  for (let at = 0; at < all.length; ) {
    let end = at
    while (end < all.length && all[end]?.ms === all[at]?.ms) end++
    for (let each = at; each < end; each++) if (all[each]?.isB) rankSum += (at + 1 + end) / 2 // ties share their rank
    at = end
  }
  return (rankSum - (b.length * (b.length + 1)) / 2) / (a.length * b.length)
}

export function median(list: readonly number[]): number {
  const sorted = [...list].sort((one, other) => one - other)
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
}
