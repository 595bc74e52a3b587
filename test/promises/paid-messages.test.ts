// Promise P20: nobody can make us send costly messages without end. Pumps numbers as an attacker would who solves every bot
// check, comes from ever new networks and reads no code, and prints what it got. The full run: PROMISES=full
import { afterAll, beforeAll, expect, test } from 'vitest'
import { policy } from '../../server/platform/policy.ts'
import { call, newNetwork, readCode, signUp } from '../support/client.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const isFull = process.env.PROMISES === 'full'
const PREFIXES = isFull ? ['+47988', '+46701', '+44740'] : ['+47988']
/** Asked for in one prefix. */
const ATTEMPTS = isFull ? 1000 : 120
const UNKNOWN = isFull ? 200 : 30
const AT_ONCE = 4
const PASSWORD = 'riktig hest batteri stift'

let two: TwoServers
beforeAll(async () => {
  two = await startTwoServers()
})
afterAll(() => two?.stop())

let serial = 0
const sink = (prefix: string) => `${prefix}${String(++serial).padStart(prefix.startsWith('+47') ? 5 : 6, '0')}`
const server = () => two.servers[serial % 2] as TwoServers['servers'][number]

async function count(where: string): Promise<number> {
  const [row] = await two.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM outbox WHERE ${where}`)
  return row?.n ?? 0
}
const smsSent = () => count("channel = 'sms' AND state <> 'decoy'")

/** Does so many things, a few at a time. */
async function inTurns(times: number, act: () => Promise<void>): Promise<void> {
  let left = times
  const one = async () => {
    while (left-- > 0) await act()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

/** Whether the alarm is on, as Prometheus reads it. */
async function isAlarmed(): Promise<boolean> {
  const url = /http:\S+\/metrics/.exec(two.servers[1].printed())?.[0]
  const text = await (await fetch(url ?? '')).text()
  return /^portvakt_sms_alarm\{reason="limit"\} 1$/m.test(text)
}

test(
  'pumped, a prefix gets fifty SMS an hour, the alarm goes off, and its customers get their codes',
  async () => {
    const customer = sink('+47988')
    await signUp(two.servers[0], customer, PASSWORD)
    for (const prefix of PREFIXES) {
      const [before, began] = [await smsSent(), performance.now()]
      const outcomes: Record<string, number> = {}
      let alarmedAfter: number | undefined
      await inTurns(ATTEMPTS, async () => {
        const { status, body } = await call(server(), 'POST', 'sign-up', { identifier: sink(prefix) })
        const outcome = body.code ?? String(status)
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
        if (outcome === 'sms_limited' && alarmedAfter === undefined && (await isAlarmed()))
          alarmedAfter = (performance.now() - began) / 1000
      })
      const sent = (await smsSent()) - before
      console.log(
        `P20: of ${ATTEMPTS} asked for to ${prefix}, ${sent} SMS were sent (${JSON.stringify(outcomes)}); ` +
          `the alarm was on after ${alarmedAfter?.toFixed(1)} s`,
      )
      expect(sent).toBeLessThanOrEqual(policy.smsPerPrefixHour)
      expect(sent).toBeGreaterThan(0)
      expect(outcomes.sms_limited).toBeGreaterThan(0)
      expect(alarmedAfter).toBeLessThan(300)
    }
    const reset = await call(two.servers[1], 'POST', 'forgot-password', { identifier: customer })
    const code = await readCode(two.servers[1], customer)
    const next = 'en helt annen setning'
    const done = { flow: reset.body.flow, code, password: next, repeat: next }
    expect((await call(two.servers[0], 'POST', 'forgot-password/finish', done)).body.state).toBe('done')
  },
  60_000 + PREFIXES.length * ATTEMPTS * 2_000,
)

test(
  'resets and sign-ins for numbers that no account has send nothing',
  async () => {
    const before = await smsSent()
    await inTurns(UNKNOWN, async () => {
      const identifier = sink('+47977')
      const { body } = await call(server(), 'POST', 'forgot-password', { identifier })
      await call(server(), 'POST', 'forgot-password/other-channel', { flow: body.flow })
    })
    for (let at = 0; at < 3; at++) {
      const identifier = sink('+47977')
      const wrong = { identifier, password: 'feil hest batteri stift' }
      for (let failed = 0; failed < policy.wrongPasswordsBeforeMailboxProof; failed++)
        await call(server(), 'POST', 'sign-in', wrong, { from: newNetwork() })
      expect((await call(server(), 'POST', 'sign-in', wrong)).body.state).toBe('code')
    }
    console.log(
      `P20: ${UNKNOWN} resets and 3 proofs of a mailbox for unknown numbers sent ${(await smsSent()) - before} SMS`,
    )
    expect((await smsSent()) - before).toBe(0)
  },
  60_000 + UNKNOWN * 2_000,
)
