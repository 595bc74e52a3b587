import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import cookie from '@fastify/cookie'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeAppFiles } from '../test/support/built-app.ts'
import {
  addressRefusals,
  approvalRefusals,
  deviceRefusals,
  factorRefusals,
  passkeyProblems,
  staffRefusals,
  refusals as words,
} from '../web/words/nb.ts'
import { readConfig } from './config.ts'
import { registerPages } from './pages.ts'
import { refusals } from './platform/refusals.ts'

const built = mkdtempSync(join(tmpdir(), 'portvakt-pages-'))
const ofAll = ['terms', 'outbox', 'not-found', 'help', 'guide-thaw', 'help-unknown']
const names = [
  ...[
    'home',
    'home-ended',
    'home-signed-in',
    'log-in',
    'log-in-email',
    'log-in-ended',
    'log-in-email-ended',
    'sign-up',
    'security',
    'devices',
    'app',
  ],
  ...ofAll.flatMap((name) => [name, `${name}.signed-in`]),
]
const brand = `Fjord & <script>alert("x")</script> $& 'Bank'`

async function serve(environment: Record<string, string> = {}): Promise<FastifyInstance> {
  const app = fastify()
  await app.register(cookie)
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ code: 'not_found' }))
  await registerPages(app, { config: readConfig({ BRAND_NAME: 'Fjordbank', ...environment }) }, built)
  return app
}

beforeAll(() => {
  mkdirSync(join(built, 'assets'))
  writeFileSync(join(built, 'assets', 'log-in-abc.js'), 'export {}')
  writeFileSync(join(built, 'icon.svg'), '<svg/>')
  writeAppFiles(built)
  for (const locale of ['nb', 'nn', 'en']) {
    mkdirSync(join(built, locale))
    writeFileSync(join(built, `help.${locale}.json`), '[]')
    for (const name of names) {
      const demo = '<span data-demo><a href="/outbox">demo</a></span>'
      writeFileSync(
        join(built, locale, `${name}.html`),
        `<html lang="${locale}" data-brand="%BRAND%" data-support="%SUPPORT%">${name} %BRAND%${demo}`,
      )
    }
  }
})

afterAll(() => rmSync(built, { recursive: true }))

describe('the language of a page', () => {
  it.each([
    ['the choice before all else', 'portvakt-locale=nn', 'en', 'nn'],
    ['what the browser asks for first', undefined, 'nn-NO,nb;q=0.9,en;q=0.8', 'nn'],
    ['weights, not order', undefined, 'en;q=0.3, nn;q=0.9', 'nn'],
    ['"no" as Bokmål', undefined, 'no,en;q=0.5', 'nb'],
    ['a region of a language', undefined, 'en-US', 'en'],
    ['the next language when the first is foreign', undefined, 'de-DE,de;q=0.9,en;q=0.8', 'en'],
    ['no language that is refused', undefined, 'nn;q=0, en;q=0.1', 'en'],
    ['the operator’s when nothing fits', undefined, 'de,fr', 'nb'],
    ['the operator’s when nothing is asked', undefined, undefined, 'nb'],
    ['no cookie that names something else', 'portvakt-locale=../../etc', 'en', 'en'],
  ])('follows %s', async (_what, cookies, accepted, expected) => {
    const app = await serve()
    const headers = { ...(cookies && { cookie: cookies }), ...(accepted && { 'accept-language': accepted }) }
    const answer = await app.inject({ url: '/log-in', headers })
    expect(answer.headers['content-language']).toBe(expected)
    expect(answer.body).toContain(`<html lang="${expected}"`)
    expect(answer.headers.vary).toBe('Accept-Encoding, Accept-Language, Cookie')
  })
})

describe('the brand', () => {
  it('is text wherever it stands, never markup', async () => {
    const app = await serve({ BRAND_NAME: brand })
    const { body } = await app.inject('/log-in')
    expect(body).not.toContain('<script>')
    expect(body).not.toContain('%BRAND%')
    const text = body.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    expect(text.split(brand)).toHaveLength(3)
  })
})

