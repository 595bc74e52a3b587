import { setTimeout as sleep } from 'node:timers/promises'
import type { Deps } from './deps.ts'
import { ofRequest } from './request-context.ts'

/** Long enough for the answer to be out, whatever else the process does. */
const AFTER_MS = 50

const underWay = new Set<Promise<void>>()

/**
 * Does work that an answer must not wait for, because it would tell by its time what it must not tell. A failure is logged;
 * whatever must not be lost is noted before, so that the next occasion finds it undone.
 */
export function afterAnswer({ log }: Pick<Deps, 'log'>, work: () => Promise<void>): void {
  besideAnswer({ log }, () => sleep(AFTER_MS).then(work))
}

/** The same for work that tells nothing and may begin at once. */
export function besideAnswer({ log }: Pick<Deps, 'log'>, work: () => Promise<void>): void {
  const done = Promise.resolve()
    .then(work)
    .catch((error: unknown) => log.error({ ...ofRequest(), err: error }, 'work beside an answer failed'))
    .finally(() => underWay.delete(done))
  underWay.add(done)
}

/** Resolves when no such work is under way. */
export async function settleAfterAnswers(): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay)
}
