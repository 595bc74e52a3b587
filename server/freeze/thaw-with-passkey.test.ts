import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Answer, type Api, newEmail, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { bindAuthenticator } from '../../test/support/authenticator.ts'
import { type AddedPasskey, addPasskey, signIn, signInOptions } from '../../test/support/passkeys.ts'
import { accountOf } from '../../test/support/recovery.ts'
import type { SoftPasskey, Telling } from '../../test/support/soft-authenticator.ts'
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

/** A frozen account whose only factor is a passkey. */
async function frozen(): Promise<Person> {
  const email = newEmail()
  const added = await addPasskey(api, await api.account(email))
  const accountId = await accountOf(api, added.cookie)
  await api.post('account/freeze', {}, added.cookie)
  return { email, ...added, accountId }
}

async function begin({ email }: Person): Promise<{ flow: string; code: string }> {
  const { body } = await api.post('thaw', { identifier: email, password: PASSWORD })
  return { flow: body.flow, code: await api.code(email) }
}

/** Password and code are proven. */
async function waiting(person?: Person) {
  const owner = person ?? (await frozen())
  const { body } = await api.post('thaw/code', await begin(owner))
  return { ...owner, body, flow: body.flow as string }
}

const ask = (flow: string) => api.post('thaw/passkey/options', { flow })
const optionsOf = async (flow: string) => (await ask(flow)).body
const send = (flow: string, credential: object) => api.post('thaw/passkey', { flow, credential })
const prove = async (flow: string, passkey: SoftPasskey, wrongly?: Partial<Telling>): Promise<Answer> =>
  send(flow, passkey.get(await optionsOf(flow), wrongly))
const isFrozen = async ({ accountId }: Pick<Person, 'accountId'>) =>
  (await api.count('accounts', `account_id = '${accountId}' AND frozen_at IS NOT NULL`)) === 1
const flip = (bytes: Buffer, at = 8) => {
  const changed = Buffer.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ 1
  return changed
}

describe('with a passkey, after password and code', () => {
  it('opens the account, pauses withdrawals, tells the owner, and signs nobody in', async () => {
    const person = await waiting()
    expect(person.body).toEqual({ state: 'factor', flow: expect.any(String), actions: ['passkey'] })
    const options = await optionsOf(person.flow)
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    expect(options.allowCredentials).toMatchObject([{ id: person.passkey.id.toString('base64url') }])
    expect(await isFrozen(person)).toBe(true)
    const done = await send(person.flow, person.passkey.get(options))
    expect(done).toMatchObject({ status: 200, cookie: undefined })
    expect(done.body).toEqual({ state: 'done', actions: ['sign_in'] })
    expect(await isFrozen(person)).toBe(false)
    expect((await listHolds(api.deps, person.accountId)).map(({ reason }) => reason)).toContain('thawed')
    expect(await api.count('sessions', `account_id = '${person.accountId}' AND revoked_at IS NULL`)).toBe(0)
    expect((await api.messages(person.email))[0]?.subject).toMatch(/åpn/)
    expect((await signIn(api, person.passkey)).status).toBe(200)
  })

  it('is one way of several where the account has them', async () => {
    const email = newEmail()
    const added = await addPasskey(api, await api.account(email))
    const { cookie } = await bindAuthenticator(api, added.cookie, email)
    const accountId = await accountOf(api, cookie)
    await api.post('account/freeze', {}, cookie)
    const person = await waiting({ ...added, email, accountId })
    expect(person.body.actions).toEqual(['totp', 'passkey', 'recovery_key'])
    expect(verdict(await prove(person.flow, person.passkey))).toBe('200')
  })

  it('once, however many send it at once: neither flow nor answer opens anything again', async () => {
    const person = await waiting()
    const credential = person.passkey.get(await optionsOf(person.flow))
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(person.flow, credential)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await api.count('activities', `kind = 'thawed' AND account_id = '${person.accountId}'`)).toBe(1)
    expect(verdict(await send(person.flow, credential))).toBe('410 flow_ended')
    expect(verdict(await ask(person.flow))).toBe('410 flow_ended')
    expect(verdict(await api.post('sign-in/passkey', { credential }))).toBe('422 passkey_wrong')
  })
})

