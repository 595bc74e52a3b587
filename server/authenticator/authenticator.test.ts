import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { proveAddress } from '../../test/support/address-proof.ts'
import {
  type Api,
  deviceCookie,
  newEmail,
  newPhone,
  notTheCode,
  PASSWORD,
  verdict,
  withApi,
} from '../../test/support/api.ts'
import {
  type App,
  authenticatorApp,
  type Bound,
  bindAuthenticator,
  identifierOf,
  startAuthenticator,
  step,
  waitingSignIn,
} from '../../test/support/authenticator.ts'
import { besiegeResets } from '../../test/support/besieged.ts'
import { addPasskey, signIn } from '../../test/support/passkeys.ts'
import { accountOf, addAddress, beginReset, NEW_PASSWORD } from '../../test/support/recovery.ts'
import { maskEmail } from '../accounts/mask.ts'
import { policy } from '../platform/policy.ts'

interface Established {
  kind: string
  established: boolean
}

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const path = 'account/authenticator/change'
const look = async (cookie: string) => (await api.get(path, cookie)).body
const cancel = (cookie: string, flow: string) =>
  api.call('DELETE', `${path}?flow=${flow}`, undefined, { headers: { cookie } })
const next = (seconds = 30) => api.deps.clock.advance(seconds)
const holds = async (cookie: string) =>
  (await api.get('session', cookie)).body.holds.map(({ reason }: { reason: string }) => reason)

/** An account with an authenticator, and time gone by since. */
async function bound(): Promise<Bound & { email: string }> {
  const email = newEmail()
  const made = await bindAuthenticator(api, await api.account(email), email)
  next()
  return { ...made, email }
}

/** The password and one code of the authenticator, on a device nobody knows. @returns the session's cookie */
async function signedIn(email: string, app: App): Promise<string> {
  const { flow } = await waitingSignIn(api, email)
  const { cookie } = await api.post('sign-in/totp', { flow, code: app.code() })
  next()
  return cookie ?? ''
}

/** Removes an address of the account, with a code to the other one. */
async function removeAddress(cookie: string, address: string, other: string): Promise<void> {
  const id = await identifierOf(api, cookie, address)
  const { flow } = (await api.post(`account/identifiers/${id}/removal`, undefined, cookie)).body
  const done = await api.post('account/identifier-changes/code', { flow, code: await api.code(other) }, cookie)
  expect(done.status).toBe(200)
}

/** At the step where the key is shown. */
async function atKey(email = newEmail()) {
  const cookie = await api.account(email)
  const { body } = await startAuthenticator(api, cookie, email)
  const { body: shown } = await step(api, cookie, 'code', { flow: body.flow, code: await api.code(email) })
  const app = authenticatorApp(shown.key.secret, () => api.deps.clock.now())
  return { email, cookie, flow: body.flow as string, shown, app }
}

async function atPhrase() {
  const begun = await atKey()
  const { body } = await step(api, begun.cookie, 'key', { flow: begun.flow, code: begun.app.code() })
  return { ...begun, phrase: body.phrase.text as string, answer: body }
}

/** How many light modules stand before the dark ones of a drawn code: left, right, above, below. */
function quietZone(svg: string): number[] {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]) / MODULE
  const dark = [...svg.matchAll(/M(\d+),(\d+)h10v10h-10z/g)].map(([, x, y]) => [Number(x) / MODULE, Number(y) / MODULE])
  const [xs, ys] = [dark.map(([x = 0]) => x), dark.map(([, y = 0]) => y)]
  return [Math.min(...xs), size - 1 - Math.max(...xs), Math.min(...ys), size - 1 - Math.max(...ys)]
}
const MODULE = 10

