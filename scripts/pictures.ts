// Takes the pictures of the documents, the guides and the main screens from the running product: npm run pictures.
// `--check` writes none: it says which are not what the product shows. Names take some of them alone: a guide's, `screens`
// or `documents`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs, stripVTControlCharacters } from 'node:util'
import { type Browser, chromium } from '@playwright/test'
import { startServer } from '../test/support/journey-server.ts'
import { findChromium } from './find-chromium.ts'
import { documentSeries } from './pictures/documents.ts'
import { SCREENS_FOLDER } from './pictures/every-way.ts'
import { pinnedFonts } from './pictures/fonts.ts'
import { guideSeries } from './pictures/guides.ts'
import { forgetDifferences, type Judgement, judge, keep, remove, superfluous } from './pictures/judge.ts'
import type { Picture, Series } from './pictures/picture.ts'
import { screenSeries } from './pictures/screens.ts'

const FOLDERS = ['docs/pictures', 'web/help/pictures', SCREENS_FOLDER]
/** The generation of Chromium that drew what is kept. */
const DRAWN_BY = `${SCREENS_FOLDER}/chromium`
/** As many as keep two cores busy. */
const SIDE_BY_SIDE = 2
const LIMIT_SECONDS = 600
/** Elsewhere the fonts are the machine's own (pictures/fonts.ts), and words take other room. */
const isComparing = process.platform === 'linux'
/** A busy machine drops a press now and then; what fails twice is broken. */
const ATTEMPTS = 2

const { values, positionals: only } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean' }, report: { type: 'string' } },
})
if (!isComparing && !values.check) throw new Error('Pictures are taken on Linux, where their font can be chosen.')
const isWhole = only.length === 0
const judgements: Judgement[] = []
const failures: string[] = []

async function run(browser: Browser, waiting: Series[]): Promise<void> {
  const page = await browser.newPage()
  for (let series = waiting.shift(); series; series = waiting.shift()) {
    const { name } = series
    const judgeAll = (pictures: Picture[]) => Promise.all(pictures.map((each) => judge(page, each, name)))
    const judged = await taken(series, isComparing ? judgeAll : async (pictures) => pictures)
    if (typeof judged === 'string') failures.push(judged)
    else judgements.push(...judged)
  }
  await page.close()
}

/** @returns why it could not be taken, when it could not */
async function taken(
  { take }: Series,
  judgeAll: (pictures: Picture[]) => Promise<Judgement[]>,
): Promise<Judgement[] | string> {
  for (let attempt = 0; ; attempt++) {
    const isLast = attempt + 1 === ATTEMPTS
    const judged = await take(attempt).then(judgeAll, inOneLine)
    if (isLast || (typeof judged !== 'string' && !(values.check && judged.some(({ said }) => said)))) return judged
  }
}

/** What Playwright says over many lines, in colours. */
const inOneLine = ({ message }: Error) => stripVTControlCharacters(message).replace(/\s+/g, ' ').slice(0, 400)

const executablePath = findChromium()
if (!executablePath) throw new Error('Chromium is missing: install it, or set CHROMIUM_PATH to it.')
const started = performance.now()
forgetDifferences()
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
const [server, browser] = await Promise.all([
  startServer(),
  chromium.launch({ executablePath, args, env: { ...process.env, ...pinnedFonts() } }),
])
const generation = browser.version().split('.')[0] ?? ''
const keptOf = existsSync(DRAWN_BY) ? readFileSync(DRAWN_BY, 'utf8').trim() : generation
try {
  const all = [...screenSeries(browser), documentSeries(browser, server.url), ...guideSeries(browser, server.url)]
  const unknown = only.filter((name) => !all.some((series) => series.name === name))
  if (unknown.length)
    throw new Error(`There are no pictures of ${unknown}: ${[...new Set(all.map(({ name }) => name))]}`)
  const wanted = all.filter(({ name }) => isWhole || only.includes(name))
  const working = wanted.filter(({ isWaiting }) => !isWaiting)
  const queues = [
    ...wanted.filter(({ isWaiting }) => isWaiting).map((each) => [each]),
    ...Array.from({ length: SIDE_BY_SIDE }, () => working),
  ]
  await Promise.all(queues.map((queue) => run(browser, queue)))
} finally {
  await browser.close()
  await server.stop()
}

const changed = judgements.filter(({ said }) => said)
const left = isWhole && !failures.length ? superfluous(FOLDERS, judgements) : []
if (!values.check) {
  for (const each of changed) keep(each)
  for (const file of left) remove(file)
  if (isWhole) writeFileSync(DRAWN_BY, `${generation}\n`)
}
// Another generation may draw a control in another way, which is no fault of the product's: said, and not held against it.
const isJudging = generation === keptOf
const isHeldAgainst = ({ isMissing }: Judgement) => isJudging || isMissing === true
const saidOf = (judged: Judgement[]) => judged.flatMap(({ said = [] }) => said)
const [bad, told] = [changed.filter(isHeldAgainst), changed.filter((each) => !isHeldAgainst(each))]
const seconds = Math.round((performance.now() - started) / 1000)
const causes = [
  ...failures,
  ...(values.check ? saidOf(bad) : []),
  ...(values.check ? left.map((file) => `${file} is of nothing that there is: npm run pictures`) : []),
  ...(seconds > LIMIT_SECONDS ? [`the pictures took ${seconds} s, and may take ${LIMIT_SECONDS}`] : []),
]
for (const cause of causes) console.log(cause)
if (values.check && told.length) {
  console.log(`Not judged, because Chromium ${keptOf} drew what is kept and this is ${generation}:`)
  for (const said of saidOf(told)) console.log(said)
}
const done = values.check ? 'differ' : 'were replaced'
console.log(`${judgements.length} pictures in ${seconds} s (limit ${LIMIT_SECONDS}): ${changed.length} ${done}`)
if (values.report) {
  const passed = judgements.length - (values.check ? bad.length : 0)
  writeFileSync(values.report, JSON.stringify({ passed, failed: causes.length, causes }))
}
process.exitCode = causes.length ? 1 : 0
