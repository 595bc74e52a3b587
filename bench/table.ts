/** One line of the benchmark's table. */
export interface Row {
  figure: string
  measured: string
  floor: string
  goal: string
  verdict: Verdict
}

/** `shown`: measured for the reader, judged by nothing. `not run`: something it needs is missing. `broken`: it threw. */
export type Verdict = 'goal' | 'floor' | 'MISSED' | 'shown' | 'not run' | 'broken'

export interface Bar {
  floor: number
  goal: number
  /** Which way is good. */
  want: 'more' | 'less'
  show: (value: number) => string
}

/** Compares a value with what the product promises (floor) and where it wants to be (goal). */
export function judge(figure: string, value: number, { floor, goal, want, show }: Bar, note = ''): Row {
  const sign = want === 'more' ? '≥' : '≤'
  const reaches = (bar: number) => (want === 'more' ? value >= bar : value <= bar)
  return {
    figure,
    measured: show(value) + (note && ` (${note})`),
    floor: `${sign} ${show(floor)}`,
    goal: `${sign} ${show(goal)}`,
    verdict: reaches(goal) ? 'goal' : reaches(floor) ? 'floor' : 'MISSED',
  }
}

export function shown(figure: string, measured: string): Row {
  return { figure, measured, floor: '', goal: '', verdict: 'shown' }
}

export function notRun(figure: string, why: string): Row {
  return { figure, measured: why, floor: '', goal: '', verdict: 'not run' }
}

export const percent = (value: number): string => `${(value * 100).toFixed(1)} %`
export const milliseconds = (value: number): string => `${value.toFixed(1)} ms`
export const seconds = (value: number): string => `${value.toFixed(2)} s`
export const megabytes = (value: number): string => `${value.toFixed(0)} MB`
export const perSecond = (value: number): string => `${value.toFixed(value < 1000 ? 1 : 0)}/s`

/** The table in Markdown, as docs/benchmarks.md shows it. */
export function formatTable(rows: readonly Row[]): string {
  const keys = ['figure', 'measured', 'floor', 'goal', 'verdict'] as const
  const widths = keys.map((key) => Math.max(key.length, ...rows.map((row) => row[key].length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] as number)).join(' | ')} |`
  return [
    line(keys),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map((row) => line(keys.map((k) => row[k]))),
  ].join('\n')
}
