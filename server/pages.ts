/** Serves the built pages (dist/web): each drawn ahead in every language, with the operator's brand filled in here. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual, promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isLocale, type Locale, locales } from '../web/words/locales.ts'
import { registerHelp } from './help/routes.ts'
import { cannotStart } from './platform/cannot-start.ts'
import type { Deps } from './platform/deps.ts'
import { escapeHtml } from './platform/escape-html.ts'
import { changedFigures } from './platform/policy.ts'
import { SESSION_COOKIE } from './sessions/http.ts'

type PageDeps = Pick<Deps, 'config'>

interface Page {
  html: Buffer
  etag: string
  /** Filled when first asked for. */
  compressed: Partial<Record<Encoding, Promise<Buffer>>>
}

type Encoding = keyof typeof compressors
type PageName = (request: FastifyRequest) => string

const BUILT = join(import.meta.dirname, '..', 'dist', 'web')
const LOCALE_COOKIE = 'portvakt-locale'
/** Set by the sign-in page (web/parts/method.ts), so that the form used last is drawn at once. */
const METHOD_COOKIE = 'portvakt-method'
const appIcons = ['icon-192', 'icon-512', 'icon-maskable-512', 'apple-touch-icon'].map((name) => `/app/${name}.png`)
const compressors = { br: promisify(brotliCompress), gzip: promisify(gzip) }

const isSignedIn = (request: FastifyRequest) => SESSION_COOKIE in request.cookies

const openPages: Record<string, PageName> = {
  // A page whose session is over comes back with a mark: the cookie is still there, and says nothing. `ended`: by itself.
  '/': (request) => {
    if (request.url === '/?ended') return 'home-ended'
    return isSignedIn(request) && request.url !== '/?signed-out' ? 'home-signed-in' : 'home'
  },
  '/log-in': (request) => {
    const form = request.cookies[METHOD_COOKIE] === 'email' ? 'log-in-email' : 'log-in'
    return 'ended' in (request.query as object) ? `${form}-ended` : form
  },
  '/sign-up': () => 'sign-up',
  '/forgot-password': () => 'forgot-password',
  '/not-me': () => 'not-me',
  '/undo-change': () => 'undo-change',
  '/thaw': () => 'thaw',
  '/staff': () => 'staff',
}

const protectedPages = {
  '/account/security': 'security',
  '/account/devices': 'devices',
  '/account/activity': 'activity',
  '/approve/:id': 'approve',
}

/**
 * Mounts the pages, their files and the page for an unknown address.
 *
 * @param built folder of the built pages
 * @throws cannotStart when they have not been built
 */
export async function registerPages(app: FastifyInstance, { config }: PageDeps, built = BUILT): Promise<void> {
  const pages = readPages(config, built)
  const localeOf = (request: FastifyRequest) => negotiateLocale(request, config.defaultLocale)
  const send = (name: string, request: FastifyRequest, reply: FastifyReply, fill?: Record<string, string>) =>
    sendPage(pages, name, localeOf(request), request, reply, fill)
  /** A page for everybody, with the menu of whoever is signed in: a cookie is enough to draw it, and opens nothing. */
  const sendToAll: typeof send = (name, request, ...more) =>
    send(isSignedIn(request) ? `${name}.signed-in` : name, request, ...more)

  for (const [path, name] of Object.entries(openPages)) {
    app.get(path, (request, reply) => send(name(request), request, reply))
  }
  for (const [path, name] of Object.entries(protectedPages)) {
    app.get(path, (request, reply) => {
      if (isSignedIn(request)) return send(name, request, reply)
      // J4. Without a cookie nobody is signed in; whether a cookie still counts, the page asks.
      return reply.header('vary', 'Cookie').redirect(`/log-in?next=${encodeURIComponent(request.url)}`, 303)
    })
  }
  for (const path of ['/app', '/app/*']) app.get(path, (request, reply) => send('app', request, reply))
  registerHelp(app, {
    built,
    localeOf,
    has: (page) => !page.includes('.') && pages.has(`${config.defaultLocale}/${page}`),
    send: sendToAll,
  })
  app.get('/terms', (request, reply) => sendToAll('terms', request, reply))
  if (config.mode === 'demo') app.get('/outbox', (request, reply) => sendToAll('outbox', request, reply))
  await serveFiles(app, built)
  const manifest = JSON.stringify(manifestOf(config))
  app.get('/app.webmanifest', (_request, reply) =>
    reply.type('application/manifest+json').header('cache-control', 'no-cache').send(manifest),
  )
  app.get('/*', (request, reply) => {
    const wantsPage = request.headers.accept?.includes('text/html') && !request.url.startsWith('/api/')
    if (!wantsPage) return reply.callNotFound()
    return sendToAll('not-found', request, reply.code(404))
  })
}

