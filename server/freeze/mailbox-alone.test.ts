// Promise P12: whoever reads the mailbox, and has nothing else, freezes the account by the link of a notice, and keeps nobody out.
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Answer,
  type Api,
  deviceCookie,
  newEmail,
  notTheCode,
  PASSWORD,
  postFromAnywhere,
  verdict,
  withApi,
} from '../../test/support/api.ts'
import { bindAuthenticator } from '../../test/support/authenticator.ts'
import { NEW_PASSWORD } from '../../test/support/recovery.ts'
import { policy } from '../platform/policy.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const ask = (path: string, body: object, cookie?: string) => postFromAnywhere(api, path, body, cookie)
const passwords = { password: NEW_PASSWORD, repeat: NEW_PASSWORD }

/** What a notice of the mailbox leads to. */
async function linkTo(email: string): Promise<string | undefined> {
  const texts = (await api.messages(email)).map(({ text }) => text)
  return texts.map((text) => /\/not-me#([\w-]{43})/.exec(text)?.[1]).find(Boolean)
}

async function freeze(token: string | undefined): Promise<void> {
  expect(verdict(await ask('not-me', { token }))).toBe('200')
}

/** Begins to open it with password and mailbox, and comes as far as the code of the mail. */
async function openBy(email: string): Promise<Answer> {
  let { body } = await ask('thaw', { identifier: email, password: PASSWORD })
  if (body.state === 'mailbox') {
    await ask('sign-in/code', { flow: body.flow, code: await api.code(email) })
    body = (await ask('thaw', { identifier: email, password: PASSWORD, flow: body.flow })).body
  }
  return ask('thaw/code', { flow: body.flow, code: await api.code(email) })
}

/** Guesses at the reset by that mailbox as much as there is: as a stranger, and past its proof. */
async function burnCodes(email: string): Promise<void> {
  const guess = async (flow: string) => {
    const code = notTheCode(await api.code(email))
    for (let tried = 0; tried < policy.codeTries; tried++)
      await ask('forgot-password/finish', { flow, code, ...passwords })
  }
  const first = (await ask('forgot-password', { identifier: email })).body
  if (first.state === 'code') await guess(first.flow)
  const proof = (await ask('forgot-password', { identifier: email })).body
  expect(proof.state).toBe('mailbox')
  const proven = await ask('forgot-password/code', { flow: proof.flow, code: await api.code(email) })
  for (const round of [1, 2]) {
    await guess(proven.body.flow)
    api.deps.clock.advance(61)
    if (round === 1) await ask('forgot-password/resend', { flow: proven.body.flow })
  }
}

test('guesses at resets day after day leave the owner the codes that open the account', async () => {
  const email = newEmail()
  await api.account(email)
  expect(verdict(await ask('sign-in', { identifier: email, password: PASSWORD }))).toBe('200') // tells of a new device
  const link = await linkTo(email)
  api.deps.clock.advance(100 * 3600)
  await freeze(link)
  for (let day = 0; day < 3; day++) {
    await burnCodes(email)
    api.deps.clock.advance(24 * 3600)
  }
  await burnCodes(email)
  expect((await openBy(email)).body).toMatchObject({ state: 'done' })
})

test('wrong codes of the authenticator in resets leave the owner some to open the account, and a few mistakes besides', async () => {
  const email = newEmail()
  await api.account(email)
  const signedIn = await ask('sign-in', { identifier: email, password: PASSWORD })
  const { app } = await bindAuthenticator(api, signedIn.cookie ?? '', email)
  const computer = deviceCookie(signedIn)
  const wrong = () => String((Number(app.code()) + 1) % 1e6).padStart(6, '0')
  const link = await linkTo(email)
  api.deps.clock.advance(25 * 3600)
  let looked = 0
  for (let resets = 0; resets < 3; resets++) {
    const { flow } = (await ask('forgot-password', { identifier: email })).body
    await ask('forgot-password/finish', { flow, code: await api.code(email), ...passwords })
    for (let tried = 0; tried < 5; tried++) {
      const said = verdict(await ask('forgot-password/totp', { flow, code: wrong(), ...passwords }))
      expect(['422 totp_wrong', '429 totp_used_up']).toContain(said)
      if (said === '422 totp_wrong') looked++
      api.deps.clock.advance(100)
    }
    api.deps.clock.advance(16 * 60)
  }
  expect(looked).toBe(policy.totpFailuresBehindMailbox)
  await freeze(link)
  api.deps.clock.advance(24 * 3600)
  const { flow } = (await openBy(email)).body
  const answers = []
  for (let at = 1; at < policy.totpFailuresOfThaw; at++)
    answers.push(verdict(await ask('thaw/totp', { flow, code: wrong() }, computer)))
  expect(answers).toEqual(Array(policy.totpFailuresOfThaw - 1).fill('422 totp_wrong'))
  expect(verdict(await ask('thaw/totp', { flow, code: app.code() }, computer))).toBe('200')
})

test('where nobody was at them, opening has the tries behind the mailbox too', async () => {
  const email = newEmail()
  await api.account(email)
  const signedIn = await ask('sign-in', { identifier: email, password: PASSWORD })
  const { app } = await bindAuthenticator(api, signedIn.cookie ?? '', email)
  const wrong = () => String((Number(app.code()) + 1) % 1e6).padStart(6, '0')
  const link = await linkTo(email)
  api.deps.clock.advance(25 * 3600)
  await freeze(link)
  let looked = 0
  for (let rounds = 0; rounds < 4; rounds++) {
    const { flow } = (await openBy(email)).body
    for (let tried = 0; tried < 5; tried++) {
      if (verdict(await ask('thaw/totp', { flow, code: wrong() })) === '422 totp_wrong') looked++
      api.deps.clock.advance(100)
    }
    api.deps.clock.advance(3601)
  }
  expect(looked).toBe(policy.totpFailuresOfThaw + policy.totpFailuresBehindMailbox)
})
