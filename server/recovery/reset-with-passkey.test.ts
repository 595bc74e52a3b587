import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Answer, type Api, newEmail, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { bindAuthenticator, waitingSignIn } from '../../test/support/authenticator.ts'
import { type AddedPasskey, addPasskey, signIn, signInOptions } from '../../test/support/passkeys.ts'
import { accountOf, beginReset, finishReset, NEW_PASSWORD } from '../../test/support/recovery.ts'
import { SoftPasskey, type Telling } from '../../test/support/soft-authenticator.ts'
import { listHolds } from '../holds/holds.ts'
import { policy } from '../platform/policy.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())
// All of a test file comes from one network, and whatever is wrong here counts against it.
beforeEach(() => api.deps.clock.advance(3601))

interface Person extends AddedPasskey {
  email: string
  accountId: string
}

/** An account whose only factor is a passkey. */
async function withPasskey(passkey = new SoftPasskey()): Promise<Person> {
  const email = newEmail()
  const added = await addPasskey(api, await api.account(email), passkey)
  return { email, ...added, accountId: await accountOf(api, added.cookie) }
}

/** A reset whose mailbox is proven: it waits for the second proof. */
async function waiting(person?: Person) {
  const owner = person ?? (await withPasskey())
  const flow = await beginReset(api, owner.email)
  const { body } = await finishReset(api, flow, await api.code(owner.email))
  return { ...owner, flow, body }
}

const ask = (flow: string) => api.post('forgot-password/passkey/options', { flow })
const optionsOf = async (flow: string) => (await ask(flow)).body
const send = (flow: string, credential: object, password = NEW_PASSWORD) =>
  api.post('forgot-password/passkey', { flow, credential, password, repeat: password })
const prove = async (flow: string, passkey: SoftPasskey, wrongly?: Partial<Telling>): Promise<Answer> =>
  send(flow, passkey.get(await optionsOf(flow), wrongly))
const knock = async (identifier: string, password: string) => {
  const answer = await api.post('sign-in', { identifier, password })
  return answer.body.state ?? verdict(answer)
}
const untouched = async ({ email, cookie }: Pick<Person, 'email' | 'cookie'>) => {
  expect(await knock(email, PASSWORD)).toBe('factor')
  expect(await knock(email, NEW_PASSWORD)).toBe('401 credentials_wrong')
  expect(verdict(await api.get('session', cookie))).toBe('200')
}
const flip = (bytes: Buffer, at = 8) => {
  const changed = Buffer.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ 1
  return changed
}

describe('with a passkey, after the mailbox was proven', () => {
  it('the password is new, all that the old one opened is closed, the owner is told, and nobody is signed in', async () => {
    const { email, accountId, cookie, passkey, flow, body } = await waiting()
    expect(body).toEqual({ state: 'factor', actions: ['passkey'] })
    const options = await optionsOf(flow)
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    expect(options.allowCredentials).toMatchObject([{ id: passkey.id.toString('base64url') }])
    const done = await send(flow, passkey.get(options))
    expect(done).toMatchObject({ status: 200, cookie: undefined })
    expect(done.body).toEqual({ state: 'done' })
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
    expect(await knock(email, PASSWORD)).toBe('401 credentials_wrong')
    expect(await knock(email, NEW_PASSWORD)).toBe('factor')
    expect((await listHolds(api.deps, accountId)).map(({ reason }) => reason)).toContain('password_reset')
    expect(await api.count('activities', `kind = 'password_reset' AND account_id = '${accountId}'`)).toBe(1)
    expect((await api.messages(email))[0]?.subject).toMatch(/[Pp]assord/)
    expect((await signIn(api, passkey)).status).toBe(200)
  })

  it('is one way of several where the account has them, and none where it has no passkey', async () => {
    const person = await withPasskey()
    const { cookie } = await bindAuthenticator(api, person.cookie, person.email)
    const both = await waiting({ ...person, cookie })
    expect(both.body.actions).toEqual(['totp', 'passkey', 'recovery_key'])
    expect(verdict(await prove(both.flow, person.passkey))).toBe('200')
    const email = newEmail()
    const bound = await bindAuthenticator(api, await api.account(email), email)
    const flow = await beginReset(api, email)
    expect((await finishReset(api, flow, await api.code(email))).body.actions).toEqual(['totp', 'recovery_key'])
    expect(verdict(await ask(flow))).toBe('409 passkey_not_enrolled')
    await untouched({ email, cookie: bound.cookie })
  })

  it('a weak or unequal password spends neither challenge nor try', async () => {
    const person = await waiting()
    const credential = person.passkey.get(await optionsOf(person.flow))
    const short = 'x7Kq-vP2mLw9' // twelve: enough for whoever is signed in with a factor
    for (let at = 0; at < 8; at++) expect(verdict(await send(person.flow, credential, short))).toBe('422 password_weak')
    const unequal = { flow: person.flow, credential, password: NEW_PASSWORD, repeat: `${NEW_PASSWORD}.` }
    expect(verdict(await api.post('forgot-password/passkey', unequal))).toBe('400 request_invalid')
    expect(verdict(await send(person.flow, credential))).toBe('200')
  })

  it('the same answer many times at once: one reset; and once more: none', async () => {
    const { accountId, passkey, flow } = await waiting()
    const credential = passkey.get(await optionsOf(flow))
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(flow, credential)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(verdict(await send(flow, credential))).toBe('409 wrong_state')
    expect(await api.count('activities', `kind = 'password_reset' AND account_id = '${accountId}'`)).toBe(1)
  })

  it('a busy server sets no password; the next answer does', async () => {
    const person = await waiting()
    const { hasher } = api.deps
    const { hash } = hasher
    const { Refusal } = await import('../platform/refusals.ts')
    hasher.hash = () => Promise.reject(new Refusal('busy', { retryAfterSeconds: 2 }))
    for (let at = 0; at < 8; at++) expect(verdict(await prove(person.flow, person.passkey))).toBe('503 busy')
    hasher.hash = hash
    await untouched(person)
    expect(verdict(await prove(person.flow, person.passkey))).toBe('200')
  })
})

