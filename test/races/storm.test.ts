// Promises P12, P26: a storm of strangers' passwords turns strangers away, and nobody who is known.
import { expect, test } from 'vitest'
import { call, signUp } from '../support/client.ts'
import { startTwoServers } from '../support/two-servers.ts'

const PASSWORD = 'riktig hest batteri stift'
const owner = 'owner@example.com'
const SIGN_INS = 12

test('while strangers fill the line for hashes, and are refused, the owner signs in on a known device every time', {
  timeout: 300_000,
}, async () => {
  const two = await startTwoServers({ HASH_QUEUE: '8' })
  try {
    const [server] = two.servers
    await signUp(server, owner, PASSWORD)
    const signIn = (identifier: string, password: string, device?: string) =>
      call(server, 'POST', 'sign-in', { identifier, password, client: 'app' }, device ? { device } : {})
    const device = (await signIn(owner, PASSWORD)).body.session.deviceToken
    const outcomes: Record<string, number> = {}
    let isOver = false
    let people = 0
    const stranger = async () => {
      while (!isOver) {
        const { body } = await signIn(`nobody${++people}@example.com`, PASSWORD)
        outcomes[body.code] = (outcomes[body.code] ?? 0) + 1
      }
    }
    const storm = Array.from({ length: 24 }, stranger)
    const answers: string[] = []
    for (let at = 0; at < SIGN_INS; at++) {
      const { body } = await signIn(owner, PASSWORD, device)
      answers.push(body.state ?? body.code)
    }
    isOver = true
    await Promise.all(storm)
    console.log(
      `${SIGN_INS} sign-ins on a known device in a storm: strangers were answered ${JSON.stringify(outcomes)}`,
    )
    expect(outcomes.busy).toBeGreaterThan(0)
    expect(outcomes.credentials_wrong).toBeGreaterThan(0)
    expect(answers).toEqual(Array(SIGN_INS).fill('signed_in'))
  } finally {
    await two.stop()
  }
})
