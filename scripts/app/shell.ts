// Puts together what a shell carries (dist/app-shell): the app and its help in every language, and a page that picks one.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { escapeHtml } from '../../server/platform/escape-html.ts'
import { locales } from '../../web/words/locales.ts'
import type { AppOptions } from './options.ts'

const isCarried = (file: string) => file === 'app.html' || /^(help|guide-[\w-]+)\.html$/.test(file)

/**
 * @param built the pages as scripts/build.ts leaves them
 * @param into emptied first
 */
export function assembleShell(options: AppOptions, built: string, into: string): void {
  const missing = locales.filter((locale) => !existsSync(join(built, locale, 'app.html')))
  if (missing.length > 0) throw new Error('The app is not built: run npm run build.')
  rmSync(into, { recursive: true, force: true })
  mkdirSync(into, { recursive: true })
  // A phone has no use for what is compressed for the way there.
  cpSync(join(built, 'assets'), join(into, 'assets'), {
    recursive: true,
    filter: (source) => !/\.(br|gz)$/.test(source),
  })
  cpSync(join(built, 'icon.svg'), join(into, 'icon.svg'))
  for (const locale of locales) {
    mkdirSync(join(into, locale))
    for (const file of readdirSync(join(built, locale)).filter(isCarried)) {
      writeFileSync(join(into, locale, file), shellPage(readFileSync(join(built, locale, file), 'utf8'), options))
    }
  }
  writeFileSync(join(into, 'start.js'), startScript(options.defaultLocale))
  const page =
    '<!doctype html><html><head><meta charset="utf-8"><title>%BRAND%</title><script src="/start.js"></script></head></html>'
  writeFileSync(join(into, 'index.html'), shellPage(page, options))
}

/** A page as it stands in the shell: nobody sends it headers, so it says itself what it may do and where the server is. */
function shellPage(html: string, { origin, brandName, supportEmail }: AppOptions): string {
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ${origin}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
  const head = `<meta http-equiv="content-security-policy" content="${policy}"><meta name="portvakt-server" content="${escapeHtml(origin)}">`
  return (
    html
      .replace(/<head>\s*(<meta charset="utf-8"\s*\/?>)?/, (start) => start + head)
      // What installs a page, and keeps it offline, is for a browser.
      .replace(/<link rel="(manifest|apple-touch-icon)"[^>]*>/g, '')
      .replace(/<span data-demo>.*?<\/span>/g, '')
      .replace(/ data-files="[^"]*"/, '')
      .replaceAll('%SUPPORT%', () => escapeHtml(supportEmail))
      .replaceAll('%BRAND%', () => escapeHtml(brandName))
  )
}

const startScript = (
  fallback: string,
) => `// The language chosen in the app, then the phone's, best first; "no" is Bokmål.
const known = ${JSON.stringify(locales)}
const asked = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]).map((tag) => (tag === 'no' ? 'nb' : tag))
const wanted = [localStorage.getItem('portvakt-locale'), ...asked].find((tag) => known.includes(tag)) ?? '${fallback}'
location.replace('/' + wanted + '/app.html')
`