describe('binding', () => {
  it('goes by a code, a key and a phrase that is entered back, and only then counts', async () => {
    const email = newEmail()
    const cookie = await api.account(email)
    const begun = await startAuthenticator(api, cookie, email)
    expect(begun.body).toMatchObject({ kind: 'bind', state: 'code', channel: 'email', actions: ['code', 'resend'] })
    const { flow } = begun.body
    const shown = await step(api, cookie, 'code', { flow, code: await api.code(email) })
    expect(shown.body).toMatchObject({
      state: 'key',
      actions: ['key'],
      key: { secret: expect.stringMatching(/^[A-Z2-7]{32}$/) },
    })
    expect(shown.body.key.uri).toContain(`secret=${shown.body.key.secret}&issuer=Portvakt`)
    const label = decodeURIComponent(shown.body.key.uri)
    expect(label).toContain(`totp/Portvakt:${maskEmail(email)}?`)
    expect(label).not.toContain(email)
    expect(shown.headers['cache-control']).toBe('no-store')
    const app = authenticatorApp(shown.body.key.secret, () => api.deps.clock.now())
    const phrase = await step(api, cookie, 'key', { flow, code: app.code() })
    expect(phrase.body).toMatchObject({ state: 'phrase', actions: ['phrase', 'new_phrase'] })
    expect(phrase.headers['cache-control']).toBe('no-store')
    expect(await waitingSignIn(api, email)).toMatchObject({ state: 'signed_in' })
    const done = await step(api, cookie, 'phrase', { flow, phrase: phrase.body.phrase.text })
    expect(done.body).toMatchObject({
      state: 'done',
      session: { session: { aal: 2, amr: ['pwd', 'otp'], factors: ['totp'] } },
    })
    expect(await waitingSignIn(api, email)).toMatchObject({ state: 'factor', actions: ['totp', 'recovery_key'] })
    expect(await look(done.cookie ?? '')).toEqual({ state: 'none' })
  })

  it('ends every other session, pauses withdrawals for six hours, tells every address and operators', async () => {
    const [email, phone] = [newEmail(), newPhone()]
    const cookie = await api.account(email)
    const other = (await api.post('sign-in', { identifier: email, password: PASSWORD })).cookie ?? ''
    const { body } = await api.post('account/identifiers', { identifier: phone }, cookie)
    await api.post('account/identifiers/code', { flow: body.flow, code: await api.code(phone) }, cookie)
    const done = await bindAuthenticator(api, cookie, email)
    expect(verdict(await api.get('session', other))).toBe('401 session_required')
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
    expect(await holds(done.cookie)).toContain('authenticator_bound')
    for (const address of [email, phone])
      expect((await api.messages(address))[0]?.text).toMatch(/Google-autentisering er slått på|Fra nå av trenger du/)
    const id = (await api.get('account', done.cookie)).body.id
    expect(
      await api.count(
        'events',
        `account_id = '${id}' AND type = 'account.factors.changed' AND data->'factors' ? 'totp'`,
      ),
    ).toBe(1)
    expect(await api.count('activities', `account_id = '${id}' AND kind = 'authenticator_bound'`)).toBe(1)
  })

  it('as the first factor makes strangers of all devices but the one it is done on', async () => {
    const email = newEmail()
    await api.account(email)
    const here = await api.post('sign-in', { identifier: email, password: PASSWORD })
    const before = (await api.get('devices', here.cookie)).body.devices
    const { cookie } = await bindAuthenticator(api, here.cookie ?? '', email)
    const { devices } = (await api.get('devices', `${cookie}; ${deviceCookie(here)}`)).body
    expect([before.length, devices]).toEqual([2, [expect.objectContaining({ current: true })]])
  })

  it('beside a passkey, which let in whoever is known, it makes a stranger of none', async () => {
    const email = newEmail()
    const { passkey } = await addPasskey(api, await api.account(email))
    const { cookie = '' } = await signIn(api, passkey)
    const before = (await api.get('devices', cookie)).body.devices
    const bound = await bindAuthenticator(api, cookie, email)
    const { devices } = (await api.get('devices', bound.cookie)).body
    expect([before.length, devices.length]).toEqual([2, 2])
  })

  it('a code that proved the mailbox before proves it no more, in a reset begun after', async () => {
    const email = newEmail()
    const cookie = await api.account(email)
    await besiegeResets(api.deps, email)
    await beginReset(api, email)
    const code = await api.code(email)
    await bindAuthenticator(api, cookie, email)
    const proof = await api.post('forgot-password/code', { flow: await beginReset(api, email), code })
    expect(verdict(proof)).toBe('422 code_used')
  })

  it('asks for a fresh proof first', async () => {
    const email = newEmail()
    const cookie = await api.account(email)
    next(6 * 60)
    expect(verdict(await startAuthenticator(api, cookie, email))).toBe('401 step_up_required')
  })

  it('the key is shown again while it waits, to a page that was loaded again and to a second tab; the phrase never', async () => {
    const { cookie, shown } = await atKey()
    const looked = await api.get(path, cookie)
    expect(looked.body.key).toEqual(shown.key)
    expect(looked.headers['cache-control']).toBe('no-store')
    const waiting = await atPhrase()
    const again = await look(waiting.cookie)
    expect(again).toMatchObject({ state: 'phrase', actions: ['phrase', 'new_phrase'] })
    expect(JSON.stringify(again)).not.toContain(waiting.phrase.slice(5, 9))
    expect(again.phrase).toBeUndefined()
  })

  it('an answer lost with the phrase in it: another phrase, and the lost one is nobody’s', async () => {
    const { cookie, flow, phrase } = await atPhrase()
    const other = await step(api, cookie, 'new-phrase', { flow })
    expect(other.body.phrase.text).not.toBe(phrase)
    expect(other.headers['cache-control']).toBe('no-store')
    expect(verdict(await step(api, cookie, 'phrase', { flow, phrase }))).toBe('422 recovery_key_wrong')
    expect((await step(api, cookie, 'phrase', { flow, phrase: other.body.phrase.text })).status).toBe(200)
  })

  it('another phrase asked for while one is entered back: never two that count', async () => {
    const { cookie, flow, phrase, email } = await atPhrase()
    let other = ''
    const { transaction } = api.deps.db
    const between = vi.spyOn(api.deps.db, 'transaction').mockImplementationOnce(async (work) => {
      other = (await step(api, cookie, 'new-phrase', { flow })).body.phrase.text
      return transaction(work)
    })
    try {
      expect(verdict(await step(api, cookie, 'phrase', { flow, phrase }))).toBe('410 flow_ended')
    } finally {
      between.mockRestore()
    }
    expect((await step(api, cookie, 'phrase', { flow, phrase: other })).status).toBe(200)
    const waiting = await waitingSignIn(api, email)
    const begin = (typed: string) => api.post('sign-in/recovery-key', { flow: waiting.flow, phrase: typed })
    expect(verdict(await begin(phrase))).toBe('422 recovery_key_wrong')
    expect((await begin(other)).body.state).toBe('key')
  })

  it('typing errors cost nothing: of the code from the app, and of the phrase', async () => {
    const { cookie, flow, app } = await atKey()
    for (let times = 0; times < 8; times++)
      expect(
        verdict(
          await step(api, cookie, 'key', { flow, code: String((Number(app.code(1)) + 7) % 1e6).padStart(6, '0') }),
        ),
      ).toBe('422 totp_wrong')
    const { body } = await step(api, cookie, 'key', { flow, code: app.code() })
    const text: string = body.phrase.text
    const mistyped = text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A')
    for (let times = 0; times < 8; times++)
      expect(verdict(await step(api, cookie, 'phrase', { flow, phrase: mistyped }))).toBe('422 recovery_key_mistyped')
    const lower = text.toLowerCase().replaceAll('0', 'o').replaceAll('-', ' ')
    expect((await step(api, cookie, 'phrase', { flow, phrase: lower })).status).toBe(200)
  })

  it.each([
    [-5, '422 totp_late'],
    [15, '422 totp_late'],
    [-40, '422 totp_wrong'],
  ])('a clock that is %i steps off: %s', async (steps, expected) => {
    const { cookie, flow, app } = await atKey()
    expect(verdict(await step(api, cookie, 'key', { flow, code: app.code(steps) }))).toBe(expected)
  })

  it('waits for fifteen minutes for the code from the address, and not longer, whatever is sent meanwhile', async () => {
    const email = newEmail()
    const cookie = await api.account(email)
    const { flow } = (await startAuthenticator(api, cookie, email)).body
    next(14 * 60 + 50)
    expect((await step(api, cookie, 'resend', { flow })).status).toBe(200)
    expect((await step(api, cookie, 'code', { flow, code: await api.code(email) })).status).toBe(200)
    const other = newEmail()
    const late = await api.account(other)
    const begun = (await startAuthenticator(api, late, other)).body
    next(14 * 60)
    expect((await step(api, late, 'resend', { flow: begun.flow })).status).toBe(200)
    const code = await api.code(other)
    next(61)
    expect(await look(late)).toEqual({ state: 'none' })
    expect(verdict(await step(api, late, 'code', { flow: begun.flow, code }))).toBe('410 flow_ended')
    expect(verdict(await step(api, late, 'resend', { flow: begun.flow }))).toBe('410 flow_ended')
  })

  it('waits for fifteen minutes at the key, and not longer', async () => {
    const patient = await atKey()
    next(14 * 60 + 50)
    expect((await step(api, patient.cookie, 'key', { flow: patient.flow, code: patient.app.code() })).status).toBe(200)
    const late = await atKey()
    next(15 * 60 + 1)
    expect(await look(late.cookie)).toEqual({ state: 'none' })
    expect(verdict(await step(api, late.cookie, 'key', { flow: late.flow, code: late.app.code() }))).toBe(
      '410 flow_ended',
    )
  })

  it('waits for fifteen minutes anew at the phrase, and not longer', async () => {
    const { cookie, flow, app } = await atKey()
    next(14 * 60 + 50)
    const { body } = await step(api, cookie, 'key', { flow, code: app.code() })
    next(14 * 60 + 50)
    expect((await step(api, cookie, 'phrase', { flow, phrase: body.phrase.text })).status).toBe(200)
    const late = await atPhrase()
    next(15 * 60 + 1)
    expect(verdict(await step(api, late.cookie, 'phrase', { flow: late.flow, phrase: late.phrase }))).toBe(
      '410 flow_ended',
    )
  })

  it('draws key and phrase with four light modules on every side, which cameras need, white whatever lies behind', async () => {
    const { shown, answer } = await atPhrase()
    for (const qr of [shown.key.qr, answer.phrase.qr]) {
      expect(quietZone(qr)).toEqual([4, 4, 4, 4])
      const size = /viewBox="0 0 (\d+) \1"/.exec(qr)?.[1]
      expect(qr).toContain(`<rect fill="white" width="${size}" height="${size}"/><path fill="black"`)
    }
  })

  it('is left as it was when the dialog is closed', async () => {
    const { cookie, flow, app, email } = await atKey()
    expect((await cancel(cookie, flow)).status).toBe(204)
    expect(verdict(await step(api, cookie, 'key', { flow, code: app.code() }))).toBe('410 flow_ended')
    expect(await waitingSignIn(api, email)).toMatchObject({ state: 'signed_in' })
  })

  it('closing a tab leaves alone what another tab of the session has begun since', async () => {
    const email = newEmail()
    const cookie = await api.account(email)
    const old = (await startAuthenticator(api, cookie, email)).body.flow
    next(61)
    const { flow } = (await startAuthenticator(api, cookie, email)).body
    const { body: shown } = await step(api, cookie, 'code', { flow, code: await api.code(email) })
    const app = authenticatorApp(shown.key.secret, () => api.deps.clock.now())
    const { body } = await step(api, cookie, 'key', { flow, code: app.code() })
    expect((await cancel(cookie, old)).status).toBe(204)
    expect(verdict(await api.call('DELETE', path, undefined, { headers: { cookie } }))).toBe('400 request_invalid')
    expect((await step(api, cookie, 'phrase', { flow, phrase: body.phrase.text })).body.state).toBe('done')
  })

  it('nobody closes what another session has begun', async () => {
    const { cookie, flow, app, email } = await atKey()
    const other = (await api.post('sign-in', { identifier: email, password: PASSWORD })).cookie ?? ''
    expect((await cancel(other, flow)).status).toBe(204)
    expect((await step(api, cookie, 'key', { flow, code: app.code() })).body.state).toBe('phrase')
  })

  it('begun again, the first key is dead before it ever counted', async () => {
    const { cookie, flow, app, email } = await atKey()
    next(61)
    const again = await startAuthenticator(api, cookie, email)
    expect(verdict(await step(api, cookie, 'key', { flow, code: app.code() }))).toBe('410 flow_ended')
    expect(verdict(await step(api, cookie, 'key', { flow: again.body.flow, code: app.code() }))).toBe('409 wrong_state')
  })

  it('belongs to the session that began it', async () => {
    const { flow, app, email } = await atKey()
    const { cookie = '' } = await api.post('sign-in', { identifier: email, password: PASSWORD })
    expect(verdict(await step(api, cookie, 'key', { flow, code: app.code() }))).toBe('410 flow_ended')
    expect(await look(cookie)).toEqual({ state: 'none' })
  })

  it('bound in another place meanwhile, it says so', async () => {
    const email = newEmail()
    const one = await api.account(email)
    const { cookie: two = '' } = await api.post('sign-in', { identifier: email, password: PASSWORD })
    const waiting = await startAuthenticator(api, one, email)
    const code = await api.code(email)
    const { cookie } = await bindAuthenticator(api, two, email)
    expect((await step(api, one, 'code', { flow: waiting.body.flow, code })).status).toBe(401)
    expect(verdict(await startAuthenticator(api, cookie, email))).toBe('409 totp_enrolled')
  })

  it('of two tabs at the last step one binds, whatever their order, and one key counts', async () => {
    for (let round = 0; round < 3; round++) {
      const { cookie, flow, phrase, email } = await atPhrase()
      const answers = await Promise.all(Array.from({ length: 6 }, () => step(api, cookie, 'phrase', { flow, phrase })))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(await waitingSignIn(api, email)).toMatchObject({ state: 'factor' })
    }
  })

  it('counts wrong codes from the address, and a code of another purpose is none', async () => {
    const email = newEmail()
    const cookie = await api.account(email)
    const { body } = await startAuthenticator(api, cookie, email)
    const code = await api.code(email)
    for (let times = 0; times < 5; times++)
      expect(verdict(await step(api, cookie, 'code', { flow: body.flow, code: notTheCode(code) }))).toBe(
        '422 code_wrong',
      )
    expect(verdict(await step(api, cookie, 'code', { flow: body.flow, code }))).toBe('422 code_spent')
  })

  it('goes to one of the account’s own addresses, and to no other', async () => {
    const [mine, theirs] = [await api.account(newEmail()), newEmail()]
    const other = await api.account(theirs)
    const { body } = await api.get('account', other)
    const asked = { kind: 'bind', identifierId: body.identifiers[0].id }
    expect(verdict(await api.post(path, asked, mine))).toBe('404 not_found')
  })

  it('begun again at the other address, its code goes on and the one before does not', async () => {
    const [email, phone] = [newEmail(), newPhone()]
    const cookie = await api.account(email)
    await addAddress(api, cookie, phone)
    const { flow } = (await startAuthenticator(api, cookie, email)).body
    const code = await api.code(email)
    const other = await startAuthenticator(api, cookie, phone)
    expect(other.body).toMatchObject({ kind: 'bind', state: 'code', channel: 'sms' })
    expect(verdict(await step(api, cookie, 'code', { flow, code }))).toBe('410 flow_ended')
    const go = (code: string) => step(api, cookie, 'code', { flow: other.body.flow, code })
    expect(verdict(await go(code))).toBe('422 code_wrong')
    expect((await go(await api.code(phone))).body.state).toBe('key')
  })

  it('refused at the other address, what is under way stays, and its code', async () => {
    const [email, phone] = [newEmail(), newPhone()]
    const cookie = await api.account(email)
    await addAddress(api, cookie, phone)
    for (let sent = 0; sent < policy.codesPerHour; sent++) await startAuthenticator(api, cookie, phone)
    const { flow } = (await startAuthenticator(api, cookie, email)).body
    expect(verdict(await startAuthenticator(api, cookie, phone))).toBe('429 too_many_codes')
    expect((await step(api, cookie, 'code', { flow, code: await api.code(email) })).body.state).toBe('key')
  })

  it('goes no further, at no step, once the address that its code went to is the account’s no more', async () => {
    for (const at of ['code', 'key', 'phrase'] as const) {
      const [email, phone] = [newEmail(), newPhone()]
      const cookie = await api.account(email)
      await addAddress(api, cookie, phone)
      const { flow } = (await startAuthenticator(api, cookie, email)).body
      let proof: object = { code: await api.code(email) }
      if (at !== 'code') {
        const { body } = await step(api, cookie, 'code', { flow, ...proof })
        proof = { code: authenticatorApp(body.key.secret, () => api.deps.clock.now()).code() }
      }
      if (at === 'phrase') proof = { phrase: (await step(api, cookie, 'key', { flow, ...proof })).body.phrase.text }
      await removeAddress(cookie, email, phone)
      expect([at, verdict(await step(api, cookie, at, { flow, ...proof }))]).toEqual([at, '410 flow_ended'])
      next(61)
      if (at === 'code') expect(verdict(await step(api, cookie, 'resend', { flow }))).toBe('410 flow_ended')
      expect(await api.count('totp_secrets', `account_id = '${await accountOf(api, cookie)}'`)).toBe(0)
    }
  })
})

