// What changes an account is told to operators' programs, whichever way it comes about.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Api, newEmail, newPhone, PASSWORD, withApi } from '../../test/support/api.ts'
import { authenticatorApp, bindAuthenticator, step, waitingSignIn } from '../../test/support/authenticator.ts'
import { accountIdOf, addAddress, linkOf } from '../../test/support/notices.ts'
import { addPasskey } from '../../test/support/passkeys.ts'
import { beginReset, finishReset, NEW_PASSWORD } from '../../test/support/recovery.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

interface Person {
  email: string
  cookie: string
  accountId: string
}

async function person(): Promise<Person> {
  const email = newEmail()
  const cookie = await api.account(email)
  return { email, cookie, accountId: await accountIdOf(api, cookie) }
}

async function withAuthenticator() {
  const made = await person()
  const bound = await bindAuthenticator(api, made.cookie, made.email)
  api.deps.clock.advance(30)
  return { ...made, ...bound }
}

/** Of an account, in their order; the holds, which every change makes, left out. */
const told = async ({ accountId }: Person) =>
  (
    await api.query<{ type: string; data: Record<string, unknown> }>(
      "SELECT type, data FROM events WHERE account_id = $1 AND type <> 'account.hold.changed' ORDER BY written",
      [accountId],
    )
  ).map(({ type, data }) => [type, data])

const BOTH = { password: NEW_PASSWORD, repeat: NEW_PASSWORD }
const password = ['account.password.changed', {}]
const factors = (...names: string[]) => ['account.factors.changed', { factors: names }]
const identifiers = (kind: string) => ['account.identifiers.changed', { kinds: [kind] }]

const provenReset = async ({ email }: Person) => {
  const flow = await beginReset(api, email)
  return { flow, answer: await finishReset(api, flow, await api.code(email)) }
}

/** From the old phrase to the new one entered back. */
async function replace(door: string, { body }: Answer): Promise<void> {
  const app = authenticatorApp(body.key.secret, () => api.deps.clock.now())
  const shown = await api.post(`${door}/recovery-key/key`, { flow: body.flow, code: app.code() })
  await api.post(`${door}/recovery-key/phrase`, { flow: body.flow, phrase: shown.body.phrase.text })
}

const ways: Record<string, () => Promise<[Person, unknown[]]>> = {
  async 'an address that is added, and taken away by the link'() {
    const made = await person()
    await addAddress(api, newPhone(), made.cookie)
    expect(await told(made)).toEqual([identifiers('phone')])
    const [mail] = await api.messages(made.email)
    await api.post('undo-change', { token: /\/undo-change#([\w-]{43})/.exec(mail?.text ?? '')?.[1] })
    return [made, [identifiers('phone'), identifiers('phone')]]
  },
  async 'a forgotten password'() {
    const made = await person()
    await provenReset(made)
    return [made, [password]]
  },
  async 'a forgotten password, with a code of the authenticator'() {
    const made = await withAuthenticator()
    const { flow } = await provenReset(made)
    await api.post('forgot-password/totp', { flow, code: made.app.code(), ...BOTH })
    return [made, [factors('totp'), password]]
  },
  async 'a forgotten password, with a passkey'() {
    const made = await person()
    const { passkey } = await addPasskey(api, made.cookie)
    const { flow } = await provenReset(made)
    const options = (await api.post('forgot-password/passkey/options', { flow })).body
    await api.post('forgot-password/passkey', { flow, credential: passkey.get(options), ...BOTH })
    return [made, [factors('passkey'), password]]
  },
  async 'a forgotten password and a lost phone, with the phrase'() {
    const made = await withAuthenticator()
    const { flow } = await provenReset(made)
    const begun = await api.post('forgot-password/recovery-key', { flow, phrase: made.phrase, ...BOTH })
    const before = await told(made)
    expect(before).toEqual([factors('totp'), password])
    await replace('forgot-password', begun)
    return [made, [factors('totp'), password, factors('totp')]]
  },
  async 'a lost phone, with the phrase at sign-in'() {
    const made = await withAuthenticator()
    const { flow } = await waitingSignIn(api, made.email)
    await replace('sign-in', await api.post('sign-in/recovery-key', { flow, phrase: made.phrase }))
    return [made, [factors('totp'), factors('totp')]]
  },
  async 'a new phrase'() {
    const made = await withAuthenticator()
    const { flow, phrase } = (await api.post('account/recovery-key', undefined, made.cookie)).body
    await step(api, made.cookie, 'phrase', { flow, phrase: phrase.text })
    return [made, [factors('totp'), ['account.recovery_key.changed', {}]]]
  },
  async 'an account frozen by the link, its deletion stopped, and opened again'() {
    const made = await person()
    const { body } = await api.post('account/deletion', { password: PASSWORD }, made.cookie)
    await api.post('not-me', { token: await linkOf(api, made.email) })
    const thawing = await api.post('thaw', { identifier: made.email, password: PASSWORD })
    await api.post('thaw/code', { flow: thawing.body.flow, code: await api.code(made.email) })
    const { endsAt } = body.deletion ?? body
    const deletion = ['account.deletion.requested', { endsAt }]
    return [made, [deletion, ['account.frozen', {}], ['account.deletion.cancelled', {}], ['account.thawed', {}]]]
  },
}

test.each(Object.entries(ways))('%s', async (_name, go) => {
  const [made, expected] = await go()
  expect(await told(made)).toEqual(expected)
})