describe('refuses, and the password stays', () => {
  it.each<[string, Partial<Telling>, string?]>([
    ['nobody verified', { flags: { up: true, uv: false, be: false, bs: false } }],
    ['nobody present', { flags: { up: false, uv: true, be: false, bs: false } }],
    ['a signature of something else', { signature: (signature) => flip(signature) }],
    ['another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['another origin', { origin: 'https://localhost:4000' }],
    ['a page framed by another site', { crossOrigin: true }],
    ['the type of a registration', { type: 'webauthn.create' }],
    ['somebody else’s user handle', { userHandle: Buffer.alloc(16, 7).toString('base64url') }],
    [
      'an id that the account has not',
      { id: 'BBBBBBBBBBBBBBBBBBBBBB', rawId: 'BBBBBBBBBBBBBBBBBBBBBB' },
      '422 passkey_unknown',
    ],
  ])('%s', async (_what, wrongly, expected = '422 passkey_wrong') => {
    const person = await waiting()
    expect(verdict(await prove(person.flow, person.passkey, wrongly))).toBe(expected)
    await untouched(person)
  })

  it('another account’s passkey, under its own handle, under the owner’s, under the owner’s id', async () => {
    const person = await waiting()
    const { passkey: theirs } = await withPasskey()
    const { userHandle } = person.passkey
    const id = person.passkey.id.toString('base64url')
    expect(verdict(await prove(person.flow, theirs))).toBe('422 passkey_wrong')
    expect(verdict(await prove(person.flow, theirs, { userHandle }))).toBe('422 passkey_unknown')
    expect(verdict(await prove(person.flow, theirs, { userHandle: null }))).toBe('422 passkey_unknown')
    expect(verdict(await prove(person.flow, theirs, { userHandle, id, rawId: id }))).toBe('422 passkey_wrong')
    await untouched(person)
  })

  it('a challenge that was answered wrongly before, or is more than five minutes old', async () => {
    const person = await waiting()
    const { flow, passkey } = person
    const [spent, late] = [await optionsOf(flow), await optionsOf(flow)]
    expect(verdict(await send(flow, passkey.get(spent, { signature: (signature) => flip(signature) })))).toBe(
      '422 passkey_wrong',
    )
    expect(verdict(await send(flow, passkey.get(spent)))).toBe('422 passkey_wrong')
    api.deps.clock.advance(policy.passkeyCeremonySeconds)
    expect(verdict(await send(flow, passkey.get(late)))).toBe('422 passkey_wrong')
    await untouched(person)
    expect(verdict(await prove(flow, passkey))).toBe('200')
  })

  it('a challenge made for anything else; and the reset’s own is good for nothing else', async () => {
    const person = await waiting()
    const { flow, passkey, email, cookie } = person
    const second = await waiting(person)
    const stranger = await waiting()
    const signingIn = (await waitingSignIn(api, email)).flow
    const made = {
      sign_in: await signInOptions(api),
      factor: await signInOptions(api, signingIn),
      step_up: (await api.post('step-up/passkey/options', undefined, cookie)).body,
      enrol: (await api.post('account/passkeys/options', undefined, cookie)).body,
      another_reset: await optionsOf(second.flow),
      strangers_reset: await optionsOf(stranger.flow),
    }
    const own = await optionsOf(flow)
    const right = async () => expect((await signIn(api, passkey)).status).toBe(200)
    for (const [name, options] of Object.entries(made)) {
      expect([name, verdict(await send(flow, passkey.get(options)))]).toEqual([name, '422 passkey_wrong'])
      await right() // wrong ones in a row would have to wait
    }
    const credential = () => passkey.get(own)
    const elsewhere = {
      sign_in: () => api.post('sign-in/passkey', { credential: credential() }),
      factor: () => api.post('sign-in/passkey', { credential: credential(), flow: signingIn }),
      step_up: () => api.post('step-up/passkey', { credential: credential() }, cookie),
      another_reset: () => send(second.flow, credential()),
    }
    for (const [name, way] of Object.entries(elsewhere)) {
      const answer = await way()
      expect([name, verdict(answer), answer.cookie]).toEqual([name, '422 passkey_wrong', undefined])
      await right()
    }
    await untouched(person)
    expect(verdict(await send(flow, credential()))).toBe('200')
    expect(verdict(await prove(second.flow, passkey))).toBe('410 flow_ended') // the credentials are new
  })

  it('before the mailbox is proven, or when the reset is of nobody', async () => {
    const person = await withPasskey()
    const stranger = await waiting()
    const credential = person.passkey.get(await optionsOf(stranger.flow))
    for (const address of [person.email, newEmail()]) {
      const flow = await beginReset(api, address)
      const answers = [await ask(flow), await send(flow, credential)]
      for (const answer of answers) expect([verdict(answer), answer.body.state]).toEqual(['409 wrong_state', 'code'])
    }
    for (const flow of ['A'.repeat(120), mend(stranger.flow)])
      for (const answer of [await ask(flow), await send(flow, credential)])
        expect(verdict(answer)).toBe('410 flow_ended')
    await untouched(person)
  })

  it('ten minutes after the mailbox was proven; an account that is frozen meanwhile', async () => {
    const late = await waiting()
    api.deps.clock.advance(policy.codeTtlSeconds)
    expect(verdict(await ask(late.flow))).toBe('410 flow_ended')
    await untouched(late)
    const frozen = await waiting()
    const credential = frozen.passkey.get(await optionsOf(frozen.flow))
    await api.post('account/freeze', {}, frozen.cookie)
    expect(verdict(await send(frozen.flow, credential))).toBe('410 flow_ended')
    expect(verdict(await ask(frozen.flow))).toBe('410 flow_ended')
  })

  it('a passkey that is suspended, or seems to be copied: it is no way on', async () => {
    const person = await waiting()
    person.passkey.counter = 9
    expect((await signIn(api, person.passkey)).status).toBe(200)
    const options = await optionsOf(person.flow)
    api.deps.clock.advance(1)
    expect(verdict(await send(person.flow, person.passkey.get(options, { counter: 3 })))).toBe('422 passkey_suspended')
    expect(verdict(await ask(person.flow))).toBe('410 flow_ended') // whoever has the copy may have begun it
    api.deps.clock.advance(policy.codeResendSeconds)
    const again = await waiting(person)
    expect(again.body.actions).toEqual([])
    expect(verdict(await ask(again.flow))).toBe('409 passkey_not_enrolled')
    expect(await knock(person.email, PASSWORD)).toBe('factor')
    expect(await knock(person.email, NEW_PASSWORD)).toBe('401 credentials_wrong')
  })

  it('a passkey that was removed meanwhile, though another is left', async () => {
    const person = await withPasskey()
    const { passkey: spare, cookie } = await addPasskey(api, person.cookie, new SoftPasskey())
    const { flow } = await waiting(person)
    const options = await optionsOf(flow)
    expect(options.allowCredentials).toHaveLength(2)
    const removed = await api.call('DELETE', `account/passkeys/${person.id}`, undefined, { headers: { cookie } })
    expect(removed.status).toBe(200)
    expect(verdict(await send(flow, spare.get(options)))).toBe('410 flow_ended')
    await untouched({ ...person, cookie: removed.cookie ?? '' })
  })
})

/** One symbol in the middle is another: the last one may have bits that say nothing. */
function mend(flow: string): string {
  return flow.slice(0, 60) + (flow[60] === 'A' ? 'B' : 'A') + flow.slice(61)
}
