/** The time, as every rule sees it: injected, so that tests move it and production has no door for that. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** @returns the instant `seconds` after `time`; negative goes back. */
export function secondsAfter(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000)
}