async function serveFiles(app: FastifyInstance, built: string): Promise<void> {
  // Their names carry a hash of what they hold, so they never change.
  await app.register(fastifyStatic, {
    root: join(built, 'assets'),
    serve: false,
    index: false,
    immutable: true,
    maxAge: '1y',
    preCompressed: true,
  })
  // The plugin's own route reads the whole folder for each file, to serve none by another spelling of its name: here none is guarded.
  app.get<{ Params: { '*': string } }>('/assets/*', ({ params }, reply) => reply.sendFile(params['*']))
  const icons = { '/icon.svg': 'image/svg+xml', ...Object.fromEntries(appIcons.map((path) => [path, 'image/png'])) }
  for (const [path, type] of Object.entries(icons)) {
    const icon = readFileSync(join(built, path))
    app.get(path, (_request, reply) => reply.type(type).header('cache-control', 'public, max-age=86400').send(icon))
  }
  const worker = readFileSync(join(built, 'app-worker.js'))
  app.get('/app-worker.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(worker),
  )
}

/** What a browser installs the app by (W3C Web Application Manifest). */
function manifestOf({ brandName, defaultLocale }: PageDeps['config']): object {
  const icon = (file: string, sizes: string, purpose: string) => ({
    src: `/app/${file}`,
    sizes,
    type: 'image/png',
    purpose,
  })
  return {
    id: '/app',
    name: brandName,
    short_name: brandName,
    lang: defaultLocale,
    start_url: '/app',
    scope: '/app',
    display: 'standalone',
    background_color: '#f5f7f8',
    theme_color: '#ffffff',
    icons: [
      icon('icon-192.png', '192x192', 'any'),
      icon('icon-512.png', '512x512', 'any'),
      icon('icon-maskable-512.png', '512x512', 'maskable'),
    ],
  }
}

function readPages(config: PageDeps['config'], built: string): Map<string, Page> {
  if (!existsSync(built)) throw cannotStart('The pages are not built: run npm run build.')
  requireSameFigures(config, built)
  const pages = new Map<string, Page>()
  for (const locale of locales) {
    for (const file of readdirSync(join(built, locale))) {
      const html = fillIn(readFileSync(join(built, locale, file), 'utf8'), config)
      pages.set(`${locale}/${file.replace('.html', '')}`, pageOf(html))
    }
  }
  return pages
}

/** What the pages promise is what this server does. */
function requireSameFigures({ policyFigures }: PageDeps['config'], built: string): void {
  const file = join(built, '.figures')
  const told = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  if (!isDeepStrictEqual(told, changedFigures(policyFigures)))
    throw cannotStart('The pages were built with other POLICY_FIGURES: run npm run build with those that are set here.')
}

function pageOf(text: string): Page {
  const html = Buffer.from(text)
  const etag = `W/"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`
  return { html, etag, compressed: {} }
}

/** Puts brand and support in their places, as text, and takes the demo's links out of a production page. */
function fillIn(html: string, { brandName, supportEmail, mode }: PageDeps['config']): string {
  const whole = mode === 'demo' ? html : html.replaceAll(/<span data-demo>.*?<\/span>/g, '')
  // A function, because `$&` in a brand would otherwise mean something.
  return whole
    .replaceAll('%SUPPORT%', () => escapeHtml(supportEmail))
    .replaceAll('%BRAND%', () => escapeHtml(brandName))
}

async function sendPage(
  pages: Map<string, Page>,
  name: string,
  locale: Locale,
  request: FastifyRequest,
  reply: FastifyReply,
  fill?: Record<string, string>,
): Promise<FastifyReply> {
  const built = pages.get(`${locale}/${name}`)
  if (!built) throw new Error(`The page ${locale}/${name} is not built`)
  const page = fill ? pageOf(fillMarks(built.html.toString(), fill)) : built
  reply
    .header('cache-control', 'private, no-cache')
    .header('vary', 'Accept-Encoding, Accept-Language, Cookie')
    .header('content-language', locale)
    .header('etag', page.etag)
  if (request.headers['if-none-match'] === page.etag && reply.statusCode === 200) return reply.code(304).send()
  // A page put together for one answer is compressed for it alone: brotli at its best would take the threads that hash.
  const encoding = chooseEncoding(request, fill ? ['gzip'] : ['br', 'gzip'])
  reply.type('text/html; charset=utf-8')
  if (!encoding) return reply.send(page.html)
  page.compressed[encoding] ??= compressors[encoding](page.html)
  return reply.header('content-encoding', encoding).send(await page.compressed[encoding])
}

/** In one pass, so that what is put in is never looked through for marks. */
const fillMarks = (html: string, fill: Record<string, string>) =>
  html.replaceAll(/%[A-Z]+%/g, (mark) => fill[mark] ?? mark)

function chooseEncoding(request: FastifyRequest, encodings: readonly Encoding[]): Encoding | undefined {
  const accepted = String(request.headers['accept-encoding'] ?? '').toLowerCase()
  return encodings.find((name) => new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`).test(accepted))
}

/**
 * The language of a page: the person's choice, then what the browser asks for, best first (RFC 9110 §12.5.4), then the
 * operator's. `no` is Bokmål.
 */
export function negotiateLocale(request: Pick<FastifyRequest, 'cookies' | 'headers'>, fallback: Locale): Locale {
  const chosen = request.cookies[LOCALE_COOKIE]
  if (isLocale(chosen)) return chosen
  const asked = String(request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.split(/;\s*q=/)
      return {
        language: tag.trim().toLowerCase().split('-')[0] ?? '',
        weight: quality === undefined ? 1 : Number(quality),
      }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => (language === 'no' ? 'nb' : language))
  return asked.find(isLocale) ?? fallback
}
