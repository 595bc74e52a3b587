// Promises P21, P22: what a request claims about where it came from and what it was sent to changes nothing.
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, newEmail, PASSWORD, WRONG_PASSWORD, withApi } from '../support/api.ts'
import { EVIL, variants } from '../support/forged-headers.ts'
import { postBytes, sendBytes } from '../support/raw-http.ts'

let api: Api
let port: number
let owner: string
beforeAll(async () => {
  api = await withApi()
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  port = (api.app.server.address() as AddressInfo).port
  owner = newEmail()
  await api.account(owner)
})
afterAll(() => api.close())

/** A mail as a reader sees it, with its code struck out. */
async function newestMail(to: string): Promise<string> {
  const [mail] = await api.messages(to)
  if (!mail) throw new Error(`nothing was sent to ${to}`)
  const { subject, text, html } = mail
  return JSON.stringify({ to: mail.to, subject, text, html })
    .replaceAll(/\d{8}/g, '########')
    .replaceAll(/(\d ?){8}/g, '#')
}

const ask = (path: string, identifier: string, headers: string[]) =>
  sendBytes(port, postBytes(path, { identifier }, headers))

test(`there are at least forty variants: ${variants.length + 1}`, () =>
  expect(variants.length + 1).toBeGreaterThanOrEqual(40))

describe('no byte of any mail changes (P21)', () => {
  const taken: string[] = []
  const asked = [
    ['sign-up', () => owner],
    ['sign-up', () => 'a.new.person@example.com'],
    ['forgot-password', () => owner],
  ] as const

  test.each([...variants, ['the whole address in the first line', []] as const])('%s', async (name, headers) => {
    for (const [what, whose] of asked) {
      const address = whose()
      const path = `/api/v1/${what}`
      api.deps.clock.advance(24 * 3600)
      await ask(path, address, [])
      const honest = await newestMail(address)
      api.deps.clock.advance(24 * 3600)
      const sent = await api.count('outbox')
      const forged = await ask(headers.length === 0 ? `http://${EVIL}${path}` : path, address, [...headers])
      if (forged.status === 200) {
        taken.push(name)
        expect(await newestMail(address)).toBe(honest)
        expect(await api.count('outbox')).toBe(sent + 1)
      } else {
        // Whatever is no proper HTTP is refused whole.
        expect([name, forged.status]).toEqual([name, 400])
        expect(await api.count('outbox')).toBe(sent)
      }
      expect(honest).not.toContain(EVIL)
      expect(forged.text + JSON.stringify(forged.headers)).not.toContain(EVIL)
    }
  })

  test('nearly all of them were taken, so that there was something to change', () => {
    const refused = variants.map(([name]) => name).filter((name) => !taken.includes(name))
    console.log(
      `P21: ${taken.length} forged requests were answered, and changed no byte; refused: ${refused.join(', ')}`,
    )
    expect(refused.every((name) => name.startsWith('host'))).toBe(true)
    expect(taken.length).toBeGreaterThanOrEqual(40 * asked.length)
  })
})

test('no variant is a fresh allowance of tries, or of codes (P22)', async () => {
  const address = newEmail()
  const attempts = await api.count('attempts')
  const budgets = await api.count('budgets')
  const answers = []
  for (const [, headers] of variants) {
    const body = { identifier: address, password: WRONG_PASSWORD }
    answers.push((await sendBytes(port, postBytes('/api/v1/sign-in', body, headers))).status)
    await ask('/api/v1/sign-up', address, headers)
  }
  expect(await api.count('attempts')).toBe(attempts + 1)
  expect(answers.filter((status) => status === 401)).toHaveLength(5)
  expect((await api.messages(address)).length).toBe(6)
  // One an hour and one a day for the address; the network's own is shared with every other test.
  expect(await api.count('budgets')).toBeLessThanOrEqual(budgets + 3)
})

test('no variant reaches the list of devices, the record of what was done, or a redirect', async () => {
  let taken = 0
  for (const [name, headers] of variants) {
    const body = { identifier: owner, password: PASSWORD, client: 'app' }
    const { status, body: answer } = await sendBytes(port, postBytes('/api/v1/sign-in', body, headers))
    if (status !== 200) {
      expect([name.startsWith('host'), status]).toEqual([true, 400])
      continue
    }
    taken += 1
    const authorization = `Bearer ${answer.session.token}`
    for (const path of ['sessions', 'account/activity']) {
      const list = await api.call('GET', path, undefined, { headers: { authorization } })
      expect([path, list.status]).toEqual([path, 200])
      expect(JSON.stringify(list.body)).not.toMatch(/198\.51|evil/)
    }
  }
  console.log(`P22: ${taken} forged sign-ins, and nothing of them in devices or activities`)
  expect(taken).toBeGreaterThanOrEqual(40)
  const page = `GET /account/security HTTP/1.1\r\nhost: ${EVIL}\r\nx-forwarded-host: ${EVIL}\r\nconnection: close\r\n\r\n`
  const { headers } = await sendBytes(port, Buffer.from(page))
  expect(JSON.stringify(headers)).not.toContain(EVIL)
})

test('a proxy we trust is believed for the address alone, and only the hop it saw itself', async () => {
  const behind = await withApi({ config: { trustedProxies: ['127.0.0.1'] } })
  await behind.app.listen({ port: 0, host: '127.0.0.1' })
  const at = (behind.app.server.address() as AddressInfo).port
  const address = newEmail()
  const attempt = (...headers: string[]) =>
    sendBytes(at, postBytes('/api/v1/sign-in', { identifier: address, password: WRONG_PASSWORD }, headers))
  for (let n = 0; n < 8; n++) await attempt(`x-forwarded-for: 10.0.0.${n}, 203.0.113.5`)
  expect(await behind.count('attempts')).toBe(1)
  expect((await attempt('x-forwarded-for: 203.0.113.6')).status).toBe(401)
  expect(await behind.count('attempts')).toBe(2)
  // Some proxies write the port along, which is another for every connection.
  for (let n = 0; n < 8; n++) await attempt(`x-forwarded-for: 10.0.0.${n}, 203.0.113.6:5000${n}`)
  expect(await behind.count('attempts')).toBe(2)
  for (let n = 0; n < 8; n++) await attempt(`x-forwarded-for: [2001:db8:1:2::${n}]:5000${n}`)
  expect(await behind.count('attempts')).toBe(3)
  // What is no address at all counts for the proxy, which is the nearest we know.
  for (const entry of ['unknown', '_hidden', '203.0.113.7:x', 'evil']) await attempt(`x-forwarded-for: ${entry}`)
  expect(await behind.count('attempts')).toBe(4)
  await sendBytes(
    at,
    postBytes('/api/v1/sign-up', { identifier: address }, [`x-forwarded-host: ${EVIL}`, `host: ${EVIL}`]),
  )
  expect(JSON.stringify(await behind.messages(address))).not.toContain(EVIL)
  await behind.close()
})