describe('refuses, and it stays frozen', () => {
  it.each<[string, Partial<Telling>, string?]>([
    ['nobody verified', { flags: { up: true, uv: false, be: false, bs: false } }],
    ['nobody present', { flags: { up: false, uv: true, be: false, bs: false } }],
    ['a signature of something else', { signature: (signature) => flip(signature) }],
    ['another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['another origin', { origin: 'https://localhost:4000' }],
    ['a page framed by another site', { crossOrigin: true }],
    ['somebody else’s user handle', { userHandle: Buffer.alloc(16, 7).toString('base64url') }],
    [
      'an id that the account has not',
      { id: 'BBBBBBBBBBBBBBBBBBBBBB', rawId: 'BBBBBBBBBBBBBBBBBBBBBB' },
      '422 passkey_unknown',
    ],
  ])('%s', async (_what, wrongly, expected = '422 passkey_wrong') => {
    const person = await waiting()
    expect(verdict(await prove(person.flow, person.passkey, wrongly))).toBe(expected)
    expect(await isFrozen(person)).toBe(true)
  })

  it('another account’s passkey, under its own handle, under the owner’s, under the owner’s id', async () => {
    const person = await waiting()
    const { passkey: theirs } = await frozen()
    const { userHandle } = person.passkey
    const id = person.passkey.id.toString('base64url')
    expect(verdict(await prove(person.flow, theirs))).toBe('422 passkey_wrong')
    expect(verdict(await prove(person.flow, theirs, { userHandle }))).toBe('422 passkey_unknown')
    expect(verdict(await prove(person.flow, theirs, { userHandle, id, rawId: id }))).toBe('422 passkey_wrong')
    expect(await isFrozen(person)).toBe(true)
  })

  it('a challenge that was answered wrongly before, or is more than five minutes old', async () => {
    const person = await waiting()
    const { flow, passkey } = person
    const [spent, late] = [await optionsOf(flow), await optionsOf(flow)]
    const wrongly = { signature: (signature: Buffer) => flip(signature) }
    expect(verdict(await send(flow, passkey.get(spent, wrongly)))).toBe('422 passkey_wrong')
    expect(verdict(await send(flow, passkey.get(spent)))).toBe('422 passkey_wrong')
    api.deps.clock.advance(policy.passkeyCeremonySeconds)
    expect(verdict(await send(flow, passkey.get(late)))).toBe('422 passkey_wrong')
    expect(await isFrozen(person)).toBe(true)
    expect(verdict(await prove(flow, passkey))).toBe('200')
  })

  it('a challenge of a sign-in, of a reset, of another thawing, of another account’s', async () => {
    // The reset's is made before the account is frozen; it is none of a thawing, whatever has become of the account.
    const email = newEmail()
    const added = await addPasskey(api, await api.account(email))
    const { passkey, cookie } = added
    const reset = (await api.post('forgot-password', { identifier: email })).body.flow
    const password = 'en helt annen setning'
    await api.post('forgot-password/finish', { flow: reset, code: await api.code(email), password, repeat: password })
    const ofReset = (await api.post('forgot-password/passkey/options', { flow: reset })).body
    expect(ofReset.challenge).toEqual(expect.any(String))
    const accountId = await accountOf(api, cookie)
    await api.post('account/freeze', {}, cookie)
    const person = await waiting({ ...added, email, accountId })
    const second = await waiting(person)
    const stranger = await waiting()
    const made = {
      sign_in: await signInOptions(api),
      reset: ofReset,
      another_thawing: await optionsOf(second.flow),
      strangers_thawing: await optionsOf(stranger.flow),
    }
    for (const [name, options] of Object.entries(made))
      expect([name, verdict(await send(person.flow, passkey.get(options)))]).toEqual([name, '422 passkey_wrong'])
    expect(await isFrozen(person)).toBe(true)
    const own = await optionsOf(person.flow)
    expect(verdict(await api.post('sign-in/passkey', { credential: passkey.get(own) }))).toBe('422 passkey_wrong')
    api.deps.clock.advance(60) // wrong ones in a row have to wait
    expect(verdict(await send(second.flow, passkey.get(own)))).toBe('422 passkey_wrong')
    api.deps.clock.advance(60)
    expect(verdict(await prove(person.flow, passkey))).toBe('200')
    expect(verdict(await prove(second.flow, passkey))).toBe('410 flow_ended')
  })

  it('before the code, which is after the password alone; and after a wrong password', async () => {
    const person = await frozen()
    const stranger = await waiting()
    const credential = person.passkey.get(await optionsOf(stranger.flow))
    const wrong = (await api.post('thaw', { identifier: person.email, password: `${PASSWORD}!` })).body.flow
    for (const flow of [(await begin(person)).flow, wrong, 'A'.repeat(200)])
      for (const answer of [await ask(flow), await send(flow, credential)])
        expect(verdict(answer)).toBe('410 flow_ended')
    expect(await isFrozen(person)).toBe(true)
  })

  it('ten minutes after the code', async () => {
    const person = await waiting()
    api.deps.clock.advance(policy.codeTtlSeconds - 1)
    const credential = person.passkey.get(await optionsOf(person.flow))
    api.deps.clock.advance(1)
    expect(verdict(await send(person.flow, credential))).toBe('410 flow_ended')
    expect(await isFrozen(person)).toBe(true)
  })

  it('a passkey that is suspended is no way on', async () => {
    const person = await frozen()
    await api.query('UPDATE passkeys SET suspended_at = now() WHERE account_id = $1', [person.accountId])
    const { flow, body } = await waiting(person)
    expect(body.actions).toEqual([])
    expect(verdict(await ask(flow))).toBe('409 passkey_not_enrolled')
    expect(await isFrozen(person)).toBe(true)
  })
})
