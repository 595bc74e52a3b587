import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Api, newEmail, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import {
  authenticatorApp,
  bindAuthenticator,
  startAuthenticator,
  step,
  waitingSignIn,
} from '../../test/support/authenticator.ts'
import { addPasskey, signIn, signInOptions } from '../../test/support/passkeys.ts'
import { accountOf, beginReset, finishReset, NEW_PASSWORD } from '../../test/support/recovery.ts'
import { SoftPasskey } from '../../test/support/soft-authenticator.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())
// All of a test file comes from one network, and whatever is wrong here counts against it.
beforeEach(() => api.deps.clock.advance(3601))

/** An account with an authenticator and two passkeys: one on the phone, one elsewhere. */
async function owner() {
  const email = newEmail()
  const bound = await bindAuthenticator(api, await api.account(email), email)
  const phone = await addPasskey(api, bound.cookie)
  const laptop = await addPasskey(api, phone.cookie, new SoftPasskey())
  const { cookie } = laptop
  api.deps.clock.advance(30)
  return {
    ...bound,
    email,
    cookie,
    accountId: await accountOf(api, cookie),
    phone: phone.passkey,
    laptop: laptop.passkey,
  }
}
type Owner = Awaited<ReturnType<typeof owner>>

const factorsOf = async ({ accountId }: Owner) =>
  (await api.query('SELECT factors FROM accounts WHERE account_id = $1', [accountId]))[0]?.factors.sort()
const passkeysOf = ({ accountId }: Owner) => api.count('passkeys', `account_id = '${accountId}'`)
const noneSignsIn = async ({ phone, laptop }: Owner) => {
  for (const passkey of [phone, laptop]) expect(verdict(await signIn(api, passkey))).toBe('422 passkey_unknown')
}
const atSignIn = ({ email }: Owner, password = PASSWORD) =>
  api.post('sign-in', { identifier: email, password }).then(({ body }) => body)

/** The whole phrase after the right password. */
async function usePhrase(person: Owner) {
  const { flow } = await waitingSignIn(api, person.email)
  return api.post('sign-in/recovery-key', { flow, phrase: person.phrase })
}

/** From the phrase to the last step. */
async function toLastStep(door: string, body: { flow: string; key: { secret: string } }) {
  const app = authenticatorApp(body.key.secret, () => api.deps.clock.now())
  const shown = (await api.post(`${door}/recovery-key/key`, { flow: body.flow, code: app.code() })).body
  const finish = () => api.post(`${door}/recovery-key/phrase`, { flow: body.flow, phrase: shown.phrase.text })
  return { app, finish }
}

