import { spawnSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'
import { findChromium } from '../../scripts/find-chromium.ts'
import { onAllCores } from '../cores.ts'
import type { Stage } from '../stage.ts'
import { median } from '../statistics.ts'
import { judge, notRun, type Row } from '../table.ts'

const kilobytes = (value: number) => `${(value / 1000).toFixed(1)} kB`
const SCRIPTS = { floor: 15_000, goal: 15_000, want: 'less', show: kilobytes } as const
const WHOLE = { floor: 30_000, goal: 30_000, want: 'less', show: kilobytes } as const
const score = (value: number) => value.toFixed(2)
const SCORES = {
  performance: { floor: 0.98, goal: 0.98, want: 'more', show: score },
  accessibility: { floor: 1, goal: 1, want: 'more', show: score },
  'best-practices': { floor: 1, goal: 1, want: 'more', show: score },
} as const
type Category = keyof typeof SCORES
const SHELL = { floor: 60_000, goal: 60_000, want: 'less', show: kilobytes } as const
const INTERACTIVE = {
  floor: 2_000,
  goal: 2_000,
  want: 'less',
  show: (ms: number) => `${(ms / 1000).toFixed(2)} s`,
} as const

/** The sign-in page and the app as a phone gets them: bytes over the wire, and Lighthouse's mobile scores. */
export async function measurePage(stage: Stage): Promise<Row[]> {
  return stage.withServer({}, async ({ port }) => {
    // The name a browser trusts as secure without TLS.
    const origin = `http://localhost:${port}`
    const runs = stage.size(5, 1)
    // First what is fetched from here: Lighthouse holds this process up, and connections that were kept are closed meanwhile.
    const [signIn, app] = [await weighSignIn(origin), await weighApp(origin)]
    return [
      ...signIn,
      ...(await runLighthouse(`${origin}/log-in`, 'sign-in page', runs)),
      ...(await runLighthouse(`${origin}/`, 'home page', runs)),
      app,
      ...(await runLighthouse(`${origin}/app`, 'app', runs)),
    ]
  })
}

async function weighSignIn(origin: string): Promise<Row[]> {
  const { scripts, all, files } = await weigh(origin, '/log-in')
  return [
    judge('sign-in page, scripts (gzip)', scripts, SCRIPTS),
    judge('sign-in page in all (gzip)', all, WHOLE, `${files} files`),
  ]
}

/** Its frame and its first screen. */
async function weighApp(origin: string): Promise<Row> {
  const { all, files } = await weigh(origin, '/app')
  return judge('app shell in all (gzip)', all, SHELL, `${files} files`)
}

async function weigh(origin: string, page: string) {
  const read = async (path: string) => Buffer.from(await (await fetch(`${origin}${path}`)).arrayBuffer())
  const html = await read(page)
  const files = [...new Set(html.toString().match(/(?<=(?:src|href)=")\/(?:assets\/[^"]+|icon\.svg)/g) ?? [])]
  const weights = await Promise.all(files.map(async (path) => ({ path, bytes: gzipSync(await read(path)).length })))
  const sum = (some: { bytes: number }[]) => some.reduce((total, { bytes }) => total + bytes, 0)
  const scripts = sum(weights.filter(({ path }) => path.endsWith('.js')))
  return { scripts, all: gzipSync(html).length + sum(weights), files: files.length + 1 }
}

async function runLighthouse(url: string, name: string, runs: number): Promise<Row[]> {
  const chromium = findChromium()
  if (!chromium) return [notRun('Lighthouse', 'Chromium is missing: install it, or set CHROMIUM_PATH to it')]
  const scores: Record<Category, number[]> = { performance: [], accessibility: [], 'best-practices': [] }
  const interactive: number[] = []
  for (let run = 0; run < runs; run++) {
    const report = lighthouse(url, chromium)
    interactive.push(report.audits.interactive.numericValue)
    for (const category of Object.keys(scores) as Category[]) scores[category].push(report.categories[category].score)
  }
  return [
    ...(Object.keys(scores) as Category[]).map((category) =>
      judge(
        `Lighthouse mobile, ${name}, ${category.replace('-', ' ')}`,
        median(scores[category]),
        SCORES[category],
        `of ${runs}`,
      ),
    ),
    judge(`${name}, interactive on a mid-range phone with slow 4G`, median(interactive), INTERACTIVE, `of ${runs}`),
  ]
}

interface LighthouseReport {
  audits: { interactive: { numericValue: number } }
  categories: Record<Category, { score: number }>
}

function lighthouse(url: string, chromium: string): LighthouseReport {
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
  // One core emulates four times slower phones badly: the browser, its own parts and Lighthouse would wait for each other.
  const { status, stdout, stderr, error } = spawnSync(
    ...onAllCores(process.execPath, [
      new URL('cli/index.js', import.meta.resolve('lighthouse/package.json')).pathname,
      url,
      '--quiet',
      '--output=json',
      '--output-path=stdout',
      `--only-categories=${Object.keys(SCORES).join(',')}`,
      `--chrome-flags=${[...flags, ...quiet].join(' ')}`,
    ]),
    { env: { ...process.env, CHROME_PATH: chromium }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 120_000 },
  )
  if (status !== 0) throw new Error(`Lighthouse failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`)
  return JSON.parse(stdout)
}
