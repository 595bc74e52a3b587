import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { proveAddress as proveOwnAddress } from '../../test/support/address-proof.ts'
import { type Answer, type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import {
  type App,
  authenticatorApp,
  type Bound,
  bindAuthenticator,
  startAuthenticator,
  step,
  waitingSignIn,
} from '../../test/support/authenticator.ts'
import { addPasskey } from '../../test/support/passkeys.ts'
import { beginReset, finishReset, NEW_PASSWORD } from '../../test/support/recovery.ts'
import { policy } from '../platform/policy.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const next = (seconds = 30) => api.deps.clock.advance(seconds)
const wrong = (code: string) => String((Number(code) + 1) % 1e6).padStart(6, '0')

async function bound(): Promise<Bound & { email: string }> {
  const email = newEmail()
  const made = await bindAuthenticator(api, await api.account(email), email)
  next()
  return { ...made, email }
}

const totp = (flow: string, code: string, more: object = {}, headers: Record<string, string> = {}) =>
  api.call('POST', 'sign-in/totp', { flow, code, ...more }, { headers })

/** The cookies a browser would keep of an answer. */
function cookiesOf({ headers }: Answer): string {
  const set = [headers['set-cookie']].flat() as string[]
  return set.map((line) => line.split(';')[0]).join('; ')
}

describe('the second proof at sign-in', () => {
  it('opens a session of level 2; the password alone opens none', async () => {
    const { email, app } = await bound()
    const waiting = await api.post('sign-in', { identifier: email, password: PASSWORD })
    expect(waiting.cookie).toBeUndefined()
    expect(waiting.body).toEqual({ state: 'factor', flow: expect.any(String), actions: ['totp', 'recovery_key'] })
    const { body } = await totp(waiting.body.flow, app.code())
    expect(body).toMatchObject({ state: 'signed_in', session: { session: { aal: 2, amr: ['pwd', 'otp'] } } })
  })

  it('a wrong password says nothing of it', async () => {
    const { email } = await bound()
    expect(verdict(await api.post('sign-in', { identifier: email, password: `${PASSWORD}!` }))).toBe(
      '401 credentials_wrong',
    )
  })

  it.each([
    [-2, '422 totp_late'],
    [-1, '200'],
    [0, '200'],
    [1, '200'],
    [2, '422 totp_wrong'],
    [10, '422 totp_wrong'],
    [-21, '422 totp_late'],
    [-30, '422 totp_wrong'],
  ])('a code %i steps from now: %s', async (steps, expected) => {
    const { email, app } = await bound()
    next(90)
    const { flow } = await waitingSignIn(api, email)
    expect(verdict(await totp(flow, app.code(steps)))).toBe(expected)
  })

  it('each step once: not the code that bound it, not one used at another sign-in, not an older one after a newer', async () => {
    const email = newEmail()
    next(30 - ((api.deps.clock.now().getTime() / 1000) % 30)) // at a step's beginning: none ends in the middle
    const { app } = await bindAuthenticator(api, await api.account(email), email)
    const tryIt = async (code: string) => verdict(await totp((await waitingSignIn(api, email)).flow, code))
    expect(await tryIt(app.code())).toBe('422 totp_used')
    expect(await tryIt(app.code(1))).toBe('200')
    expect(await tryIt(app.code(1))).toBe('422 totp_used')
    next()
    expect(await tryIt(app.code(-1))).toBe('422 totp_used')
    expect(await tryIt(app.code(1))).toBe('200')
  })

  it('takes the code as people write it', async () => {
    const { email, app } = await bound()
    const { flow } = await waitingSignIn(api, email)
    expect(verdict(await totp(flow, app.code().replace(/^(...)/, '$1 ')))).toBe('200')
  })

  it.each([
    ['five digits', '12345'],
    ['letters', '12345a'],
    ['nothing', ''],
  ])('refuses %s by name, and spends nothing', async (_what, code) => {
    const { email } = await bound()
    const { flow } = await waitingSignIn(api, email)
    const { status, body } = await totp(flow, code)
    expect([status, body.fields[0].field]).toEqual([400, 'code'])
  })

  it('a flow opens one session, ends after ten minutes and with the credentials, and is nobody else’s', async () => {
    const { email, app, cookie } = await bound()
    const { flow } = await waitingSignIn(api, email)
    expect(verdict(await totp(flow, app.code()))).toBe('200')
    next()
    expect(verdict(await totp(flow, app.code()))).toBe('410 flow_ended')
    const late = await waitingSignIn(api, email)
    next(policy.factorStepSeconds)
    expect(verdict(await totp(late.flow, app.code()))).toBe('410 flow_ended')
    const changed = await waitingSignIn(api, email)
    await api.post('account/freeze', {}, cookie)
    expect(verdict(await totp(changed.flow, app.code()))).toBe('410 flow_ended')
    const [first, last] = [changed.flow[30], changed.flow.at(-1)]
    for (const forged of [
      changed.flow.replace(first, first === 'A' ? 'B' : 'A'),
      changed.flow.slice(0, -1) + (last === 'A' ? 'B' : 'A'),
    ])
      expect(verdict(await totp(forged, app.code()))).toBe('410 flow_ended')
  })

  it('a code of another account’s app is wrong', async () => {
    const [mine, theirs] = [await bound(), await bound()]
    const { flow } = await waitingSignIn(api, mine.email)
    expect(verdict(await totp(flow, theirs.app.code()))).toBe('422 totp_wrong')
  })
})

describe('guessing', () => {
  it('strangers have ten wrong codes in thirty days, which no success gives back; the owner is told', async () => {
    const { email, app } = await bound()
    const verdicts: string[] = []
    for (let guess = 0; guess < policy.totpFailuresBehindPassword + 3; guess++) {
      const { flow } = await waitingSignIn(api, email)
      verdicts.push(verdict(await totp(flow, wrong(app.code()))))
      next(15 * 60)
      if (guess === 7) expect(verdict(await totp((await waitingSignIn(api, email)).flow, app.code()))).toBe('200')
    }
    expect(verdicts.filter((each) => each === '422 totp_wrong')).toHaveLength(policy.totpFailuresBehindPassword)
    expect(verdicts.at(-1)).toBe('429 totp_used_up')
    const { flow } = await waitingSignIn(api, email)
    expect(verdict(await totp(flow, app.code()))).toBe('429 totp_used_up')
    const told = (await api.messages(email)).filter(({ subject }) => /med passordet ditt/.test(subject))
    expect(told).toHaveLength(2)
    next(policy.totpFailureWindowSeconds)
    const later = await waitingSignIn(api, email)
    expect(verdict(await totp(later.flow, app.code()))).toBe('200')
  })

  it('a known device has an allowance of its own, so that nobody with the password can use up the owner’s', async () => {
    const { email, app } = await bound()
    const signedIn = await totp((await waitingSignIn(api, email)).flow, app.code())
    const cookie = cookiesOf(signedIn)
    for (let guess = 0; guess < policy.totpFailuresBehindPassword + 1; guess++) {
      const { flow } = await waitingSignIn(api, email)
      await totp(flow, wrong(app.code()))
      next(15 * 60)
    }
    const { flow } = await waitingSignIn(api, email, { cookie })
    expect(verdict(await totp(flow, app.code()))).toBe('429 totp_used_up')
    expect(verdict(await totp(flow, app.code(), {}, { cookie }))).toBe('200')
  })

  it('opens in one trip on a known device, and there too once a code and once a flow', async () => {
    const { email, app } = await bound()
    const cookie = cookiesOf(await totp((await waitingSignIn(api, email)).flow, app.code()))
    next()
    const first = (await waitingSignIn(api, email, { cookie })).flow
    const second = (await waitingSignIn(api, email, { cookie })).flow
    const long = vi.spyOn(api.deps.db, 'transaction')
    try {
      const opened = await totp(first, app.code(), {}, { cookie })
      expect(opened.body).toMatchObject({ state: 'signed_in', session: { session: { aal: 2, amr: ['pwd', 'otp'] } } })
      expect(long).not.toHaveBeenCalled()
    } finally {
      long.mockRestore()
    }
    const sessions = await api.count('sessions')
    expect(verdict(await totp(second, app.code(), {}, { cookie }))).toBe('422 totp_used')
    next()
    expect(verdict(await totp(first, app.code(), {}, { cookie }))).toBe('410 flow_ended')
    expect(await api.count('sessions')).toBe(sessions)
    expect(verdict(await totp(second, app.code(), {}, { cookie }))).toBe('200')
  })

  it('of 60 guesses at once no more than the free ones are looked at, and a right one among them is not refused for ever', async () => {
    const { email, app } = await bound()
    const { flow } = await waitingSignIn(api, email)
    const answers = await Promise.all(Array.from({ length: 60 }, () => totp(flow, wrong(app.code()))))
    const looked = answers.filter((answer) => verdict(answer) === '422 totp_wrong')
    expect(looked.length).toBeLessThanOrEqual(policy.wrongPasswordsBeforeWait)
    next(15 * 60)
    expect(verdict(await totp((await waitingSignIn(api, email)).flow, app.code()))).toBe('200')
  })
})

describe('a trusted device', () => {
  const trust = async (account?: Awaited<ReturnType<typeof bound>>) => {
    const made = account ?? (await bound())
    const { flow } = await waitingSignIn(api, made.email)
    const cookie = cookiesOf(await totp(flow, made.app.code(), { trustDevice: true }))
    next()
    return { ...made, cookie }
  }
  const signIn = async (email: string, cookie: string) => (await waitingSignIn(api, email, { cookie })).state

  it('is not asked again for thirty days, and its session is of level 1', async () => {
    const { email, cookie } = await trust()
    const { body } = await api.call(
      'POST',
      'sign-in',
      { identifier: email, password: PASSWORD },
      { headers: { cookie } },
    )
    expect(body).toMatchObject({ state: 'signed_in', session: { session: { aal: 1, amr: ['pwd'], factorAt: null } } })
    expect((await waitingSignIn(api, email)).state).toBe('factor')
    next(policy.trustedDeviceSeconds)
    expect(await signIn(email, cookie)).toBe('factor')
  })

  it.each([
    ['the trust is taken back', '/trust'],
    ['the device is removed', ''],
  ])('is asked after all when %s while the password is looked at', async (_name, end) => {
    const { email, app, cookie } = await trust()
    const owner = cookiesOf(await totp((await waitingSignIn(api, email)).flow, app.code()))
    const { devices } = (await api.get('devices', `${owner}; ${cookie}`)).body
    const device = devices.find(({ trustedUntil }: { trustedUntil: string | null }) => trustedUntil)
    const verify = vi.spyOn(api.deps.hasher, 'verify').mockImplementationOnce(async () => {
      const ended = await api.call('DELETE', `devices/${device.id}${end}`, undefined, { headers: { cookie: owner } })
      expect(ended.status).toBe(204)
      return true
    })
    try {
      expect(await signIn(email, cookie)).toBe('factor')
    } finally {
      verify.mockRestore()
    }
  })

  it('is off unless asked for', async () => {
    const { email, app } = await bound()
    const cookie = cookiesOf(await totp((await waitingSignIn(api, email)).flow, app.code()))
    expect(await signIn(email, cookie)).toBe('factor')
  })

  it('a sensitive act asks it for the authenticator all the same', async () => {
    const { email, cookie } = await trust()
    const { cookie: session = '' } = await api.call(
      'POST',
      'sign-in',
      { identifier: email, password: PASSWORD },
      { headers: { cookie } },
    )
    const answer = await api.call('PATCH', 'account/phrase', { phrase: 'blå elg' }, { headers: { cookie: session } })
    expect([verdict(answer), answer.body.methods]).toEqual(['401 step_up_required', ['totp']])
    await api.post('step-up/password', { password: PASSWORD }, session)
    expect(
      verdict(await api.call('PATCH', 'account/phrase', { phrase: 'blå elg' }, { headers: { cookie: session } })),
    ).toMatch('401')
  })

  interface Changing {
    /** Of a session on another device, freshly at level 2. */
    session: string
    email: string
    app: App
    phrase: string
    /** Of the passkey there is. */
    id: string
  }

  const changePassword = (session: string) =>
    api.post('account/password', { current: PASSWORD, password: NEW_PASSWORD, repeat: NEW_PASSWORD }, session)

  async function changeAuthenticator({ session, email, app }: Changing): Promise<Answer> {
    const { flow } = (await startAuthenticator(api, session, email, 'change')).body
    const { body } = await step(api, session, 'code', { flow, code: await api.code(email), totp: app.code() })
    const fresh = authenticatorApp(body.key.secret, () => api.deps.clock.now())
    return step(api, session, 'key', { flow, code: fresh.code() })
  }

  async function removeAuthenticator({ session, email, app }: Changing): Promise<Answer> {
    const { flow } = (await startAuthenticator(api, session, email, 'remove')).body
    return step(api, session, 'code', { flow, code: await api.code(email), totp: app.code() })
  }

  async function resetPassword({ email, app }: Changing): Promise<Answer> {
    const flow = await beginReset(api, email)
    expect((await finishReset(api, flow, await api.code(email))).body.state).toBe('factor')
    const code = app.code()
    return api.post('forgot-password/totp', { flow, code, password: NEW_PASSWORD, repeat: NEW_PASSWORD })
  }

  async function freezeAndThaw({ session, email, app }: Changing): Promise<Answer> {
    expect((await api.post('account/freeze', {}, session)).status).toBe(200)
    const { flow } = (await api.post('thaw', { identifier: email, password: PASSWORD })).body
    const { body } = await api.post('thaw/code', { flow, code: await api.code(email) })
    return api.post('thaw/totp', { flow: body.flow, code: app.code() })
  }

  /** The phrase, and with `toTheEnd` the new app and the new phrase too. */
  async function usePhrase({ email, phrase }: Changing, toTheEnd: boolean): Promise<Answer> {
    const { flow } = await waitingSignIn(api, email)
    const begun = await api.post('sign-in/recovery-key', { flow, phrase })
    if (!toTheEnd) return begun
    const fresh = authenticatorApp(begun.body.key.secret, () => api.deps.clock.now())
    const on = (name: string, body: object) =>
      api.post(`sign-in/recovery-key/${name}`, { flow: begun.body.flow, ...body })
    const shown = await on('key', { code: fresh.code() })
    return on('phrase', { phrase: shown.body.phrase.text })
  }

  const identifierId = async (session: string, kind: 'email' | 'phone') =>
    (await api.get('account', session)).body.identifiers.find((each: { kind: string }) => each.kind === kind).id

  async function addPhone(session: string): Promise<Answer> {
    const phone = newPhone()
    const { flow } = (await api.post('account/identifiers', { identifier: phone }, session)).body
    return api.post('account/identifiers/code', { flow, code: await api.code(phone) }, session)
  }

  const proveAddress = (session: string, flow: string, code: string) =>
    api.post('account/identifier-changes/code', { flow, code }, session)

  async function changeEmail({ session, email }: Changing, next: string): Promise<Answer> {
    const path = `account/identifiers/${await identifierId(session, 'email')}/change`
    const { flow } = (await api.post(path, { identifier: next }, session)).body
    await proveAddress(session, flow, await api.code(email))
    return proveAddress(session, flow, await api.code(next))
  }

  async function removePhone({ session, email }: Changing): Promise<Answer> {
    const path = `account/identifiers/${await identifierId(session, 'phone')}/removal`
    const { flow } = (await api.post(path, undefined, session)).body
    return proveAddress(session, flow, await api.code(email))
  }

  it.each<[string, (changing: Changing) => Promise<Answer>]>([
    ['password', ({ session }) => changePassword(session)],
    ['another passkey', async ({ session }) => (await addPasskey(api, session)).answer],
    [
      'passkey removed',
      ({ session, id }) => api.call('DELETE', `account/passkeys/${id}`, undefined, { headers: { cookie: session } }),
    ],
    [
      'phrase renewed',
      async ({ session, email }) => {
        const proven = await proveOwnAddress(api, session, email)
        const { body } = await api.post('account/recovery-key', undefined, proven)
        return step(api, proven, 'phrase', { flow: body.flow, phrase: body.phrase.text })
      },
    ],
    ['authenticator changed', changeAuthenticator],
    ['authenticator removed, a passkey left', removeAuthenticator],
    ['password reset, with a code of the authenticator', resetPassword],
    ['frozen and thawed', freezeAndThaw],
    ['phrase used, nothing connected yet', (changing) => usePhrase(changing, false)],
    ['phrase used, a new authenticator connected', (changing) => usePhrase(changing, true)],
  ])('ends with any change of credentials: %s', async (what, change) => {
    const made = await bound()
    const { id } = await addPasskey(api, made.cookie)
    const { email, app, phrase, cookie } = await trust(made)
    expect(await signIn(email, cookie)).toBe('signed_in')
    const { cookie: session = '' } = await totp((await waitingSignIn(api, email)).flow, app.code())
    next()
    expect((await change({ session, email, app, phrase, id })).status).toBeLessThan(300)
    const password = what.startsWith('password') ? NEW_PASSWORD : PASSWORD
    const { body } = await api.call('POST', 'sign-in', { identifier: email, password }, { headers: { cookie } })
    expect(body.state).toBe('factor')
  })

  it.each<[string, (changing: Changing, next: string) => Promise<Answer>]>([
    ['added', ({ session }) => addPhone(session)],
    ['changed', changeEmail],
    ['removed', removePhone],
  ])('ends with an address that is %s', async (what, change) => {
    const made = await bound()
    if (what === 'removed') await addPhone(made.cookie)
    const { email, app, cookie } = await trust(made)
    expect(await signIn(email, cookie)).toBe('signed_in')
    const { cookie: session = '' } = await totp((await waitingSignIn(api, email)).flow, app.code())
    next()
    const other = newEmail()
    expect((await change({ session, email, app, phrase: '', id: '' }, other)).status).toBeLessThan(300)
    expect(await signIn(what === 'changed' ? other : email, cookie)).toBe('factor')
  })

  it('is taken back from the devices page, and forgotten with the device', async () => {
    const { email, cookie } = await trust()
    const list = async () => (await api.get('devices', cookie)).body.devices
    const [device] = (await list()).filter(({ trustedUntil }: { trustedUntil: string | null }) => trustedUntil)
    const end = () => api.call('DELETE', `devices/${device.id}/trust`, undefined, { headers: { cookie } })
    expect((await end()).status).toBe(204)
    expect(verdict(await end())).toBe('404 not_found')
    expect(await signIn(email, cookie)).toBe('factor')
  })
})

describe('the lost phone, with the phrase at hand', () => {
  const begin = (flow: string, phrase: string) => api.post('sign-in/recovery-key', { flow, phrase })

  /** At the step where the new key is shown. */
  async function atNewKey() {
    const made = await bound()
    const waiting = await waitingSignIn(api, made.email)
    const { body } = await begin(waiting.flow, made.phrase)
    const fresh = authenticatorApp(body.key.secret, () => api.deps.clock.now())
    return { ...made, waiting: waiting.flow as string, flow: body.flow as string, fresh, body }
  }

  async function replaced() {
    const begun = await atNewKey()
    const { body } = await api.post('sign-in/recovery-key/key', { flow: begun.flow, code: begun.fresh.code() })
    const done = await api.post('sign-in/recovery-key/phrase', { flow: begun.flow, phrase: body.phrase.text })
    return { ...begun, newPhrase: body.phrase.text as string, done }
  }

  it('takes a new authenticator and a new phrase, and signs in; everything old is dead', async () => {
    const { email, cookie, app, fresh, phrase, newPhrase, done } = await replaced()
    expect(done.body).toMatchObject({ state: 'signed_in', session: { session: { aal: 2 } } })
    expect(done.body.session.holds.map(({ reason }: { reason: string }) => reason)).toContain('recovery_key_used')
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
    expect((await api.get('session', done.cookie)).status).toBe(200)
    next()
    const { flow } = await waitingSignIn(api, email)
    expect(verdict(await totp(flow, app.code()))).toBe('422 totp_wrong')
    expect(verdict(await begin(flow, phrase))).toBe('422 recovery_key_spent')
    expect(verdict(await totp(flow, fresh.code()))).toBe('200')
    expect((await begin((await waitingSignIn(api, email)).flow, newPhrase)).body.state).toBe('key')
    expect(
      (await api.messages(email))
        .map(({ subject }) => subject)
        .filter((subject) => /Ny autentiseringsapp|er brukt/.test(subject)).length,
    ).toBeGreaterThanOrEqual(2)
  })

  it('no answer that shows the new key or a new phrase is kept by a browser or by anybody between', async () => {
    const made = await bound()
    const begun = await begin((await waitingSignIn(api, made.email)).flow, made.phrase)
    const { flow, key } = begun.body
    const fresh = authenticatorApp(key.secret, () => api.deps.clock.now())
    const shown = await api.post('sign-in/recovery-key/key', { flow, code: fresh.code() })
    const other = await api.post('sign-in/recovery-key/new-phrase', { flow })
    for (const { body } of [shown, other]) expect(body.phrase.text).toMatch(/^rkp1-/)
    for (const { headers } of [begun, shown, other]) expect(headers['cache-control']).toBe('no-store')
  })

  it('every device is a stranger from then on, but the one it was done on', async () => {
    const { done } = await replaced()
    const { devices } = (await api.get('devices', cookiesOf(done))).body
    expect(devices.map(({ current }: { current: boolean }) => current)).toEqual([true])
  })

  it('from the right phrase on, the phone that was lost opens nothing', async () => {
    const { email, app, cookie, waiting } = await atNewKey()
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
    next()
    expect(verdict(await totp(waiting, app.code()))).toBe('410 flow_ended')
    const again = await waitingSignIn(api, email)
    expect(again.actions).toEqual(['recovery_key'])
    expect(verdict(await totp(again.flow, app.code()))).toBe('409 totp_not_enrolled')
  })

  it('cut off in the middle, begins again with the old phrase', async () => {
    const { email, phrase, flow, fresh } = await atNewKey()
    const { body } = await api.post('sign-in/recovery-key/key', { flow, code: fresh.code() })
    expect(body.state).toBe('phrase')
    next()
    const again = await begin((await waitingSignIn(api, email)).flow, phrase)
    expect(again.body.state).toBe('key')
    expect(verdict(await api.post('sign-in/recovery-key/phrase', { flow, phrase: body.phrase.text }))).toBe(
      '410 flow_ended',
    )
  })

  it.each<[string, (phrase: string) => string, string]>([
    ['mistyped', (phrase) => phrase.slice(0, -1) + (phrase.endsWith('Z') ? 'Y' : 'Z'), '422 recovery_key_mistyped'],
    ['too short', (phrase) => phrase.slice(0, 20), '422 recovery_key_mistyped'],
    ['in small letters with spaces', (phrase) => phrase.toLowerCase().replaceAll('-', ' '), '200'],
    ['with letters for figures', (phrase) => phrase.replaceAll('0', 'O').replaceAll('1', 'l'), '200'],
  ])('%s', async (_what, write, expected) => {
    const { email, phrase } = await bound()
    expect(verdict(await begin((await waitingSignIn(api, email)).flow, write(phrase)))).toBe(expected)
  })

  it('another account’s is wrong, costs a try, and the owner hears of it; a mistyped one costs none', async () => {
    const [mine, theirs] = [await bound(), await bound()]
    const { flow } = await waitingSignIn(api, mine.email)
    const mistyped = mine.phrase.slice(0, -1) + (mine.phrase.endsWith('Z') ? 'Y' : 'Z')
    for (let times = 0; times < 20; times++)
      expect(verdict(await begin(flow, mistyped))).toBe('422 recovery_key_mistyped')
    for (let times = 0; times < policy.recoveryKeyTriesPerHour; times++)
      expect(verdict(await begin(flow, theirs.phrase))).toBe('422 recovery_key_wrong')
    expect(verdict(await begin(flow, mine.phrase))).toBe('429 too_many_attempts')
    const told = (await api.messages(mine.email)).filter(({ subject }) => /Feil gjenopprettingsnøkkel/.test(subject))
    expect(told).toHaveLength(policy.recoveryKeyTriesPerHour)
    next(3600)
    const later = await waitingSignIn(api, mine.email)
    expect((await begin(later.flow, mine.phrase)).body.state).toBe('key')
  })

  it('the right one costs no try, so that whoever is cut off again and again can begin again', async () => {
    const [mine, theirs] = [await bound(), await bound()]
    const tried = async (phrase: string) => {
      const answer = await begin((await waitingSignIn(api, mine.email)).flow, phrase)
      return answer.body.state ?? verdict(answer)
    }
    for (let times = 0; times < 7; times++) expect(await tried(mine.phrase)).toBe('key')
    // Nor does it give back what wrong ones cost.
    for (let times = 1; times < policy.recoveryKeyTriesPerHour; times++)
      expect(await tried(theirs.phrase)).toBe('422 recovery_key_wrong')
    expect(await tried(mine.phrase)).toBe('key')
    expect(await tried(theirs.phrase)).toBe('422 recovery_key_wrong')
    expect(await tried(theirs.phrase)).toBe('429 too_many_attempts')
  })

  it('of many wrong ones at once no more are looked at than there are tries', async () => {
    const [mine, theirs] = [await bound(), await bound()]
    const { flow } = await waitingSignIn(api, mine.email)
    const answers = await Promise.all(Array.from({ length: 12 }, () => begin(flow, theirs.phrase)))
    const looked = answers.filter((answer) => verdict(answer) === '422 recovery_key_wrong')
    expect(looked).toHaveLength(policy.recoveryKeyTriesPerHour)
  })

  it('wrong ones end for the day after ten, whatever the hour', async () => {
    const [mine, theirs] = [await bound(), await bound()]
    const tried = async (phrase: string) => verdict(await begin((await waitingSignIn(api, mine.email)).flow, phrase))
    for (let times = 0; times < policy.recoveryKeyTriesPerDay; times++) {
      if (times === policy.recoveryKeyTriesPerHour) next(3600)
      expect(await tried(theirs.phrase)).toBe('422 recovery_key_wrong')
    }
    next(3600)
    expect(await tried(mine.phrase)).toBe('429 too_many_attempts')
    next(22 * 3600)
    expect(await tried(mine.phrase)).toBe('200')
  })

  it('used many times at once, one replacing comes of it', async () => {
    for (let round = 0; round < 3; round++) {
      const { email, phrase } = await bound()
      const { flow } = await waitingSignIn(api, email)
      const answers = await Promise.all(Array.from({ length: 5 }, () => begin(flow, phrase)))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    }
  })

  it('without the password it is nothing: a made-up flow, one of a reset, one of binding', async () => {
    const { email, phrase, cookie } = await bound()
    const { body } = await startAuthenticator(api, cookie, email, 'change')
    const reset = await beginReset(api, email)
    for (const flow of ['A'.repeat(200), reset]) expect(verdict(await begin(flow, phrase))).toBe('410 flow_ended')
    expect((await begin(body.flow, phrase)).status).toBe(400)
  })
})
