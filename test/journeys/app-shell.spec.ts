// The phone app's shell in a real browser, as docs/integrators.md says it: a page of another origin, a key that cannot be
// exported, a token that is bound to it. And what a page that only calls itself so can do with a browser's cookies.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/browser.ts'
import { createAccount, newEmail, PASSWORD } from '../support/people.ts'

const SHELL = 'https://localhost/'
const guide = join(import.meta.dirname, '..', '..', 'docs', 'integrators.md')

/** A page of the shell's origin; nothing listens there. */
async function openShell(page: Page): Promise<void> {
  // Chromium asks before a page may call a server on this machine; a product has an address of its own.
  await page.context().grantPermissions(['local-network-access'], { origin: SHELL })
  await page.route(SHELL, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>app</title>' }),
  )
  await page.goto(SHELL)
}

test('signs in from its own origin, bound to a key that never leaves it', async ({ page, request, baseURL }) => {
  const email = newEmail()
  await createAccount(request, { email })
  await openShell(page)
  const [prove] = (await readFile(guide, 'utf8')).match(/const key = await crypto\.subtle[\s\S]*?\n}\n/) ?? []
  expect(prove).toContain('async function prove')
  const body = { identifier: email, password: PASSWORD, client: 'app' }
  const said = await page.evaluate(
    async ([code, origin, given]) => {
      const AsyncFunction = (async () => {}).constructor as new (text: string) => () => Promise<unknown>
      const made = await new AsyncFunction(`${code}\nreturn { prove, key }`)()
      const { prove, key } = made as { key: CryptoKeyPair; prove: (...about: unknown[]) => Promise<string> }
      const call = async (method: string, path: string, more: Record<string, string>, sent?: string) => {
        const headers = { 'portvakt-app': '1', ...(sent && { 'content-type': 'application/json' }), ...more }
        const answer = await fetch(origin + path, { method, headers, ...(sent && { body: sent }), credentials: 'omit' })
        return { status: answer.status, date: answer.headers.get('date'), body: await answer.json() }
      }
      const signIn = '/api/v1/sign-in'
      const dpop = await prove('POST', origin + signIn)
      const opened = await call('POST', signIn, { dpop }, JSON.stringify(given))
      const { token } = opened.body.session
      const authorization = `Bearer ${token}`
      const session = '/api/v1/session'
      const own = await call('GET', session, { authorization, dpop: await prove('GET', origin + session, token) })
      const copy = await call('GET', session, { authorization })
      return { opened, own, copy, isKept: !key.privateKey.extractable }
    },
    [prove ?? '', baseURL ?? '', body] as const,
  )
  expect([said.opened.status, said.own.status, said.copy.status]).toEqual([200, 200, 401])
  expect(said.own.body.session).toMatchObject({ client: 'app', bound: true })
  expect(said.copy.body.code).toBe('device_proof_required')
  expect(Date.parse(said.copy.date ?? '')).not.toBeNaN()
  expect(said.isKept).toBe(true)
})

test('a page that calls itself the shell reads nothing with the cookies of the browser, and sets none', async ({
  page,
  request,
  context,
  baseURL,
}) => {
  const email = newEmail()
  await createAccount(request, { email })
  await page.goto('/')
  const signIn = { identifier: email, password: PASSWORD }
  const isIn = (): Promise<number> => page.evaluate(() => fetch('/api/v1/session').then(({ status }) => status))
  await page.evaluate(async (body) => {
    await fetch('/api/v1/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }, signIn)
  expect(await isIn()).toBe(200)
  const before = (await context.cookies(baseURL)).map(({ name, value }) => [name, value]).sort()

  await openShell(page)
  const tries = await page.evaluate(
    async ([origin, body]) => {
      const read = async (path: string, init: RequestInit) =>
        fetch(origin + path, { credentials: 'include', ...init }).then(
          ({ status }) => status,
          () => 'unreadable',
        )
      const json = { 'content-type': 'application/json' }
      return [
        // What it may: as any program, as nobody.
        await read('/api/v1/policy', { credentials: 'omit' }),
        await read('/api/v1/session', {}),
        await read('/api/v1/session', { method: 'DELETE' }),
        await read('/api/v1/account/freeze', { method: 'POST' }),
        await read('/api/v1/sign-in', { method: 'POST', headers: json, body: JSON.stringify(body) }),
        await read('/outbox.json?to=a@example.com', { credentials: 'omit' }),
        await read('/', { credentials: 'omit' }),
      ]
    },
    [baseURL ?? '', signIn] as const,
  )
  expect(tries).toEqual([200, ...Array.from({ length: 6 }, () => 'unreadable')])
  expect((await context.cookies(baseURL)).map(({ name, value }) => [name, value]).sort()).toEqual(before)
  await page.goto('/')
  expect(await isIn()).toBe(200)
})