describe('the phrase in the place of a lost phone ends every passkey', () => {
  it('at sign-in: at once, told and written down; and the account asks for the new authenticator alone', async () => {
    const person = await owner()
    const { email, accountId } = person
    const begun = await usePhrase(person)
    expect(begun.body.state).toBe('key')
    await noneSignsIn(person)
    expect([await passkeysOf(person), await factorsOf(person)]).toEqual([0, ['totp']])
    expect((await atSignIn(person)).actions).toEqual(['recovery_key'])
    expect(await api.count('activities', `kind = 'passkey_removed' AND account_id = '${accountId}'`)).toBe(1)
    const { app, finish } = await toLastStep('sign-in', begun.body)
    expect((await finish()).body.state).toBe('signed_in')
    await noneSignsIn(person)
    api.deps.clock.advance(30)
    const { flow, actions } = await atSignIn(person)
    expect(actions).toEqual(['totp', 'recovery_key'])
    expect(verdict(await api.post('sign-in/totp', { flow, code: app.code() }))).toBe('200')
    const texts = (await api.messages(email)).map(({ text }) => text)
    expect(texts.some((text) => text.includes('tilgangsnøkler på kontoen virker ikke lenger'))).toBe(true)
    expect(texts.some((text) => text.includes('tidligere tilgangsnøkler virker ikke lenger'))).toBe(true)
    const told = await api.query(
      `SELECT data FROM events WHERE type = 'account.factors.changed' AND account_id = $1 ORDER BY event_id`,
      [accountId],
    )
    expect(told.at(-1)?.data).toEqual({ factors: ['totp'] })
  })

  it('at a forgotten password, and where a frozen account is opened', async () => {
    const forgot = await owner()
    const flow = await beginReset(api, forgot.email)
    expect((await finishReset(api, flow, await api.code(forgot.email))).body.actions).toContain('passkey')
    const typed = { password: NEW_PASSWORD, repeat: NEW_PASSWORD }
    const begun = await api.post('forgot-password/recovery-key', { flow, phrase: forgot.phrase, ...typed })
    await noneSignsIn(forgot)
    expect((await (await toLastStep('forgot-password', begun.body)).finish()).body).toEqual({ state: 'done' })
    await noneSignsIn(forgot)
    expect((await atSignIn(forgot, NEW_PASSWORD)).actions).toEqual(['totp', 'recovery_key'])

    const frozen = await owner()
    await api.post('account/freeze', {}, frozen.cookie)
    const thawing = (await api.post('thaw', { identifier: frozen.email, password: PASSWORD })).body.flow
    const waits = (await api.post('thaw/code', { flow: thawing, code: await api.code(frozen.email) })).body
    expect(waits.actions).toContain('passkey')
    expect(verdict(await api.post('thaw/recovery-key', { flow: waits.flow, phrase: frozen.phrase }))).toBe('200')
    await noneSignsIn(frozen)
    expect((await atSignIn(frozen)).actions).toEqual(['recovery_key'])
  })

  it('nor does an answer whose challenge was asked for before, or a sign-in that waited', async () => {
    const person = await owner()
    const early = await signInOptions(api)
    const { flow } = await waitingSignIn(api, person.email)
    const waiting = await signInOptions(api, flow)
    await usePhrase(person)
    expect(verdict(await api.post('sign-in/passkey', { credential: person.phone.get(early) }))).toBe(
      '422 passkey_unknown',
    )
    expect(verdict(await api.post('sign-in/passkey', { credential: person.laptop.get(waiting), flow }))).toBe(
      '410 flow_ended',
    )
  })

  it('cut off after it, the owner goes on with the same phrase: never without factor and phrase', async () => {
    const person = await owner()
    await usePhrase(person)
    const again = await usePhrase(person)
    const { finish } = await toLastStep('sign-in', again.body)
    expect((await finish()).body.state).toBe('signed_in')
    expect([await passkeysOf(person), await factorsOf(person)]).toEqual([0, ['totp']])
  })

  it('the last step ends those that are there all the same, with the rest of its transaction', async () => {
    const person = await owner()
    const kept = await api.query('SELECT * FROM passkeys WHERE account_id = $1', [person.accountId])
    const { finish } = await toLastStep('sign-in', (await usePhrase(person)).body)
    // As it stood where the phrase was used before this rule.
    for (const row of kept)
      await api.query(
        `INSERT INTO passkeys (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row).map((_, at) => `$${at + 1}`)})`,
        Object.values(row),
      )
    await api.query("UPDATE accounts SET factors = '{totp,passkey}' WHERE account_id = $1", [person.accountId])
    const failing = await failOn('holds')
    expect((await finish()).status).toBe(500)
    expect([await passkeysOf(person), await factorsOf(person)]).toEqual([2, ['passkey', 'totp']])
    await failing.end()
    expect((await finish()).body.state).toBe('signed_in')
    expect([await passkeysOf(person), await factorsOf(person)]).toEqual([0, ['totp']])
    await noneSignsIn(person)
  })

  it('all of it or nothing: where the phrase’s own transaction fails, authenticator and passkeys work on', async () => {
    const person = await owner()
    const failing = await failOn('outbox')
    expect((await usePhrase(person)).status).toBe(500)
    await failing.end()
    expect([await passkeysOf(person), await factorsOf(person)]).toEqual([2, ['passkey', 'totp']])
    expect((await atSignIn(person)).actions).toEqual(['totp', 'passkey', 'recovery_key'])
    expect((await signIn(api, person.phone)).status).toBe(200)
  })
})

describe('with the phone at hand every passkey stays', () => {
  it('when the authenticator is changed', async () => {
    const person = await owner()
    const { email, app } = person
    const { cookie } = await api.post('step-up/totp', { code: app.code() }, person.cookie)
    api.deps.clock.advance(30)
    const { flow } = (await startAuthenticator(api, cookie ?? '', email, 'change')).body
    const proof = { flow, code: await api.code(email), totp: app.code() }
    const { key } = (await step(api, cookie ?? '', 'code', proof)).body
    const next = authenticatorApp(key.secret, () => api.deps.clock.now())
    expect((await step(api, cookie ?? '', 'key', { flow, code: next.code() })).body.state).toBe('done')
    expect([await passkeysOf(person), await factorsOf(person)]).toEqual([2, ['passkey', 'totp']])
    expect((await signIn(api, person.laptop)).status).toBe(200)
  })
})

/** Writing to this table fails until it ends, as a disk or a lost connection would. */
async function failOn(table: string) {
  await api.query(
    "CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it fails'; END $$",
  )
  await api.query(`CREATE TRIGGER failing BEFORE INSERT OR UPDATE ON ${table} EXECUTE FUNCTION fail()`)
  return { end: () => api.query(`DROP TRIGGER failing ON ${table}`) }
}
