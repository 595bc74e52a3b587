import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
import { authenticatorApp, type Bound, bindAuthenticator, waitingSignIn } from '../../test/support/authenticator.ts'
import { accountOf, addAddress, beginReset, finishReset, NEW_PASSWORD } from '../../test/support/recovery.ts'
import { listHolds } from '../holds/holds.ts'
import { spendBudgetQuietly } from '../limits/spend-budget.ts'
import { policy } from '../platform/policy.ts'
import { newPhrase } from '../recovery-key/recovery-key.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const next = (seconds = 30) => api.deps.clock.advance(seconds)
/** One symbol in the middle is another: the last one may have bits that say nothing. */
const mend = (flow: string) => flow.slice(0, 60) + (flow[60] === 'A' ? 'B' : 'A') + flow.slice(61)
const wrong = (code: string) => String((Number(code) + 1) % 1e6).padStart(6, '0')

interface Person extends Bound {
  email: string
  accountId: string
}

async function bound(): Promise<Person> {
  const email = newEmail()
  const made = await bindAuthenticator(api, await api.account(email), email)
  next()
  return { ...made, email, accountId: await accountOf(api, made.cookie) }
}

/** A reset whose mailbox is proven: it waits for the second proof. */
async function waiting(person?: Person) {
  const owner = person ?? (await bound())
  const flow = await beginReset(api, owner.email)
  const { body } = await finishReset(api, flow, await api.code(owner.email))
  return { ...owner, flow, body }
}

const totp = (
  flow: string,
  code: string,
  { password = NEW_PASSWORD, cookie }: { password?: string; cookie?: string } = {},
) =>
  api.call(
    'POST',
    'forgot-password/totp',
    { flow, code, password, repeat: password },
    { headers: cookie ? { cookie } : {} },
  )
const withPhrase = (flow: string, phrase: string, password = NEW_PASSWORD) =>
  api.post('forgot-password/recovery-key', { flow, phrase, password, repeat: password })
const step = (name: string, body: object) => api.post(`forgot-password/recovery-key/${name}`, body)
const signIn = async (identifier: string, password: string) => {
  const answer = await api.post('sign-in', { identifier, password })
  return answer.body.state ?? verdict(answer)
}
const untouched = async ({ email, cookie }: Person) => {
  expect(await signIn(email, PASSWORD)).toBe('factor')
  expect(await signIn(email, NEW_PASSWORD)).toBe('401 credentials_wrong')
  expect(verdict(await api.get('session', cookie))).toBe('200')
}
const mistyped = (phrase: string) => phrase.slice(0, -1) + (phrase.endsWith('Z') ? 'Y' : 'Z')

