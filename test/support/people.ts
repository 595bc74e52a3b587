// Addresses nobody has had before, accounts for them, and their messages.
import { randomBytes, randomInt } from 'node:crypto'
import { type APIRequestContext, expect } from '@playwright/test'
import type { Locale } from '../../web/words/locales.ts'
import { type App, authenticatorApp } from './authenticator-app.ts'
import { askWithBotCheck } from './bot-check.ts'

export const PASSWORD = 'riktig hest batteri stift'

/** A Norwegian mobile number, as people type it. */
export const newPhone = (): string => `9${randomInt(10).toString()}${randomInt(1_000_000).toString().padStart(6, '0')}`

export const newEmail = (): string => `kari.${randomBytes(5).toString('hex')}@eksempel.no`

export interface Addresses {
  phone?: string
  email?: string
}

interface Message {
  channel: 'email' | 'sms'
  subject: string | null
  text: string
}

/** What an address was sent, newest first, as the outbox tells it. */
export async function messagesTo(request: APIRequestContext, address: string): Promise<Message[]> {
  const answer = await request.get('/outbox.json', { params: { to: address } })
  expect(answer.status()).toBe(200)
  return answer.json()
}

/** The newest code sent to an address. */
export async function codeFor(request: APIRequestContext, address: string): Promise<string> {
  const texts = (await messagesTo(request, address)).map(({ text }) => text)
  const code = texts.map((text) => /^\d{8}$/m.exec(text)?.[0]).find(Boolean)
  if (!code) throw new Error(`no code was sent to ${address}`)
  return code
}

/** Eight digits that are not the code. */
export const wrongCode = (code: string): string => code.replace(/\d$/, (last) => String((Number(last) + 1) % 10))

/** Makes an account as an app would. @returns the token of its session in the app */
export async function createAccount(
  request: APIRequestContext,
  { phone, email }: Addresses,
  locale?: Locale,
): Promise<string> {
  const [first, second] = [phone, email].filter((address) => address !== undefined)
  if (!first) throw new Error('an account needs an address')
  const { flow } = await post(request, '/sign-up', { identifier: first, locale })
  await post(request, '/sign-up/code', { flow, code: await codeFor(request, first) })
  const about = { flow, password: PASSWORD, acceptTerms: true, client: 'app' }
  const { token } = await post(request, '/sign-up/password', about)
  if (second) {
    const added = await post(request, '/account/identifiers', { identifier: second }, token)
    const code = await codeFor(request, second)
    await post(request, '/account/identifiers/code', { flow: added.flow, code }, token)
  }
  return token
}

/** A call of the API, which solves a bot check that is required; `token` is an app's. */
export async function post(request: APIRequestContext, path: string, data: object, token?: string) {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  const ask = async (body: unknown) => {
    const answer = await request.post(`/api/v1${path}`, { data: body, headers })
    return { answer, body: await answer.json().catch(() => undefined) }
  }
  const { answer, body } = await askWithBotCheck(ask, data)
  expect(answer.ok(), `${path} answers ${answer.status()}: ${await answer.text()}`).toBe(true)
  return body
}

interface Binding {
  /** Of an app's session. */
  token: string
  /** The account's first. */
  address: string
  now?: () => Date
}

/** Binds an authenticator to an account, step by step as its app would. @returns what the authenticator shows */
export async function bindApp(request: APIRequestContext, { token, address, now }: Binding): Promise<App> {
  const headers = { authorization: `Bearer ${token}` }
  const account = await (await request.get('/api/v1/account', { headers })).json()
  const path = '/account/authenticator/change'
  const [{ id: identifierId }] = account.identifiers
  const { flow } = await post(request, path, { kind: 'bind', identifierId }, token)
  const { key } = await post(request, `${path}/code`, { flow, code: await codeFor(request, address) }, token)
  const app = authenticatorApp(key.secret, now ?? (() => new Date()))
  const { phrase } = await post(request, `${path}/key`, { flow, code: app.code() }, token)
  await post(request, `${path}/phrase`, { flow, phrase: phrase.text }, token)
  return app
}
