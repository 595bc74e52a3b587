// Writes what is generated from code into README.md; `--check` only tells whether it is up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { configTable } from '../server/config.ts'

const README = join(import.meta.dirname, '..', 'README.md')
const [BEGIN, END] = ['<!-- options: made by scripts/reference.ts -->', '<!-- end of options -->']

const before = readFileSync(README, 'utf8')
const [begin, end] = [before.indexOf(BEGIN), before.indexOf(END)]
if (begin < 0 || end < begin) {
  console.error(`README.md needs the lines ${BEGIN} and ${END} around the table of options.`)
  process.exit(1)
}
const after = `${before.slice(0, begin + BEGIN.length)}\n\n${configTable()}\n${before.slice(end)}`
if (!process.argv.includes('--check')) {
  writeFileSync(README, after)
} else if (after !== before) {
  console.error('README.md is behind the code: run node scripts/reference.ts.')
  process.exit(1)
}