describe('changing', () => {
  it('takes a code to an address and one of the old app; the old one works until the instant the new one does', async () => {
    const { cookie, app, email, phrase } = await bound()
    const { body } = await startAuthenticator(api, cookie, email, 'change')
    expect(body).toMatchObject({ kind: 'change', state: 'code' })
    const code = await api.code(email)
    const { flow } = body
    expect(verdict(await step(api, cookie, 'code', { flow, code }))).toBe('400 request_invalid')
    const shown = await step(api, cookie, 'code', { flow, code, totp: app.code() })
    expect(shown.body).toMatchObject({ state: 'key', key: { secret: expect.any(String) } })
    expect(shown.headers['cache-control']).toBe('no-store')
    const fresh = authenticatorApp(shown.body.key.secret, () => api.deps.clock.now())
    next()
    const still = await waitingSignIn(api, email)
    expect((await api.post('sign-in/totp', { flow: still.flow, code: app.code() })).status).toBe(200)
    next()
    const done = await step(api, cookie, 'key', { flow, code: fresh.code() })
    expect(done.body).toMatchObject({ state: 'done' })
    expect(await holds(done.cookie ?? '')).toContain('authenticator_changed')
    next()
    const waiting = await waitingSignIn(api, email)
    expect(verdict(await api.post('sign-in/totp', { flow: waiting.flow, code: app.code() }))).toBe('422 totp_wrong')
    expect((await api.post('sign-in/totp', { flow: waiting.flow, code: fresh.code() })).status).toBe(200)
    const lost = await waitingSignIn(api, email)
    expect((await api.post('sign-in/recovery-key', { flow: lost.flow, phrase })).body).toMatchObject({ state: 'key' })
  })

  it('a wrong code of the old app gives the other code its try back', async () => {
    const { cookie, app, email } = await bound()
    const { body } = await startAuthenticator(api, cookie, email, 'change')
    const code = await api.code(email)
    const wrong = String((Number(app.code()) + 1) % 1e6).padStart(6, '0')
    for (let times = 0; times < 3; times++)
      expect((await step(api, cookie, 'code', { flow: body.flow, code, totp: wrong })).status).toBe(422)
    expect((await step(api, cookie, 'code', { flow: body.flow, code, totp: app.code() })).status).toBe(200)
  })

  it('given up at any point, the old one goes on working', async () => {
    const { cookie, app, email } = await bound()
    const { body } = await startAuthenticator(api, cookie, email, 'change')
    await step(api, cookie, 'code', { flow: body.flow, code: await api.code(email), totp: app.code() })
    await cancel(cookie, body.flow)
    next()
    const { flow } = await waitingSignIn(api, email)
    expect((await api.post('sign-in/totp', { flow, code: app.code() })).status).toBe(200)
  })

  it('is refused where there is none', async () => {
    const email = newEmail()
    const cookie = await api.account(email)
    for (const kind of ['change', 'remove'])
      expect(verdict(await startAuthenticator(api, cookie, email, kind))).toBe('409 totp_not_enrolled')
    expect(verdict(await api.post('account/recovery-key', undefined, cookie))).toBe('401 step_up_required')
  })
})

