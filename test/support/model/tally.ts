// What was played, and what came of it: a model that goes nowhere must be seen to.

export interface Tally {
  sequences: number
  /** Begun and not finished, because the machine was too busy: they count for nothing. */
  dropped: number
  calls: number
  /** Of the processor, in the processes that played; the database's is not in it. */
  cpuSeconds: number
  /** By the name of the move: how often it was played, and how often it got what it asked for. */
  moves: Record<string, { played: number; granted: number }>
  /** By method and route: the same. */
  routes: Record<string, { called: number; granted: number }>
  /** How many sequences came legitimately to each privileged outcome. */
  outcomes: Record<string, number>
}

export const newTally = (): Tally => ({
  sequences: 0,
  dropped: 0,
  calls: 0,
  cpuSeconds: 0,
  moves: {},
  routes: {},
  outcomes: {},
})

export function noteMove({ moves }: Tally, name: string, isGranted: boolean): void {
  moves[name] ??= { played: 0, granted: 0 }
  moves[name].played++
  if (isGranted) moves[name].granted++
}

export function noteDropped(tally: Tally): void {
  tally.dropped++
}

export function noteCall(tally: Tally, route: string, status: number): void {
  tally.calls++
  tally.routes[route] ??= { called: 0, granted: 0 }
  tally.routes[route].called++
  if (status < 400) tally.routes[route].granted++
}

/** Adds what another process played. */
export function addTally(sum: Tally, more: Tally): void {
  sum.sequences += more.sequences
  sum.dropped += more.dropped
  sum.calls += more.calls
  sum.cpuSeconds += more.cpuSeconds
  for (const [name, { played, granted }] of Object.entries(more.moves)) {
    sum.moves[name] ??= { played: 0, granted: 0 }
    sum.moves[name].played += played
    sum.moves[name].granted += granted
  }
  for (const [route, { called, granted }] of Object.entries(more.routes)) {
    sum.routes[route] ??= { called: 0, granted: 0 }
    sum.routes[route].called += called
    sum.routes[route].granted += granted
  }
  for (const [name, count] of Object.entries(more.outcomes)) sum.outcomes[name] = (sum.outcomes[name] ?? 0) + count
}

/** How many calls are named that were granted most seldom: chance may leave them out next time. */
const RAREST = 12

/** Lines for people: each move with how often it was played and granted, each outcome with the sequences that reached it. */
export function printTally({ moves, routes, outcomes }: Tally): string {
  const sorted = <Value>(table: Record<string, Value>) => Object.entries(table).sort(([a], [b]) => a.localeCompare(b))
  const lines = sorted(moves).map(([name, { played, granted }]) => `  ${name}: ${played} played, ${granted} granted`)
  const reached = sorted(outcomes).map(([name, count]) => `  ${name}: ${count} sequences`)
  const rare = Object.entries(routes).sort(([, a], [, b]) => a.granted - b.granted)
  const rarest = rare
    .slice(0, RAREST)
    .map(([route, { called, granted }]) => `  ${route}: ${called} called, ${granted} granted`)
  return [
    'moves',
    ...lines,
    'calls that were granted most seldom',
    ...rarest,
    'outcomes reached with their proof',
    ...reached,
  ].join('\n')
}
