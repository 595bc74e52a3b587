// Promises P1, P20: on two servers, in one instant, a proof of work is accepted once and a limit lets through what is left.
// The full run: PROMISES=full
import { afterAll, beforeAll, expect, test } from 'vitest'
import { solve } from '../support/bot-check.ts'
import { call, newNetwork } from '../support/client.ts'
import { postBytes, type RawAnswer, sendTogether } from '../support/raw-http.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const isFull = process.env.PROMISES === 'full'
const ROUNDS = isFull ? 100 : 5
const AT_ONCE = isFull ? 500 : 100

let two: TwoServers
beforeAll(async () => {
  two = await startTwoServers()
})
afterAll(() => two?.stop())

const outcomes = (answers: RawAnswer[]) =>
  answers.reduce<Record<string, number>>((count, { status, body }) => {
    const outcome = body?.code ?? String(status)
    return Object.assign(count, { [outcome]: (count[outcome] ?? 0) + 1 })
  }, {})

const ahead = async () => solve((await call(two.servers[0], 'GET', 'bot-check?purpose=new_number')).body)

let serial = 0
const signUp = (prefix: string, botCheck: string) =>
  postBytes('/api/v1/sign-up', { identifier: `${prefix}${String(++serial).padStart(5, '0')}`, botCheck }, [
    `x-forwarded-for: ${newNetwork()}`,
  ])

const smsTo = async (prefix: string) => {
  const [row] = await two.database.query<{ n: number }>(
    `SELECT coalesce(sum(count), 0)::int AS n FROM sms_counts WHERE name = '${prefix}' AND outcome = 'sent'`,
  )
  return row?.n
}
const written = async () =>
  (await two.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM outbox WHERE channel = 'sms'`))[0]?.n ?? 0

test(
  `a proof of work sent with 50 sign-ups in one instant is good for one of them (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const botCheck = await ahead()
      const requests = Array.from({ length: 50 }, () => signUp('+47911', botCheck))
      expect([round, outcomes(await sendTogether(two.ports, requests))]).toEqual([
        round,
        { 200: 1, bot_check_required: 49 },
      ])
    }
    expect(await written()).toBe(ROUNDS)
  },
  60_000 + ROUNDS * 10_000,
)

test(
  `of ${AT_ONCE} sign-ups to one prefix in one instant, each with a proof of its own, no more SMS go out than are left`,
  async () => {
    // 40 were sent and 15 came back: the next eleven are let through, and then too few have come back.
    const slot = new Date(Math.floor(Date.now() / 300_000) * 300_000).toISOString()
    await two.database.query(
      `INSERT INTO sms_counts VALUES ('strangers', 'prefix', '+47922', '${slot}', 'sent', 40),
         ('strangers', 'prefix', '+47922', '${slot}', 'entered', 15)`,
    )
    const before = await written()
    const requests: Buffer[] = []
    while (requests.length < AT_ONCE) requests.push(signUp('+47922', await ahead()))
    const by = outcomes(await sendTogether(two.ports, requests))
    console.log(`P20: of ${AT_ONCE} in one instant: ${JSON.stringify(by)}`)
    expect(by).toEqual({ 200: 11, sms_limited: AT_ONCE - 11 })
    expect(await smsTo('+47922')).toBe(51)
    expect((await written()) - before).toBe(11)
  },
  60_000 + AT_ONCE * 2_000,
)