it('the address of the operator’s support stands in every page', async () => {
  const app = await serve({ SUPPORT_EMAIL: 'hjelp@fjordbank.example' })
  expect((await app.inject('/log-in')).body).toContain('data-support="hjelp@fjordbank.example"')
})

describe('a protected page', () => {
  it('leads whoever has no session to sign-in, and back', async () => {
    const app = await serve()
    const answer = await app.inject('/account/security?from=mail')
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe('/log-in?next=%2Faccount%2Fsecurity%3Ffrom%3Dmail')
  })

  it('is drawn for whoever has one', async () => {
    const app = await serve()
    const answer = await app.inject({ url: '/account/devices', cookies: { '__Host-portvakt': 'x' } })
    expect(answer.body).toContain('devices')
  })
})

describe('the pages', () => {
  it('differ for whoever is signed in, and for the method used last', async () => {
    const app = await serve()
    const signedIn = { '__Host-portvakt': 'x' }
    expect((await app.inject('/')).body).toContain('>home ')
    expect((await app.inject({ url: '/', cookies: signedIn })).body).toContain('>home-signed-in ')
    expect((await app.inject({ url: '/?signed-out', cookies: signedIn })).body).toContain('>home ')
    expect((await app.inject({ url: '/?ended', cookies: signedIn })).body).toContain('>home-ended ')
    expect((await app.inject({ url: '/log-in', cookies: { 'portvakt-method': 'email' } })).body).toContain(
      '>log-in-email ',
    )
  })

  it('have the menu of whoever is signed in also where they are for everybody', async () => {
    const app = await serve()
    const draws = async (url: string, cookies: Record<string, string> = {}) =>
      />([\w.-]+) /.exec((await app.inject({ url, cookies, headers: { accept: 'text/html' } })).body)?.[1]
    const pages = { '/terms': 'terms', '/outbox': 'outbox', '/help': 'help', '/help/thaw': 'guide-thaw' }
    for (const [url, name] of Object.entries({ ...pages, '/help/none': 'help-unknown', '/nowhere': 'not-found' })) {
      expect(await draws(url)).toBe(name)
      expect(await draws(url, { '__Host-portvakt': 'x' })).toBe(`${name}.signed-in`)
    }
    // That is no other page, with an address of its own.
    expect(await draws('/help/thaw.signed-in')).toBe('help-unknown')
  })

  it('are refused by a server that has other figures than they tell', async () => {
    const figures = join(built, '.figures')
    writeFileSync(figures, '{"credentialHoldSeconds":172800}')
    await expect(serve()).rejects.toThrow('The pages were built with other POLICY_FIGURES')
    await (await serve({ POLICY_FIGURES: 'credentialHoldSeconds=48h' })).close()
    rmSync(figures)
    await (await serve({ POLICY_FIGURES: 'credentialHoldSeconds=24h' })).close() // as it is
    await expect(serve({ POLICY_FIGURES: 'credentialHoldSeconds=48h' })).rejects.toThrow('npm run build')
  })

  it.each([
    ['/?ended', {}, 'home-ended'],
    ['/?ended=<script>', {}, 'home'],
    ['/log-in?ended', {}, 'log-in-ended'],
    ['/log-in?next=%2Faccount%2Fdevices&ended', { 'portvakt-method': 'email' }, 'log-in-email-ended'],
    ['/log-in?ended=<script>', {}, 'log-in-ended'],
    ['/log-in?next=%2Faccount%2Fdevices%3Fended', {}, 'log-in'],
  ])('say at %s that a session has ended, or not', async (url, cookies, expected) => {
    const app = await serve()
    const { body } = await app.inject({ url, cookies })
    expect(body).toContain(`>${expected} `)
    expect(body).not.toContain('<script>')
  })

  it('are asked for again each time, and not sent again when unchanged', async () => {
    const app = await serve()
    const first = await app.inject('/terms')
    expect(first.headers['cache-control']).toBe('private, no-cache')
    const again = await app.inject({ url: '/terms', headers: { 'if-none-match': String(first.headers.etag) } })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })

  it('are compressed for whoever takes that', async () => {
    const app = await serve()
    const answer = await app.inject({ url: '/terms', headers: { 'accept-encoding': 'gzip, br;q=0' } })
    expect(answer.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(answer.rawPayload).toString()).toContain('terms Fjordbank')
  })

  it('have files that are kept for a year, because their names change with what they hold', async () => {
    const app = await serve()
    const answer = await app.inject('/assets/log-in-abc.js')
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  it('have no file beside those, whatever the way to it is called', async () => {
    const app = await serve()
    const ways = [
      '',
      'log-in',
      '..%2fapp-worker.js',
      '%2e%2e%2fapp-worker.js',
      '..%5capp-worker.js',
      '%2f..%2fapp-worker.js',
    ]
    for (const way of ways) {
      const { statusCode, body } = await app.inject(`/assets/${way}`)
      expect([way, [403, 404].includes(statusCode), body.includes('skipWaiting')]).toEqual([way, true, false])
    }
  })

  it('answer an unknown address with a page to a person and a problem to a program', async () => {
    const app = await serve()
    const person = await app.inject({ url: '/nowhere', headers: { accept: 'text/html' } })
    expect([person.statusCode, person.body.includes('not-found')]).toEqual([404, true])
    const program = await app.inject({ url: '/api/v1/nowhere', headers: { accept: 'text/html' } })
    expect([program.statusCode, program.json()]).toEqual([404, { code: 'not_found' }])
  })

  it('have an outbox, and links to it, in demo mode alone', async () => {
    const demo = await serve()
    expect((await demo.inject('/outbox')).statusCode).toBe(200)
    expect((await demo.inject('/terms')).body).toContain('href="/outbox"')
    const production = await serve({
      PORTVAKT_MODE: 'production',
      DATABASE_URL: 'postgres://localhost/x',
      ORIGIN: 'https://account.example.no',
      ROOT_KEY: Buffer.alloc(32, 1).toString('base64'),
      SMTP_URL: 'smtp://localhost',
      SMS_URL: 'smpp://localhost',
    })
    expect((await production.inject('/outbox')).statusCode).toBe(404)
    expect((await production.inject('/terms')).body).not.toContain('/outbox')
  })

  it('have an app at every address under /app, which a browser can install under the operator’s name', async () => {
    const app = await serve()
    for (const url of ['/app', '/app/account/security', '/app/help/no-code'])
      expect((await app.inject(url)).body).toContain('>app Fjordbank')
    const manifest = await app.inject('/app.webmanifest')
    expect(manifest.headers['content-type']).toContain('application/manifest+json')
    expect(manifest.json()).toMatchObject({
      name: 'Fjordbank',
      start_url: '/app',
      scope: '/app',
      display: 'standalone',
    })
    for (const { src } of manifest.json().icons)
      expect((await app.inject(src)).headers['content-type']).toBe('image/png')
    const worker = await app.inject('/app-worker.js')
    expect(worker.headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-type': 'text/javascript; charset=utf-8',
    })
  })

  it('say in one sentence when they are not built', async () => {
    const config = readConfig({})
    await expect(registerPages(fastify(), { config }, '/nowhere')).rejects.toThrow(
      'The pages are not built: run npm run build.',
    )
  })
})

it('every refusal that a page can meet has words for people', () => {
  // API keys are for programs, and so is what comes of an approval.
  const forPrograms = [
    'idempotency_key_reused',
    'proof_wrong',
    'content_differs',
    'approval_of_another',
    'approval_void',
    'approval_spent',
  ]
  const met = Object.keys(refusals).filter((code) => !code.startsWith('api_key_') && !forPrograms.includes(code))
  expect(
    [words, addressRefusals, factorRefusals, passkeyProblems, approvalRefusals, deviceRefusals, staffRefusals].flatMap(
      Object.keys,
    ),
  ).toEqual(expect.arrayContaining(met))
})
