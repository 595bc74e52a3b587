// Promise P9: consumed stays consumed and revoked stays revoked when the database fails over, on every server, and the servers
// go on by themselves. The full run: PROMISES=full, or PORTVAKT_FAILOVERS=20
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { check, ORIGIN, replay, workUntil } from '../support/acknowledged.ts'
import { type PostgresPair, startPostgresPair } from '../support/postgres-pair.ts'
import { scale } from '../support/scale.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { endServers } from '../support/spawned-server.ts'

const FAILOVERS = scale('PORTVAKT_FAILOVERS', { ci: 2, full: 20 })
const ACTS = 100
const UNAVAILABLE_MS = 10_000

let pair: PostgresPair | undefined
// Whatever a failed test left running.
afterEach(async () => {
  await endServers()
  await pair?.stop()
})

/** How long until a server answers from the database again. */
async function back({ url }: ServerProcess, since: number): Promise<number> {
  while (
    !(await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await sleep(10)
  return performance.now() - since
}

test(
  `of a database that fails over ${FAILOVERS} times in the middle of what people do nothing is lost or comes back`,
  async () => {
    pair = await startPostgresPair()
    const { url, failOver, addStandby } = pair
    const environment = {
      DATABASE_URL: url,
      ROOT_KEY: randomBytes(32).toString('hex'),
      TRUSTED_PROXIES: '127.0.0.1',
      ORIGIN,
    }
    const first = await startServer(environment)
    const second = await startServer(environment)
    const away: number[] = []
    let acknowledged = 0
    let replayed = 0
    for (let times = 0; times < FAILOVERS; times++) {
      if (times > 0) await addStandby()
      const journal = await workUntil(first, ACTS, async () => {
        const since = performance.now()
        await failOver()
        away.push(...(await Promise.all([back(first, since), back(second, since)])))
      })
      acknowledged += journal.acknowledged
      replayed += journal.used.length + journal.revoked.length
      await check(second, journal)
      await replay(first, journal)
    }
    const [longest = 0] = away.toSorted((one, other) => other - one)
    console.log(
      `P9: ${FAILOVERS} failovers, ${acknowledged} acknowledged acts, ${replayed} codes and sessions replayed, none good again; ` +
        `a server was without its database for ${Math.round(longest)} ms at the most`,
    )
    expect(acknowledged).toBeGreaterThanOrEqual(FAILOVERS * ACTS)
    expect(replayed).toBeGreaterThan(0)
    expect(longest).toBeLessThan(UNAVAILABLE_MS)
  },
  60_000 + FAILOVERS * 60_000,
)
