// A client of running servers: JSON over HTTP, codes read from the outbox as a person reads them.
import { askWithBotCheck } from './bot-check.ts'
import type { ServerProcess } from './server-process.ts'

export interface Reply {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any
  headers: Headers
}

type Server = Pick<ServerProcess, 'url'>

let addresses = 0
/** A network nobody has come from before; believed by servers whose TRUSTED_PROXIES name the loopback address. */
export function newNetwork(): string {
  addresses += 1
  return `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`
}

let people = 0
/** An address nobody has yet, also not from the same test's try before. */
export const newEmail = (of: string) => `${of}${++people}@example.com`

interface From {
  token?: string
  from?: string
  device?: string
}

/**
 * Asks from a network of its own, unless `from` says otherwise; `device` is what an app was given as `deviceToken`. A bot
 * check that is required is solved.
 */
export async function call(server: Server, method: string, path: string, body?: unknown, from?: From): Promise<Reply> {
  return askWithBotCheck((each) => callBare(server, method, path, each, from), body)
}

/** The same, and a bot check that is required stays unsolved. */
export async function callBare(
  server: Server,
  method: string,
  path: string,
  body?: unknown,
  { token, from = newNetwork(), device }: From = {},
): Promise<Reply> {
  const response = await fetch(`${server.url}${path.startsWith('/') ? path : `/api/v1/${path}`}`, {
    method,
    headers: {
      'x-forwarded-for': from,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(device ? { 'portvakt-device': device } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : undefined, headers: response.headers }
}

/** The newest code sent to an address. */
export async function readCode(server: Server, to: string): Promise<string> {
  const { body } = await call(server, 'GET', `/outbox.json?to=${encodeURIComponent(to)}`)
  for (const { text } of body) {
    const digits = /^\d{8}$/m.exec(text)?.[0]
    if (digits) return digits
  }
  throw new Error(`no code in the outbox for ${to}`)
}

/** Signs up from the first step to the last. @returns the token of the session */
export async function signUp(server: Server, identifier: string, password: string): Promise<string> {
  const step = async (path: string, body: unknown) => {
    const answer = await call(server, 'POST', path, body)
    if (answer.status >= 300) throw new Error(`${path} failed: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const { flow } = await step('sign-up', { identifier })
  await step('sign-up/code', { flow, code: await readCode(server, identifier) })
  return (await step('sign-up/password', { flow, password, acceptTerms: true, client: 'app' })).token
}
