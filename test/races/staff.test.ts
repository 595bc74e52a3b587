// An invitation lets one person in, and an answer of a member's passkey is taken once, on two servers, however many come with it
// in one instant. The full run: PROMISES=full, or PORTVAKT_RACE_ROUNDS=10000
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StaffRole } from '../../server/sessions/policy.ts'
import { inviteStaff } from '../../server/staff/invite-staff.ts'
import { call, newNetwork } from '../support/client.ts'
import { type Operator, openOperator } from '../support/operator.ts'
import { postBytes, type RawAnswer, sendTogether } from '../support/raw-http.ts'
import { scale } from '../support/scale.ts'
import { SoftPasskey } from '../support/soft-authenticator.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const ROUNDS = scale('PORTVAKT_RACE_ROUNDS', { ci: 15, full: 10_000 })
const AT_ONCE = 50
const timeout = 120_000 + ROUNDS * 5_000

let two: TwoServers
let operator: Operator
beforeAll(async () => {
  const rootKey = randomBytes(32).toString('hex')
  two = await startTwoServers({ ROOT_KEY: rootKey })
  operator = await openOperator(two.database.url, rootKey)
})
afterAll(async () => {
  await operator?.close()
  await two?.stop()
})

const from = () => [`x-forwarded-for: ${newNetwork()}`]
const taken = (answers: RawAnswer[]) => answers.filter(({ status }) => status >= 200 && status < 300)
const refused = (answers: RawAnswer[]) => [...new Set(answers.flatMap(({ body }) => body?.code ?? []))].sort()
const count = async (table: string, where: string) =>
  (await two.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`))[0]?.n ?? 0
const server = (round: number) => two.servers[round % 2 ? 1 : 0]

async function invitation(role: StaffRole = 'support'): Promise<string> {
  return (await inviteStaff(operator.deps.db, operator.deps, { role })).invitation
}

/** Whoever has made a passkey for it, ready to send. */
async function ready(round: number, invited: string) {
  const body = { invitation: invited, name: 'Kari' }
  const options = (await call(server(round), 'POST', 'staff/invitation/options', body)).body
  const passkey = new SoftPasskey()
  return { passkey, body: { ...body, credential: passkey.create(options) } }
}

/** A member with an open session: its cookie. */
async function member(role: StaffRole) {
  const { passkey, body } = await ready(0, await invitation(role))
  const [answer] = await sendTogether(two.ports, [postBytes('/api/v1/staff/invitation/join', body, from())])
  const cookie = /__Host-portvakt-staff=[\w-]+/.exec(String(answer?.headers))?.[0] ?? ''
  return { passkey, cookie, staffId: answer?.body?.member.id as string }
}

test(
  `one invitation lets one of ${AT_ONCE} in (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const invited = await invitation()
      const people = await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => ready(at, invited)))
      const before = await count('staff', 'true')
      const requests = people.map(({ body }) => postBytes('/api/v1/staff/invitation/join', body, from()))
      const answers = await sendTogether(two.ports, requests)
      expect([round, taken(answers).length, (await count('staff', 'true')) - before]).toEqual([round, 1, 1])
      expect(refused(answers)).toEqual(['invitation_ended'])
    }
  },
  timeout,
)

test(
  `one answer sent ${AT_ONCE} times in one instant opens one session at the console (${ROUNDS} rounds)`,
  async () => {
    const { passkey, staffId } = await member('support')
    for (let round = 0; round < ROUNDS; round++) {
      const options = (await call(server(round), 'POST', 'staff/sign-in/options')).body
      const request = postBytes('/api/v1/staff/sign-in', { credential: passkey.get(options) }, from())
      const before = await count('staff_sessions', `staff_id = '${staffId}'`)
      const answers = await sendTogether(two.ports, Array(AT_ONCE).fill(request))
      const opened = (await count('staff_sessions', `staff_id = '${staffId}'`)) - before
      expect([round, taken(answers).length, opened]).toEqual([round, 1, 1])
      expect(refused(answers).filter((code) => !['passkey_wrong', 'too_many_attempts'].includes(code))).toEqual([])
    }
  },
  timeout,
)

test(
  `one signature makes one invitation (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { passkey, cookie, staffId } = await member('admin')
      const headers = [...from(), `cookie: ${cookie}`]
      const role = 'reviewer'
      const asked = await sendTogether(two.ports, [postBytes('/api/v1/staff/invitations/options', { role }, headers)])
      const request = postBytes('/api/v1/staff/invitations', { role, credential: passkey.get(asked[0]?.body) }, headers)
      const answers = await sendTogether(two.ports, Array(AT_ONCE).fill(request))
      const made = await count('staff_invitations', `invited_by = '${staffId}'`)
      expect([round, taken(answers).length, made]).toEqual([round, 1, 1])
    }
  },
  timeout,
)