describe('removing', () => {
  it('takes both codes, and pauses withdrawals for a day; the phrase goes too', async () => {
    const { cookie, app, email } = await bound()
    const { body } = await startAuthenticator(api, cookie, email, 'remove')
    const code = await api.code(email)
    const done = await step(api, cookie, 'code', { flow: body.flow, code, totp: app.code() })
    expect(done.body).toMatchObject({ state: 'done', session: { session: { factors: [] } } })
    expect(await holds(done.cookie ?? '')).toContain('authenticator_removed')
    expect(await waitingSignIn(api, email)).toMatchObject({ state: 'signed_in' })
    expect(await api.count('recovery_keys', `account_id = '${done.body.session.account.id}'`)).toBe(0)
  })

  describe('beside a passkey', () => {
    /** With two of them, the first suspended because a copy of it was seen; or both. */
    async function removed(suspended: 'one' | 'both') {
      const { cookie, app, email } = await bound()
      const first = await addPasskey(api, cookie)
      const second = await addPasskey(api, first.cookie)
      const ids = suspended === 'one' ? [first.id] : [first.id, second.id]
      await api.query('UPDATE passkeys SET suspended_at = now() WHERE passkey_id = ANY ($1)', [ids])
      const { body } = await startAuthenticator(api, second.cookie, email, 'remove')
      const code = await api.code(email)
      const done = await step(api, second.cookie, 'code', { flow: body.flow, code, totp: app.code() })
      expect(verdict(done)).toBe('200')
      return { email, done, accountId: await accountOf(api, done.cookie ?? '') }
    }

    it('that works, it stays: and the suspended one with it', async () => {
      const { email, done } = await removed('one')
      expect(done.body.session.session.factors).toEqual(['passkey'])
      expect((await api.get('account', done.cookie)).body.passkeys).toHaveLength(2)
      expect(await waitingSignIn(api, email)).toMatchObject({ state: 'factor', actions: ['passkey'] })
    })

    it('that is suspended, that goes too: it would let nobody in, the owner neither', async () => {
      const { email, done, accountId } = await removed('both')
      expect(done.body.session.session.factors).toEqual([])
      expect(await waitingSignIn(api, email)).toMatchObject({ state: 'signed_in' })
      expect(await api.count('passkeys', `account_id = '${accountId}'`)).toBe(0)
      expect(await api.count('activities', `account_id = '${accountId}' AND kind = 'passkey_removed'`)).toBe(1)
      const told = (await api.messages(email)).map(({ subject }) => subject)
      expect(told).toEqual(
        expect.arrayContaining([
          'Google-autentisering er koblet fra hos Portvakt',
          'En tilgangsnøkkel er fjernet hos Portvakt',
        ]),
      )
    })
  })

  it('a code of the app that was used at sign-in removes nothing', async () => {
    const { app, email } = await bound()
    const waiting = await waitingSignIn(api, email)
    const code = app.code()
    const { cookie = '' } = await api.post('sign-in/totp', { flow: waiting.flow, code })
    const { body } = await startAuthenticator(api, cookie, email, 'remove')
    const answer = await step(api, cookie, 'code', { flow: body.flow, code: await api.code(email), totp: code })
    expect(verdict(answer)).toBe('422 totp_used')
  })
})

