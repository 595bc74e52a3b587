import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, newEmail, verdict, withApi } from '../../test/support/api.ts'
import { authenticatorApp, bindAuthenticator, waitingSignIn } from '../../test/support/authenticator.ts'
import { besiegeResets } from '../../test/support/besieged.ts'
import { beginReset } from '../../test/support/recovery.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

/** Somebody with an authenticator, and the phrase that stands in for it. */
async function owner() {
  const email = newEmail()
  const { phrase } = await bindAuthenticator(api, await api.account(email), email)
  return { email, phrase }
}

/** The phrase after the right password. @returns the flow, and the app that the key on the screen was put into */
async function usePhrase({ email, phrase }: { email: string; phrase: string }) {
  const { flow } = await waitingSignIn(api, email)
  const { body } = await api.post('sign-in/recovery-key', { flow, phrase })
  expect(body.state).toBe('key')
  return { flow: body.flow as string, app: authenticatorApp(body.key.secret, () => api.deps.clock.now()) }
}

it('a code that proved the mailbox before the phrase was used proves it no more, in a reset begun after', async () => {
  const person = await owner()
  await besiegeResets(api.deps, person.email)
  await beginReset(api, person.email)
  const code = await api.code(person.email)
  await usePhrase(person)
  const proof = await api.post('forgot-password/code', { flow: await beginReset(api, person.email), code })
  expect(verdict(proof)).toBe('422 code_used')
})

it('begun again, the first is over before it shows a phrase: no paper is written that opens nothing', async () => {
  const person = await owner()
  const first = await usePhrase(person)
  const second = await usePhrase(person)
  const confirm = ({ flow, app }: typeof first) => api.post('sign-in/recovery-key/key', { flow, code: app.code() })
  const refused = await confirm(first)
  expect([verdict(refused), refused.body.phrase]).toEqual(['410 flow_ended', undefined])
  expect((await confirm(second)).body.state).toBe('phrase')
})
