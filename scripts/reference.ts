// Writes what is generated from code: the README's table of options, docs/reference/, the index of decisions. `--check` only tells whether they are up to date.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { configTable } from '../server/config.ts'
import { apiOverview, describedRoutes } from './reference-api.ts'
import { assuranceTable } from './reference-assurance.ts'
import { policyTables } from './reference-policy.ts'

const root = join(import.meta.dirname, '..')
const [BEGIN, END] = ['<!-- options: made by scripts/reference.ts -->', '<!-- end of options -->']

function readmeWithOptions(before: string): string {
  const [begin, end] = [before.indexOf(BEGIN), before.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`README.md needs the lines ${BEGIN} and ${END} around its table`)
  return `${before.slice(0, begin + BEGIN.length)}\n\n${configTable()}\n${before.slice(end)}`
}

function read(file: string): string {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    return ''
  }
}

/** The index of the decisions, from their headings. */
function decisions(): string {
  const names = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d{4}-.*\.md$/.test(name))
  const rows = names.sort().map((name) => {
    const [, number = '', title = ''] = /^# (\d{4}) (.+)$/m.exec(read(`docs/decisions/${name}`)) ?? []
    return `| [${number}](${name}) | ${title} |`
  })
  return [
    '# Decisions',
    '',
    'Why each part was chosen and each turn taken: half a page each, with measurements. One is changed by a new one that measures again.',
    'This index is written by `node scripts/reference.ts`.',
    '',
    '| | |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

const routes = await describedRoutes()
const documents = {
  'README.md': readmeWithOptions(read('README.md')),
  'docs/reference/api.md': apiOverview(routes),
  'docs/reference/assurance.md': assuranceTable(routes),
  'docs/reference/policy.md': policyTables(),
  'docs/decisions/README.md': decisions(),
}

const stale = Object.entries(documents).filter(([file, text]) => read(file) !== text)
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is behind the code: run node scripts/reference.ts.`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  for (const [file, text] of stale) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
    console.log(`Wrote ${file}.`)
  }
}
