import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import type { WebhookRow } from './queries.ts'
import * as queries from './queries.ts'
import { type FeedEvent, readEvents } from './read-events.ts'
import { webhookHeaders } from './standard-webhooks.ts'

/** The one receiver there is; a second would be a second row. */
const NAME = 'default'
const TRY_SECONDS = 10
/** Longer than a try can take, so that two servers never send at once. */
const CLAIM_SECONDS = 30
const FIRST_WAIT_SECONDS = 2
const LONGEST_WAIT_SECONDS = 300
/** An event that its receiver has refused for a day is passed over, so that it does not hold up all that follow. */
const GIVE_UP_SECONDS = 24 * 60 * 60

export interface WebhookReceiver {
  url: string
  secrets: readonly Buffer[]
}

type WebhookDeps = Pick<Deps, 'db' | 'clock' | 'log'>

/**
 * Sends every event to the operator's receiver, in the order of the feed, at least once each: a next one goes when the one
 * before was taken (2xx). Several servers may do so at once; one sends at a time.
 *
 * @returns how to stop; waits for what is under way
 */
export async function startWebhooks(
  deps: WebhookDeps,
  receiver: WebhookReceiver,
  { pollMilliseconds = 1000 } = {},
): Promise<() => Promise<void>> {
  await deps.db.execute(queries.addWebhook, [NAME, deps.clock.now()])
  let stopped = false
  let wanted = false
  let running: Promise<void> | undefined
  const wake = () => {
    wanted = true
    if (stopped || running) return
    running = drain().finally(() => {
      running = undefined
      if (wanted && !stopped) wake()
    })
  }
  const drain = async () => {
    wanted = false
    try {
      while (!stopped && (await deliverNext(deps, receiver)));
    } catch (error) {
      deps.log.warn({ err: error }, 'webhooks are held up; tried again soon')
    }
  }
  const unlisten = await deps.db.listen('events', wake, wake)
  const poll = setInterval(wake, pollMilliseconds)
  wake()
  return async () => {
    stopped = true
    clearInterval(poll)
    await unlisten()
    await running
  }
}

/** @returns whether another may follow at once */
async function deliverNext(deps: WebhookDeps, receiver: WebhookReceiver): Promise<boolean> {
  const { db, clock } = deps
  const now = clock.now()
  const [state] = await db.query(queries.claimWebhook, [NAME, now, secondsAfter(now, CLAIM_SECONDS)])
  if (!state) return false
  const [event] = await readEvents(deps, state.position, 1)
  if (!event) {
    await db.execute(queries.advanceWebhook, [NAME, state.position, state.position, now])
    return false
  }
  const problem = await send(receiver, event, now)
  if (problem === undefined) await db.execute(queries.advanceWebhook, [NAME, state.position, event.cursor, now])
  else await postpone(deps, state, event, problem)
  return problem === undefined
}

async function postpone(
  { db, clock, log }: WebhookDeps,
  { position, attempts, failing_since }: WebhookRow,
  event: FeedEvent,
  problem: string,
): Promise<void> {
  const now = clock.now()
  const failingFor = failing_since ? (now.getTime() - failing_since.getTime()) / 1000 : 0
  log.warn({ eventId: event.id, type: event.type, problem, attempts: attempts + 1 }, 'a webhook was not taken')
  if (failingFor >= GIVE_UP_SECONDS) {
    log.error({ eventId: event.id, type: event.type }, 'a webhook is passed over; the event stays in the feed')
    await db.execute(queries.advanceWebhook, [NAME, position, event.cursor, now])
    return
  }
  const wait = Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.min(attempts, 20))
  const jitter = 0.75 + Math.random() / 2
  await db.execute(queries.postponeWebhook, [NAME, position, now, secondsAfter(now, wait * jitter)])
}

/** @returns what went wrong, in a few words of ours: the receiver's own could hold anything */
async function send({ url, secrets }: WebhookReceiver, event: FeedEvent, at: Date): Promise<string | undefined> {
  const { id, type, accountId, cursor } = event
  const body = JSON.stringify({
    type,
    timestamp: event.at.toISOString(),
    data: { accountId, cursor, ...event.data },
  })
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: webhookHeaders(secrets, id, at, body),
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TRY_SECONDS * 1000),
    })
    await response.body?.cancel()
    return response.ok ? undefined : `status ${response.status}`
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? 'no answer in time' : 'not reached'
  }
}