describe('an address that was added in a session that somebody took over', () => {
  /** An account of days ago, and somebody with its password and one code of its authenticator who adds their own number. */
  async function takenOver() {
    const owner = await bound()
    next(policy.identifierUndoSeconds)
    const [thief, phone] = [await signedIn(owner.email, owner.app), newPhone()]
    await addAddress(api, thief, phone)
    const before = (await api.messages(phone)).length
    const nothingCame = async () => expect((await api.messages(phone)).length).toBe(before)
    return { ...owner, thief, phone, nothingCame }
  }

  it.each(['change', 'remove'])('gets no code to %s the authenticator', async (kind) => {
    const { thief, phone, nothingCame } = await takenOver()
    expect(verdict(await startAuthenticator(api, thief, phone, kind))).toBe('409 identifier_too_new')
    await nothingCame()
  })

  it('proves nothing for a new phrase', async () => {
    const { thief, phone, nothingCame } = await takenOver()
    const identifierId = await identifierOf(api, thief, phone)
    for (const [path, body] of [
      ['address', { identifierId }],
      ['address/resend', { flow: identifierId }],
    ] as const)
      expect(verdict(await api.post(`step-up/${path}`, body, thief))).toBe('409 identifier_too_new')
    expect(verdict(await api.post('account/recovery-key', undefined, thief))).toBe('401 step_up_required')
    await nothingCame()
  })

  it('does not get the owner’s own out of the way first, nor takes its place', async () => {
    const { thief, email, phone, nothingCame } = await takenOver()
    const path = `account/identifiers/${await identifierOf(api, thief, email)}`
    expect(verdict(await api.post(`${path}/removal`, undefined, thief))).toBe('409 identifier_too_new')
    const change = await api.post(`${path}/change`, { identifier: newEmail() }, thief)
    expect(change.body.actions).toEqual(['code', 'resend'])
    next(61)
    const { flow } = change.body
    const other = await api.post('account/identifier-changes/other-channel', { flow }, thief)
    expect(verdict(other)).toBe('409 identifier_too_new')
    expect(await identifierOf(api, thief, phone)).toBeTruthy()
    await nothingCame()
  })

  it('is told of in the account, and is as good as the others when it can no longer be undone', async () => {
    const { thief, email, app, phone } = await takenOver()
    const told = async (cookie: string) =>
      (await api.get('account', cookie)).body.identifiers.map(({ kind, established }: Established) => [
        kind,
        established,
      ])
    expect(await told(thief)).toEqual([
      ['email', true],
      ['phone', false],
    ])
    next(policy.identifierUndoSeconds)
    const mine = await signedIn(email, app)
    expect(await told(mine)).toEqual([
      ['email', true],
      ['phone', true],
    ])
    expect((await startAuthenticator(api, mine, phone, 'change')).body.state).toBe('code')
  })
})

