// Holds the pages to their budgets (gzip, what a first visit loads), from the built files in dist/web.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { locales } from '../web/words/locales.ts'

const KB = 1000
const built = join(import.meta.dirname, '..', 'dist', 'web')

/** Most kilobytes of script, and of everything, per page. */
const budgets = [
  { page: 'log-in', js: 15, all: 30 },
  { page: 'log-in-email', js: 15, all: 30 },
  { page: 'sign-up', js: 18.5, all: 32.5 },
  { page: 'home', js: 5, all: 30 },
  { page: 'home-signed-in', js: 45, all: 60 },
  { page: 'not-me', js: 16.5, all: 30.5 },
  { page: 'thaw', js: 20, all: 34.5 },
  { page: 'help', js: 1.1, all: 16 },
  { page: 'guide-lost-authenticator', js: 1.1, all: 16 },
  { page: 'security', js: 45, all: 60 },
  { page: 'devices', js: 45, all: 60 },
  { page: 'activity', js: 45, all: 60 },
  { page: 'approve', js: 45, all: 60 },
  { page: 'staff', js: 120, all: 135 },
  // Its frame and first screen; the others come as they are opened.
  { page: 'app', js: 60, all: 60 },
]

function gzipKb(content: Buffer | string): number {
  return gzipSync(content, { level: 9 }).length / KB
}

/** What a page loads, by kind, in kilobytes. */
function weigh(locale: string, page: string) {
  const html = readFileSync(join(built, locale, `${page}.html`), 'utf8')
  const files = [...new Set(html.match(/\/assets\/[^"]+/g))]
  const sum = (ending: string) =>
    files
      .filter((file) => file.endsWith(ending))
      .reduce((total, file) => total + gzipKb(readFileSync(join(built, file))), 0)
  const [js, css, markup] = [sum('.js'), sum('.css'), gzipKb(html)]
  return { js, css, html: markup, all: js + css + markup }
}

const rows = budgets.flatMap((budget) =>
  locales.map((locale) => {
    const weight = weigh(locale, budget.page)
    return { ...budget, locale, weight, isOver: weight.js > budget.js || weight.all > budget.all }
  }),
)

console.log('page             lang    js kB (most)    css   html    all kB (most)')
for (const { page, locale, weight, js, all, isOver } of rows) {
  const cell = (kb: number) => kb.toFixed(1).padStart(5)
  const parts = `${cell(weight.js)} (${js})`.padEnd(13)
  console.log(
    `${page.padEnd(17)}${locale}    ${parts} ${cell(weight.css)}  ${cell(weight.html)}  ${cell(weight.all)} (${all})${isOver ? '  OVER' : ''}`,
  )
}
if (rows.some(({ isOver }) => isOver)) process.exitCode = 1
