// Promise P6: whoever has the whole database and every key of the server finds no Recovery Key Phrase, and no way to one.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkContext, parsePhrase } from '../../server/recovery-key/recovery-key.ts'
import { type Api, newEmail, PASSWORD, withApi } from '../support/api.ts'
import { bindAuthenticator, waitingSignIn } from '../support/authenticator.ts'
import { findCanaries } from '../support/canaries.ts'
import { openEverything } from '../support/open-everything.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

interface CheckRow {
  account_id: string
  recovery_key_id: string
  salt: Buffer
  sealed: Buffer
}

test('neither a phrase in force, nor a spent one, nor one that waits to be entered back', async () => {
  const email = newEmail()
  const first = await bindAuthenticator(api, await api.account(email), email)
  api.deps.clock.advance(30)
  const renewed = await api.post('account/recovery-key', undefined, first.cookie)
  const { flow, phrase } = renewed.body
  await api.post('account/authenticator/change/phrase', { flow, phrase: phrase.text }, first.cookie)
  const waiting = (await api.post('account/recovery-key', undefined, first.cookie)).body.phrase.text as string
  const canaries: Record<string, string> = {}
  for (const [name, text] of Object.entries({ spent: first.phrase, inForce: phrase.text as string, waiting })) {
    const data = Buffer.from(parsePhrase(text) ?? [])
    expect(data).toHaveLength(20)
    canaries[name] = text
    canaries[`${name}, bare`] = text.slice(5).replaceAll('-', '')
    // Each half by itself too: five bytes of twenty would be a piece to begin with.
    for (let at = 0; at + 5 <= 20; at += 5)
      canaries[`${name}, bytes ${at}`] = data.subarray(at, at + 5).toString('latin1')
  }
  const all = await openEverything(api)
  const places = new Set(all.map(({ where }) => where))
  for (const where of ['recovery_keys.sealed', 'recovery_keys.replaced_sealed', 'authenticator_changes.phrase_sealed'])
    expect([where, places.has(where)]).toEqual([where, true])
  const opened = Buffer.concat(all.flatMap(({ bytes }) => [bytes, Buffer.from('\0')]))
  expect(opened.length).toBeGreaterThan(500)
  const raw = Object.entries(canaries).filter(([, text]) => opened.includes(Buffer.from(text, 'latin1')))
  expect([...findCanaries(opened, canaries), ...raw.map(([name]) => name)]).toEqual([])
})

test('what is kept is SHA-256 over a salt and 160 random bits, whole: no part of it tells a part of the phrase', async () => {
  const email = newEmail()
  const { phrase } = await bindAuthenticator(api, await api.account(email), email)
  const [row] = await api.query<CheckRow>('SELECT * FROM recovery_keys ORDER BY created_at DESC LIMIT 1')
  if (!row) throw new Error('no check value')
  const check = api.deps.keys.open('recovery_key', row.sealed, checkContext(row.account_id, row.recovery_key_id))
  const hash = (data: Uint8Array) =>
    createHash('sha256')
      .update(`rkp/v1 ${row.account_id} ${row.recovery_key_id} `)
      .update(row.salt)
      .update(data)
      .digest()
  const data = Buffer.from(parsePhrase(phrase) ?? [])
  expect(check.equals(hash(data))).toBe(true)
  data[19] = (data[19] as number) ^ 1
  const other = hash(data)
  const sameBits = [...check].reduce((sum, byte, at) => {
    const differing = (byte ^ (other[at] as number)).toString(2).replaceAll('0', '').length
    return sum + 8 - differing
  }, 0)
  expect(sameBits).toBeGreaterThan(80)
  expect(sameBits).toBeLessThan(176)
})

test('no answer shows it twice: not what is under way, not the account, not a repeat of the call that showed it', async () => {
  const email = newEmail()
  const { cookie, phrase } = await bindAuthenticator(api, await api.account(email), email)
  const answers = [
    await api.get('account', cookie),
    await api.get('session', cookie),
    await api.get('account/activity', cookie),
    await api.get('account/authenticator/change', cookie),
    await api.get(`/outbox.json?to=${encodeURIComponent(email)}`),
    await api.post('sign-in', { identifier: email, password: PASSWORD }),
    { body: await waitingSignIn(api, email) },
  ]
  const bare = phrase.slice(5).replaceAll('-', '')
  for (const { body } of answers) {
    const text = JSON.stringify(body).toUpperCase()
    expect(text.includes(phrase) || text.replaceAll('-', '').includes(bare)).toBe(false)
  }
})
