/**
 * How often a promise is tried: few times in CI, as often as SECURITY.md states in the full run (`npm run promises`), or as
 * often as an environment variable of its own says.
 */
export function scale(variable: string, { ci, full }: { ci: number; full: number }): number {
  const own = process.env[variable]
  if (own !== undefined) return Number(own)
  return process.env.PROMISES === 'full' ? full : ci
}
