// Whose wrong codes shut whom out: what whoever has the password can burn, and what not (promises P3, P12).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, deviceCookie, newEmail, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { type Bound, bindAuthenticator } from '../../test/support/authenticator.ts'
import { accountOf, beginReset, finishReset, NEW_PASSWORD } from '../../test/support/recovery.ts'
import { markFrozen } from '../accounts/freeze.ts'
import { policy } from '../platform/policy.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const next = (seconds = 30) => api.deps.clock.advance(seconds)
const wrong = (code: string) => String((Number(code) + 1) % 1e6).padStart(6, '0')
const ANOTHER_PASSWORD = 'og enda en ny setning'

interface Person extends Bound {
  email: string
  accountId: string
  /** Of the computer that the authenticator was bound on. */
  computer: string
}

async function bound(): Promise<Person> {
  const email = newEmail()
  await api.account(email)
  const signedIn = await api.post('sign-in', { identifier: email, password: PASSWORD })
  const made = await bindAuthenticator(api, signedIn.cookie ?? '', email)
  next()
  return { ...made, email, accountId: await accountOf(api, made.cookie), computer: deviceCookie(signedIn) }
}

const codeAtSignIn = async (identifier: string, code: string, { password = PASSWORD, device = '' } = {}) => {
  const headers: Record<string, string> = device ? { cookie: device } : {}
  const { flow } = (await api.call('POST', 'sign-in', { identifier, password }, { headers })).body
  return api.call('POST', 'sign-in/totp', { flow, code }, { headers })
}

/** Wrong codes until none is looked at. @returns how many were */
async function burn(tryOne: () => Promise<string>): Promise<number> {
  for (let looked = 0; ; looked++) {
    const said = await tryOne()
    next(16 * 60)
    if (said === '429 totp_used_up') return looked
    expect(said).toBe('422 totp_wrong')
  }
}

const burnAtSignIn = ({ email, app }: Person, password = PASSWORD) =>
  burn(async () => verdict(await codeAtSignIn(email, wrong(app.code()), { password })))

/** A reset whose mailbox is proven, and a code of the authenticator. */
async function reset({ email }: Person, code: () => string, password = NEW_PASSWORD): Promise<string> {
  const flow = await beginReset(api, email)
  await finishReset(api, flow, await api.code(email), password)
  return verdict(await api.post('forgot-password/totp', { flow, code: code(), password, repeat: password }))
}

describe('used up by whoever has the password', () => {
  it('strangers’ tries at the sign-in leave the owner those of a reset', async () => {
    const person = await bound()
    expect(await burnAtSignIn(person)).toBe(policy.totpFailuresBehindPassword)
    expect(await reset(person, person.app.code)).toBe('200')
  })

  it('and those that open a frozen account', async () => {
    const person = await bound()
    await burnAtSignIn(person)
    await markFrozen(api.deps.db, api.deps, person.accountId)
    const { flow } = (await api.post('thaw', { identifier: person.email, password: PASSWORD })).body
    const proven = (await api.post('thaw/code', { flow, code: await api.code(person.email) })).body
    expect(verdict(await api.post('thaw/totp', { flow: proven.flow, code: person.app.code() }))).toBe('200')
  })
})

it('used up by whoever reads the mailbox, they leave the owner those of the sign-in', async () => {
  const person = await bound()
  let tries = 0
  const looked = await burn(() => {
    if (++tries % 4 === 0) next(24 * 3600) // an address is sent ten codes of resets a day
    return reset(person, () => wrong(person.app.code()))
  })
  expect(looked).toBe(policy.totpFailuresBehindMailbox)
  expect(verdict(await codeAtSignIn(person.email, person.app.code()))).toBe('200')
})

describe('a new password whose owner proved the authenticator gives a few back', () => {
  /** On the computer, as the notice of wrong codes says. */
  async function changePassword({ email, app, computer }: Person, current: string, password: string) {
    const opened = await codeAtSignIn(email, app.code(), { password: current, device: computer })
    const headers = { cookie: `${opened.cookie}; ${computer}` }
    const answer = await api.call('POST', 'account/password', { current, password, repeat: password }, { headers })
    expect(verdict(answer)).toBe('200')
    next()
  }

  it('changed on a known device: the owner’s other devices, strangers from then on, get in', async () => {
    const person = await bound()
    const phone = deviceCookie(await codeAtSignIn(person.email, person.app.code()))
    next()
    await burnAtSignIn(person)
    await changePassword(person, PASSWORD, NEW_PASSWORD)
    const again = await codeAtSignIn(person.email, person.app.code(), { password: NEW_PASSWORD, device: phone })
    expect(verdict(again)).toBe('200')
  })

  it('changed again and again, and set by resets: three in thirty days, however often', async () => {
    const person = await bound()
    let looked = await burnAtSignIn(person)
    const passwords = [PASSWORD, NEW_PASSWORD, ANOTHER_PASSWORD, PASSWORD, NEW_PASSWORD]
    for (const [at, password] of passwords.slice(1).entries()) {
      if (at < 2) await changePassword(person, passwords[at] ?? '', password)
      else expect(await reset(person, person.app.code, password)).toBe('200')
      looked += await burnAtSignIn(person, password)
    }
    expect(looked).toBe(policy.totpFailuresBehindPassword + policy.totpTriesGivenBack)
  })
})
