// The API as a client sees it: requests injected into the real app, codes read from the outbox.
import type { FastifyInstance, InjectOptions } from 'fastify'
import { buildApp } from '../../server/app.ts'
import { askWithBotCheck } from './bot-check.ts'
import { type TestDatabase, type TestDatabaseOptions, withDatabase } from './database.ts'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any
  headers: Record<string, unknown>
  /** The session cookie the answer set, ready to be sent; undefined when it set none. */
  cookie: string | undefined
}

export interface Api extends TestDatabase {
  app: FastifyInstance
  /** As `call`, and a bot check that is required stays unsolved. */
  bare: Api['call']
  /** Solves a bot check that is required, as every client does. */
  call(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    options?: Partial<InjectOptions>,
  ): Promise<Answer>
  post(path: string, body: unknown, cookie?: string): Promise<Answer>
  get(path: string, cookie?: string): Promise<Answer>
  messages(to: string): Promise<{ channel: string; to: string; subject: string; text: string; html: string }[]>
  /** The eight digits newest in the outbox for an address. */
  code(to: string): Promise<string>
  /** A sign-up begun: its flow. */
  flow(identifier: string): Promise<string>
  /** A sign-up whose address is proven: its flow. */
  provenFlow(identifier: string): Promise<string>
  /** A new account, signed in: its cookie. */
  account(identifier: string, password?: string): Promise<string>
  /** What Prometheus reads. */
  metrics(): Promise<string>
  /** How many rows a table has, or how many `where` picks. */
  count(table: string, where?: string): Promise<number>
  close(): Promise<void>
}

export const PASSWORD = 'riktig hest batteri stift'
export const WRONG_PASSWORD = 'feil hest batteri stift'

/** Status and stable code, or status alone: what a table of refusals compares. */
export const verdict = ({ status, body }: Answer): string => (body?.code ? `${status} ${body.code}` : `${status}`)

/** Other digits than `code`. */
export const notTheCode = (code: string): string => String((Number(code) + 1) % 1e8).padStart(8, '0')

/** The device cookie that an answer set, ready to be sent. */
export function deviceCookie({ headers }: Answer): string {
  const set = [headers['set-cookie'] ?? []].flat().map(String)
  return set.find((cookie) => cookie.startsWith('__Host-portvakt-device='))?.split(';')[0] ?? ''
}

let networks = 0
/** A network that nobody came from before. */
export const newNetwork = (): string => `10.${(++networks >> 16) & 255}.${(networks >> 8) & 255}.${networks & 255}`

/** A call from such a network, which no limit by network stands in the way of. @param cookie of a session or a device */
export const postFromAnywhere = (api: Api, path: string, body: object, cookie?: string): Promise<Answer> =>
  api.call('POST', path, body, { remoteAddress: newNetwork(), headers: cookie ? { cookie } : {} })

let serial = 0
/** An address nobody has had before, in this test file. */
export const newEmail = (): string => `person${String(++serial).padStart(5, '0')}@example.com`
/** A Norwegian mobile number nobody has had before, in this test file. */
export const newPhone = (): string => `+479${String(++serial).padStart(7, '0')}`

export async function withApi(options: TestDatabaseOptions = {}): Promise<Api> {
  const database = await withDatabase(options)
  const { http: app, metrics } = await buildApp(database.deps)
  const bare: Api['bare'] = async (method, path, body, options = {}) => {
    const url = path.startsWith('/') ? path : `/api/v1/${path}`
    const response = await app.inject({
      method,
      url,
      ...(body === undefined ? {} : { payload: body as object }),
      ...options,
    })
    const session = response.cookies.find(({ name }) => name === '__Host-portvakt')
    const isJson = String(response.headers['content-type'] ?? '').includes('json')
    return {
      status: response.statusCode,
      body: isJson ? response.json() : response.body,
      headers: response.headers,
      cookie: session && `${session.name}=${session.value}`,
    }
  }
  const call: Api['call'] = (method, path, body, options) =>
    askWithBotCheck((each) => bare(method, path, each, options), body)
  const withCookie = (cookie?: string) => (cookie ? { headers: { cookie } } : {})
  const api: Api = {
    ...database,
    app,
    bare,
    call,
    metrics: () => metrics.metrics(),
    post: (path, body, cookie) => call('POST', path, body, withCookie(cookie)),
    get: (path, cookie) => call('GET', path, undefined, withCookie(cookie)),
    messages: async (to) => (await call('GET', `/outbox.json?to=${encodeURIComponent(to)}`)).body,
    async code(to) {
      for (const { text } of await api.messages(to)) {
        const digits = /^\d{8}$/m.exec(text)?.[0]
        if (digits) return digits
      }
      throw new Error(`no code in the outbox for ${to}`)
    },
    async flow(identifier) {
      const { body } = await api.post('sign-up', { identifier })
      if (!body.flow) throw new Error(`sign-up did not begin: ${JSON.stringify(body)}`)
      return body.flow
    },
    async provenFlow(identifier) {
      const flow = await api.flow(identifier)
      const { body } = await api.post('sign-up/code', { flow, code: await api.code(identifier) })
      if (body.state !== 'password') throw new Error(`address not proven: ${JSON.stringify(body)}`)
      return flow
    },
    async account(identifier, password = PASSWORD) {
      const flow = await api.provenFlow(identifier)
      const done = await api.post('sign-up/password', { flow, password, acceptTerms: true })
      if (!done.cookie) throw new Error(`sign-up failed: ${JSON.stringify(done.body)}`)
      return done.cookie
    },
    async count(table, where = 'true') {
      const [row] = await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`)
      return row?.n ?? 0
    },
    async close() {
      await app.close()
      await database.drop()
    },
  }
  return api
}