describe('with a code of the authenticator, after the mailbox was proven', () => {
  it('the password is new, all that the old one opened is closed, the owner is told, and nobody is signed in', async () => {
    const { email, accountId, cookie, app, flow, body } = await waiting()
    expect(body).toEqual({ state: 'factor', actions: ['totp', 'recovery_key'] })
    const done = await totp(flow, app.code())
    expect(done).toMatchObject({ status: 200, body: { state: 'done' }, cookie: undefined })
    expect(done.body).toEqual({ state: 'done' })
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
    expect(await signIn(email, PASSWORD)).toBe('401 credentials_wrong')
    expect(await signIn(email, NEW_PASSWORD)).toBe('factor')
    expect((await listHolds(api.deps, accountId)).map(({ reason }) => reason)).toContain('password_reset')
    expect(await api.count('activities', `kind = 'password_reset' AND account_id = '${accountId}'`)).toBe(1)
    expect((await api.messages(email))[0]?.subject).toMatch(/[Pp]assord/)
  })

  it('the code is used up with it: no sign-in takes it after', async () => {
    const { email, app, flow } = await waiting()
    const code = app.code()
    expect(verdict(await totp(flow, code))).toBe('200')
    const { body } = await api.post('sign-in', { identifier: email, password: NEW_PASSWORD })
    expect(verdict(await api.post('sign-in/totp', { flow: body.flow, code }))).toBe('422 totp_used')
  })

  it('gives strangers a few tries back: its owner is one on every device, and gets in', async () => {
    const address = newEmail()
    await api.account(address)
    const signedIn = await api.post('sign-in', { identifier: address, password: PASSWORD })
    const device = deviceCookie(signedIn)
    const made = await bindAuthenticator(api, signedIn.cookie ?? '', address)
    const person = { ...made, email: address, accountId: await accountOf(api, made.cookie) }
    next()
    const burnt = { name: 'totp-strangers', most: 10, windowSeconds: 30 * 24 * 3600, rolls: true } as const
    for (const share of ['strangers', 'strangers-behind-mailbox'])
      for (let at = 0; at < 10; at++) await spendBudgetQuietly(api.deps, burnt, [person.accountId, share])
    const { app, flow, email } = await waiting(person)
    expect(verdict(await totp(flow, app.code()))).toBe('429 totp_used_up')
    expect(verdict(await totp(flow, app.code(), { cookie: device }))).toBe('200')
    next()
    const again = (await api.post('sign-in', { identifier: email, password: NEW_PASSWORD })).body
    expect(verdict(await api.post('sign-in/totp', { flow: again.flow, code: app.code() }))).toBe('200')
  })

  it.each<[string, (code: string) => string, string]>([
    ['wrong', wrong, '422 totp_wrong'],
    ['five digits', (code) => code.slice(1), '400 request_invalid'],
    ['no digits', () => 'abcdef', '400 request_invalid'],
  ])('%s: the password stays', async (_what, write, expected) => {
    const person = await waiting()
    expect(verdict(await totp(person.flow, write(person.app.code())))).toBe(expected)
    await untouched(person)
  })

  it.each([
    [-2, '422 totp_late'],
    [-1, '200'],
    [1, '200'],
    [2, '422 totp_wrong'],
  ])('a code %i steps from now: %s', async (steps, expected) => {
    const person = await bound()
    next(90)
    const { app, flow } = await waiting(person)
    expect(verdict(await totp(flow, app.code(steps)))).toBe(expected)
  })

  it('a weak or unequal password costs no try, and tells nothing of a shorter rule', async () => {
    const { email, app, flow } = await waiting()
    const short = 'x7Kq-vP2mLw9' // twelve: enough for whoever is signed in with a factor
    for (let at = 0; at < policy.totpFailuresBehindMailbox + 1; at++)
      expect(verdict(await totp(flow, app.code(), { password: short }))).toBe('422 password_weak')
    const unequal = { flow, code: app.code(), password: NEW_PASSWORD, repeat: `${NEW_PASSWORD}.` }
    expect(verdict(await api.post('forgot-password/totp', unequal))).toBe('400 request_invalid')
    const own = `${email.split('@')[0]}@example.com`
    expect((await totp(flow, app.code(), { password: own })).body.fields).toEqual([
      { field: 'password', code: 'contains_identifier' },
    ])
    expect(verdict(await totp(flow, app.code()))).toBe('200')
  })

  it('a code of another account’s app, and one of a lost authenticator', async () => {
    const [mine, theirs] = [await waiting(), await bound()]
    expect(verdict(await totp(mine.flow, theirs.app.code()))).toBe('422 totp_wrong')
    await untouched(mine)
    const lost = await bound()
    const { body } = await api.post('sign-in', { identifier: lost.email, password: PASSWORD })
    await api.post('sign-in/recovery-key', { flow: body.flow, phrase: lost.phrase })
    next()
    const reset = await waiting(lost)
    expect(reset.body.actions).toEqual(['recovery_key'])
    expect(verdict(await totp(reset.flow, lost.app.code()))).toBe('409 totp_not_enrolled')
  })

  it('wrong codes are strangers’ tries, and told to the owner; a known device has its own', async () => {
    const person = await bound()
    const { flow } = await waitingSignIn(api, person.email)
    const known = await api.post('sign-in/totp', { flow, code: person.app.code() })
    const cookie = ([known.headers['set-cookie']].flat() as string[]).map((line) => line.split(';')[0]).join('; ')
    next()
    const verdicts: string[] = []
    for (let guess = 0; guess <= policy.totpFailuresBehindMailbox; guess++) {
      if (guess % 4 === 0) next(24 * 3600)
      const reset = await waiting(person)
      verdicts.push(verdict(await totp(reset.flow, wrong(person.app.code()))))
      next(15 * 60)
    }
    expect(verdicts.filter((each) => each === '422 totp_wrong')).toHaveLength(policy.totpFailuresBehindMailbox)
    expect(verdicts.at(-1)).toBe('429 totp_used_up')
    const told = `event = 'reset_factor_failures' AND account_id = '${person.accountId}'`
    expect(await api.count('notice_links', told)).toBe(2) // at the fifth, and at the last
    const reset = await waiting(person)
    expect(verdict(await totp(reset.flow, person.app.code()))).toBe('429 totp_used_up')
    expect(verdict(await totp(reset.flow, person.app.code(), { cookie }))).toBe('200')
  })

  it('the same code many times at once: one reset', async () => {
    const { accountId, app, flow } = await waiting()
    const code = app.code()
    const answers = await Promise.all(Array.from({ length: 6 }, () => totp(flow, code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await api.count('activities', `kind = 'password_reset' AND account_id = '${accountId}'`)).toBe(1)
  })

  it('a busy server leaves the code as it was', async () => {
    const { app, flow } = await waiting()
    const { hasher } = api.deps
    const { hash } = hasher
    const { Refusal } = await import('../platform/refusals.ts')
    hasher.hash = () => Promise.reject(new Refusal('busy', { retryAfterSeconds: 2 }))
    for (let at = 0; at < 8; at++) expect(verdict(await totp(flow, app.code()))).toBe('503 busy')
    hasher.hash = hash
    expect(verdict(await totp(flow, app.code()))).toBe('200')
  })
})

describe('with the whole phrase: the phone is lost too', () => {
  const fresh = (secret: string) => authenticatorApp(secret, () => api.deps.clock.now())

  it('the password is new at once, the new authenticator with its phrase entered back; nobody is signed in by any of it', async () => {
    const { email, accountId, cookie, app, phrase, flow } = await waiting()
    const begun = await withPhrase(flow, phrase)
    expect(begun).toMatchObject({ status: 200, cookie: undefined, body: { kind: 'replace', state: 'key' } })
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
    expect(await signIn(email, PASSWORD)).toBe('401 credentials_wrong')
    const replacing = begun.body.flow
    const mine = fresh(begun.body.key.secret)
    expect(verdict(await step('key', { flow: replacing, code: app.code() }))).toBe('422 totp_wrong')
    const shown = await step('key', { flow: replacing, code: mine.code() })
    expect(shown.body.state).toBe('phrase')
    const other = await step('new-phrase', { flow: replacing })
    for (const { headers } of [begun, shown, other]) expect(headers['cache-control']).toBe('no-store')
    expect(verdict(await step('phrase', { flow: replacing, phrase: shown.body.phrase.text }))).toBe(
      '422 recovery_key_wrong',
    )
    const done = await step('phrase', { flow: replacing, phrase: other.body.phrase.text })
    expect(done).toMatchObject({ status: 200, cookie: undefined })
    expect(done.body).toEqual({ state: 'done' })
    next()
    const { body: waits } = await api.post('sign-in', { identifier: email, password: NEW_PASSWORD })
    expect(waits.actions).toEqual(['totp', 'recovery_key'])
    expect(verdict(await api.post('sign-in/recovery-key', { flow: waits.flow, phrase }))).toBe('422 recovery_key_spent')
    expect(verdict(await api.post('sign-in/totp', { flow: waits.flow, code: app.code() }))).toBe('422 totp_wrong')
    expect(verdict(await api.post('sign-in/totp', { flow: waits.flow, code: mine.code() }))).toBe('200')
    const reasons = (await listHolds(api.deps, accountId)).map(({ reason }) => reason)
    expect(reasons).toEqual(expect.arrayContaining(['password_reset', 'recovery_key_used']))
    const subjects = (await api.messages(email)).map(({ subject }) => subject).join('\n')
    for (const told of [/[Pp]assord/, /er brukt/, /Ny autentiseringsapp/]) expect(subjects).toMatch(told)
  })

  it('its flow opens no session at the sign-in’s door, nor one of a sign-in ends here', async () => {
    const { phrase, flow } = await waiting()
    const { body } = await withPhrase(flow, phrase)
    const mine = fresh(body.key.secret)
    expect(verdict(await api.post('sign-in/recovery-key/key', { flow: body.flow, code: mine.code() }))).toBe(
      '410 flow_ended',
    )
    const shown = (await step('key', { flow: body.flow, code: mine.code() })).body.phrase.text
    for (const path of ['new-phrase', 'phrase']) {
      const answer = await api.post(`sign-in/recovery-key/${path}`, {
        flow: body.flow,
        ...(path === 'phrase' ? { phrase: shown } : {}),
      })
      expect([verdict(answer), answer.cookie]).toEqual(['410 flow_ended', undefined])
    }
    const other = await bound()
    const { flow: waits } = await waitingSignIn(api, other.email)
    const begun = (await api.post('sign-in/recovery-key', { flow: waits, phrase: other.phrase })).body
    expect(verdict(await step('key', { flow: begun.flow, code: fresh(begun.key.secret).code() }))).toBe(
      '410 flow_ended',
    )
  })

  it('cut off after the phrase: the new password and the same phrase go on', async () => {
    const { email, phrase, flow } = await waiting()
    expect((await withPhrase(flow, phrase)).body.state).toBe('key')
    expect((await api.post('forgot-password/state', { flow })).body).toMatchObject({
      state: 'done',
      actions: ['sign_in'],
    })
    const { body } = await api.post('sign-in', { identifier: email, password: NEW_PASSWORD })
    expect(body.actions).toEqual(['recovery_key'])
    expect((await api.post('sign-in/recovery-key', { flow: body.flow, phrase })).body.state).toBe('key')
  })

  it.each<[string, (phrase: string) => string, string]>([
    ['mistyped', mistyped, '422 recovery_key_mistyped'],
    ['in small letters with spaces', (phrase) => phrase.toLowerCase().replaceAll('-', ' '), '200'],
    ['of nobody', () => newPhrase('0199c0de-0000-7000-8000-000000000001').phrase, '422 recovery_key_wrong'],
  ])('%s', async (_what, write, expected) => {
    const person = await waiting()
    expect(verdict(await withPhrase(person.flow, write(person.phrase)))).toBe(expected)
    if (expected !== '200') await untouched(person)
  })

  it('five wrong ones an hour, each told to the owner; a mistyped one and a weak password cost none', async () => {
    const person = await waiting()
    const { email, phrase, flow } = person
    for (let at = 0; at < 8; at++) {
      expect(verdict(await withPhrase(flow, mistyped(phrase)))).toBe('422 recovery_key_mistyped')
      expect(verdict(await withPhrase(flow, phrase, 'kort'))).toBe('422 password_weak')
    }
    const { phrase: stranger } = newPhrase(person.accountId)
    for (let at = 0; at < policy.recoveryKeyTriesPerHour; at++)
      expect(verdict(await withPhrase(flow, stranger))).toBe('422 recovery_key_wrong')
    expect(verdict(await withPhrase(flow, phrase))).toBe('429 too_many_attempts')
    const told = (await api.messages(email)).filter(({ subject }) => /Feil gjenopprettingsnøkkel/.test(subject))
    expect(told).toHaveLength(policy.recoveryKeyTriesPerHour)
    await untouched(person)
  })

  it('used many times at once: one reset, one replacing', async () => {
    const { accountId, phrase, flow } = await waiting()
    const answers = await Promise.all(Array.from({ length: 5 }, () => withPhrase(flow, phrase)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await api.count('activities', `kind = 'password_reset' AND account_id = '${accountId}'`)).toBe(1)
    expect(await api.count('authenticator_changes', `account_id = '${accountId}'`)).toBe(1)
  })
})

describe('steps in any other order lead nowhere', () => {
  const doors: [string, (person: Person, flow: string) => ReturnType<Api['post']>][] = [
    ['a code of the authenticator', ({ app }, flow) => totp(flow, app.code())],
    ['the phrase', ({ phrase }, flow) => withPhrase(flow, phrase)],
  ]

  it.each(doors)('%s before the mailbox is proven', async (_what, knock) => {
    const person = await bound()
    const flow = await beginReset(api, person.email)
    const answer = await knock(person, flow)
    expect(answer.body).toMatchObject({ code: 'wrong_state', state: 'code' })
    expect((await api.post('forgot-password/state', { flow })).body).toMatchObject({
      state: 'code',
      actions: ['code', 'resend', 'other_channel'],
    })
    await untouched(person)
  })

  it.each(doors)('%s for an address that nobody has answers the same', async (_what, knock) => {
    const person = await bound()
    const known = await knock(person, await beginReset(api, person.email))
    const unknown = await knock(person, await beginReset(api, newEmail()))
    const seen = ({ status, body }: typeof known) => ({ status, body: { ...body, requestId: '', instance: '' } })
    expect(seen(unknown)).toEqual(seen(known))
  })

  it.each(doors)('%s after ten minutes', async (_what, knock) => {
    const person = await waiting()
    next(policy.codeTtlSeconds)
    expect(verdict(await knock(person, person.flow))).toBe('410 flow_ended')
    await untouched(person)
  })

  it.each(doors)('%s once the account is frozen', async (_what, knock) => {
    const person = await waiting()
    expect((await api.post('account/freeze', {}, person.cookie)).status).toBe(200)
    expect(verdict(await knock(person, person.flow))).toBe('410 flow_ended')
    expect(await api.count('accounts', `account_id = '${person.accountId}' AND frozen_at IS NOT NULL`)).toBe(1)
    expect(await signIn(person.email, NEW_PASSWORD)).toBe('401 credentials_wrong')
  })

  it.each(doors)('%s once the credentials changed', async (_what, knock) => {
    const person = await waiting()
    const other = await waiting(person)
    expect(verdict(await totp(other.flow, person.app.code()))).toBe('200')
    next()
    expect(verdict(await knock(person, person.flow))).toBe('410 flow_ended')
  })

  it.each(doors)('%s in a reset of somebody else, who has no factor', async (_what, knock) => {
    const person = await bound()
    const email = newEmail()
    await api.account(email)
    const flow = await beginReset(api, email)
    expect(verdict(await knock(person, flow))).toBe('409 wrong_state')
    expect(verdict(await finishReset(api, flow, await api.code(email)))).toBe('200')
    expect(verdict(await knock(person, flow))).toBe('409 wrong_state')
  })

  it('the code again, a new code, another channel, in the state that waits for the second proof', async () => {
    const person = await bound()
    const phone = newPhone()
    await addAddress(api, person.cookie, phone)
    const flow = await beginReset(api, person.email)
    const code = await api.code(person.email)
    expect(verdict(await finishReset(api, flow, notTheCode(code)))).toBe('422 code_wrong')
    expect((await finishReset(api, flow, code)).body.state).toBe('factor')
    for (const [name, body] of [
      ['finish', { flow, code, password: NEW_PASSWORD, repeat: NEW_PASSWORD }],
      ['resend', { flow }],
      ['other-channel', { flow }],
    ] as const)
      expect((await api.post(`forgot-password/${name}`, body)).body).toMatchObject({
        code: 'wrong_state',
        state: 'factor',
      })
    await untouched(person)
  })

  it('a code to an address that was given up since: refused at once, before any second proof', async () => {
    for (const isProvenBefore of [false, true]) {
      const person = await bound()
      const phone = newPhone()
      const cookie =
        (await api.post('step-up/totp', { code: person.app.code() }, person.cookie)).cookie ?? person.cookie
      await addAddress(api, cookie, phone)
      const flow = await beginReset(api, person.email)
      next(61)
      expect((await api.post('forgot-password/other-channel', { flow })).status).toBe(200)
      const code = await api.code(phone)
      if (isProvenBefore) expect((await finishReset(api, flow, code)).body.state).toBe('factor')
      const { identifiers } = (await api.get('account', cookie)).body
      const { id } = identifiers.find(({ kind }: { kind: string }) => kind === 'phone')
      const removal = await api.post(`account/identifiers/${id}/removal`, undefined, cookie)
      const proof = { flow: removal.body.flow, code: await api.code(person.email) }
      expect((await api.post('account/identifier-changes/code', proof, cookie)).status).toBe(200)
      if (!isProvenBefore) expect(verdict(await finishReset(api, flow, code))).toBe('410 flow_ended')
      expect(verdict(await withPhrase(flow, 'a b c'))).toBe(isProvenBefore ? '410 flow_ended' : '409 wrong_state')
      await untouched({ ...person, cookie })
    }
  })

  it('a flow that is none: of sign-in, of binding, made up, mended', async () => {
    const person = await waiting()
    const { flow: waits } = await waitingSignIn(api, person.email)
    const mended = mend(person.flow)
    for (const flow of ['A'.repeat(person.flow.length), mended])
      for (const [, knock] of doors) expect(verdict(await knock(person, flow))).toBe('410 flow_ended')
    for (const [, knock] of doors) expect((await knock(person, waits)).status).toBeGreaterThanOrEqual(400)
    await untouched(person)
  })

  it('an account that has both, or a passkey alone, keeps its password as well', async () => {
    const person = await bound()
    await api.query("UPDATE accounts SET factors = '{passkey}' WHERE account_id = $1", [person.accountId])
    await api.query('DELETE FROM totp_secrets WHERE account_id = $1', [person.accountId])
    const { flow, body } = await waiting(person)
    expect(body.state).toBe('factor')
    expect(verdict(await totp(flow, person.app.code()))).toBe('409 totp_not_enrolled')
    await untouched(person)
  })
})