describe('a new phrase on request', () => {
  it('takes the old one’s place once it is entered back, and not before', async () => {
    const { cookie, email, phrase } = await bound()
    const shown = await api.post('account/recovery-key', undefined, cookie)
    expect(shown.body).toMatchObject({ kind: 'renew_phrase', state: 'phrase' })
    expect(shown.headers['cache-control']).toBe('no-store')
    const fresh: string = shown.body.phrase.text
    const done = await step(api, cookie, 'phrase', { flow: shown.body.flow, phrase: fresh })
    expect(done.body).toEqual({ state: 'done' })
    expect((await api.messages(email))[0]?.subject).toMatch(/Ny gjenopprettingsnøkkel/)
    const { flow } = await waitingSignIn(api, email)
    expect(verdict(await api.post('sign-in/recovery-key', { flow, phrase }))).toBe('422 recovery_key_spent')
    expect((await api.post('sign-in/recovery-key', { flow, phrase: fresh })).body.state).toBe('key')
  })

  it('takes the mailbox too: the password and one code of the authenticator, which a false page may have, make none', async () => {
    const { app, email, phrase } = await bound()
    const thief = await signedIn(email, app)
    const before = (await api.messages(email)).length
    const refused = await api.post('account/recovery-key', undefined, thief)
    expect(verdict(refused)).toBe('401 step_up_required')
    expect(refused.body.methods).toEqual(['address_code'])
    expect((await api.messages(email)).length).toBe(before)
    const { flow } = await waitingSignIn(api, email)
    expect((await api.post('sign-in/recovery-key', { flow, phrase })).body.state).toBe('key')
  })

  it('the owner gives the code, and goes on in the same session', async () => {
    const { app, email } = await bound()
    const cookie = await proveAddress(api, await signedIn(email, app), email)
    const shown = await api.post('account/recovery-key', undefined, cookie)
    expect(shown.body).toMatchObject({ kind: 'renew_phrase', state: 'phrase' })
    const { flow, phrase } = shown.body
    expect((await step(api, cookie, 'phrase', { flow, phrase: phrase.text })).body).toEqual({ state: 'done' })
  })

  it('ends every other change that is under way, by whomever it was begun', async () => {
    const { app, email, phrase: old } = await bound()
    const enter = async () => proveAddress(api, await signedIn(email, app), email)
    const [theirs, others, mine] = [await enter(), await enter(), await enter()]
    const renewal = (await api.post('account/recovery-key', undefined, theirs)).body
    const change = (await startAuthenticator(api, others, email, 'change')).body
    const proof = { flow: change.flow, code: await api.code(email), totp: app.code() }
    const { flow, phrase } = (await api.post('account/recovery-key', undefined, mine)).body
    expect((await step(api, mine, 'phrase', { flow, phrase: phrase.text })).body).toEqual({ state: 'done' })
    const late = { flow: renewal.flow, phrase: renewal.phrase.text }
    expect(verdict(await step(api, theirs, 'phrase', late))).toBe('410 flow_ended')
    expect(verdict(await step(api, others, 'code', proof))).toBe('410 flow_ended')
    const waiting = await waitingSignIn(api, email)
    expect(verdict(await api.post('sign-in/recovery-key', { flow: waiting.flow, phrase: old }))).toMatch(/spent/)
    const mineToo = await api.post('sign-in/recovery-key', { flow: waiting.flow, phrase: phrase.text })
    expect(mineToo.body.state).toBe('key')
  })

  it('of a thief is out when the owner does as the notice says: a phrase of their own, then another password', async () => {
    const { app, email } = await bound()
    const theirs = await proveAddress(api, await signedIn(email, app), email)
    const made = (await api.post('account/recovery-key', undefined, theirs)).body
    await step(api, theirs, 'phrase', { flow: made.flow, phrase: made.phrase.text })
    next()
    const mine = await proveAddress(api, await signedIn(email, app), email)
    const { flow, phrase } = (await api.post('account/recovery-key', undefined, mine)).body
    await step(api, mine, 'phrase', { flow, phrase: phrase.text })
    const waiting = await waitingSignIn(api, email)
    const tried = { flow: waiting.flow, phrase: made.phrase.text }
    expect(verdict(await api.post('sign-in/recovery-key', tried))).toBe('422 recovery_key_spent')
    const body = { current: PASSWORD, password: NEW_PASSWORD, repeat: NEW_PASSWORD }
    expect((await api.post('account/password', body, mine)).status).toBe(200)
    expect(verdict(await api.get('session', theirs))).toBe('401 session_required')
    expect(verdict(await api.post('sign-in', { identifier: email, password: PASSWORD }))).toBe('401 credentials_wrong')
  })

  it('goes no further once the address that was proven for it is given up', async () => {
    const { app, email } = await bound()
    const [mine, other] = [await signedIn(email, app), newPhone()]
    await addAddress(api, mine, other)
    const theirs = await proveAddress(api, await signedIn(email, app), email)
    const { flow, phrase } = (await api.post('account/recovery-key', undefined, theirs)).body
    await removeAddress(mine, email, other)
    expect(verdict(await step(api, theirs, 'phrase', { flow, phrase: phrase.text }))).toBe('410 flow_ended')
  })

  it('asks for the authenticator, freshly', async () => {
    const { cookie } = await bound()
    next(6 * 60)
    const answer = await api.post('account/recovery-key', undefined, cookie)
    expect(verdict(answer)).toBe('401 step_up_required')
    expect(answer.body.methods).toEqual(['totp'])
  })
})
