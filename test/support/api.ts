// The API as a client sees it: requests injected into the real app, codes read from the outbox.
import type { FastifyInstance, InjectOptions } from 'fastify'
import { buildApp } from '../../server/app.ts'
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
  /** A new account, signed in: its cookie. */
  account(identifier: string, password?: string): Promise<string>
  close(): Promise<void>
}

export const PASSWORD = 'riktig hest batteri stift'

export async function withApi(options: TestDatabaseOptions = {}): Promise<Api> {
  const database = await withDatabase(options)
  const { http: app } = await buildApp(database.deps)
  const call: Api['call'] = async (method, path, body, options = {}) => {
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
  const withCookie = (cookie?: string) => (cookie ? { headers: { cookie } } : {})
  const api: Api = {
    ...database,
    app,
    call,
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
    async account(identifier, password = PASSWORD) {
      const { body } = await api.post('sign-up', { identifier })
      await api.post('sign-up/code', { flow: body.flow, code: await api.code(identifier) })
      const done = await api.post('sign-up/password', { flow: body.flow, password, acceptTerms: true })
      if (!done.cookie) throw new Error(`sign-up failed: ${JSON.stringify(done.body)}`)
      return done.cookie
    },
    async close() {
      await app.close()
      await database.drop()
    },
  }
  return api
}
