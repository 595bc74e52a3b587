// `npm test`: every check there is, and their sum in the last line. `--bench` adds a short benchmark.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { COMPILE_CACHE } from '../server/compile-cache.js'
import { findChromium } from './find-chromium.ts'

interface Count {
  passed: number
  failed: number
  /** What failed and why, a line each: said again at the very end, where a long log is looked at first. */
  causes?: string[]
}

interface Stage {
  name: string
  command: string[]
  env?: Record<string, string>
  /** Reads the runner's own count; a stage without one counts as one check. */
  count?: () => Count
}

process.chdir(join(import.meta.dirname, '..'))
const reports = mkdtempSync(join(tmpdir(), 'portvakt-reports-'))

/** Tests start parts of the server in many processes: what the build has compiled need not be compiled in each. */
const compiled = { NODE_COMPILE_CACHE: COMPILE_CACHE }

const vitestReport = join(reports, 'vitest.json')
const vitest: Stage = {
  name: 'unit and race tests',
  command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
  env: compiled,
  count: () => {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(vitestReport, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests, causes: testResults.flatMap(causesOfFile) }
  },
}

interface VitestFile {
  name: string
  status: string
  message: string
  assertionResults: { status: string; fullName: string; failureMessages?: string[] }[]
}

function causesOfFile({ name, status, message, assertionResults }: VitestFile): string[] {
  const file = relative('.', name)
  // A test that is tried again has a message of each try, and one that passed then has those of the tries before.
  const causes = assertionResults
    .filter(({ failureMessages = [] }) => failureMessages.length > 0)
    .map(({ status: outcome, fullName, failureMessages = [] }) => {
      const messages = [...new Set(failureMessages.map(firstLine))].join(' // tried again: ')
      return `${file} › ${fullName}${outcome === 'passed' ? ' (passed when tried again)' : ''}: ${messages}`
    })
  return status === 'failed' && causes.length === 0 ? [`${file}: ${firstLine(message)}`] : causes
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[]
  specs: {
    title: string
    file: string
    line: number
    tests: { status: string; results: { error?: { message?: string } }[] }[]
  }[]
}

function causesOfSuite({ suites = [], specs }: PlaywrightSuite): string[] {
  const causes = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => {
        const error = firstLine(results.find((each) => each.error)?.error?.message)
        return `${file}:${line} › ${title}${status === 'flaky' ? ' (passed when tried again)' : ''}: ${error}`
      }),
  )
  return [...suites.flatMap(causesOfSuite), ...causes]
}

const firstLine = (text = '') => stripVTControlCharacters(text).split('\n')[0]?.slice(0, 300) ?? ''

function journeys(): Stage {
  const chromium = findChromium()
  if (!chromium)
    return {
      name: 'journeys',
      command: [
        'node',
        '-e',
        'console.log("Chromium is missing: install it, or set CHROMIUM_PATH to it."); process.exit(1)',
      ],
    }
  const report = join(reports, 'playwright.json')
  return {
    name: 'journeys',
    command: ['playwright', 'test', '--reporter=list,json'],
    env: { ...compiled, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    count: () => {
      const { stats, suites } = JSON.parse(readFileSync(report, 'utf8'))
      const { expected, flaky, unexpected } = stats
      return { passed: expected + flaky, failed: unexpected, causes: suites.flatMap(causesOfSuite) }
    },
  }
}

function pictures(): Stage {
  const report = join(reports, 'pictures.json')
  return {
    name: 'pictures of guides and screens',
    command: ['node', 'scripts/pictures.ts', '--check', '--report', report],
    count: () => JSON.parse(readFileSync(report, 'utf8')),
  }
}

/** A stage whose script is there. */
const script = (name: string, file: string, ...args: string[]): Stage[] =>
  existsSync(file) ? [{ name, command: ['node', file, ...args] }] : []

/** One group after the other; the stages of a group run beside each other. */
function stages(): Stage[][] {
  return [
    script('build', 'scripts/build.ts', '--if-stale'),
    [
      { name: 'types', command: ['tsc', '--noEmit'] },
      { name: 'format and lint', command: ['biome', 'check', '.'] },
      { name: 'import tiers', command: ['depcruise', 'server', 'web', 'test', '--config', '.dependency-cruiser.cjs'] },
      ...(existsSync('README.md') ? script('generated reference', 'scripts/reference.ts', '--check') : []),
      ...script('page budgets', 'scripts/check-budgets.ts'),
    ],
    [vitest],
    existsSync('playwright.config.ts') ? [journeys()] : [],
    existsSync('scripts/pictures.ts') ? [pictures()] : [],
    // By itself: what it measures in a second is nothing at all where the core is somebody else's for that long.
    process.argv.includes('--bench') ? script('benchmark, in short', 'bench/main.ts', '--smoke') : [],
  ]
}

/** @param isAlone it may say what it says at once; else in one piece at its end */
async function run({ name, command, env, count }: Stage, isAlone: boolean): Promise<Count> {
  const title = `\n── ${name} ──`
  if (isAlone) console.log(title)
  const [program = '', ...args] = command
  const path = `${join(import.meta.dirname, '..', 'node_modules', '.bin')}:${process.env.PATH}`
  const child = spawn(program, args, {
    stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, PATH: path },
  })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => said.push(part))
  const status = await once(child, 'close').then(
    ([code]) => code as number | null,
    (error: Error) => {
      said.push(Buffer.from(`${program} could not be run: ${error.message}`))
      return null
    },
  )
  if (!isAlone) console.log(title)
  if (said.length) console.log(Buffer.concat(said).toString().trimEnd())
  const isGood = status === 0
  const counted = count && readCount(count)
  const { passed, failed, causes } = counted ?? { passed: isGood ? 1 : 0, failed: 0 }
  // A runner may fail beside its tests, as when its set-up throws: that is never silent.
  return { passed, failed: isGood ? failed : Math.max(failed, 1), causes }
}

function readCount(count: () => Count): Count | undefined {
  try {
    return count()
  } catch {
    return { passed: 0, failed: 1 }
  }
}

const results: (Count & { name: string })[] = []
for (const group of stages()) {
  const isAlone = group.length === 1
  results.push(...(await Promise.all(group.map(async (each) => ({ name: each.name, ...(await run(each, isAlone)) })))))
}
rmSync(reports, { recursive: true, force: true })
const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0)
console.log()
for (const { name, passed, failed, causes = [] } of results) {
  console.log(`${failed ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed`)
  for (const cause of causes) console.log(`    ${cause}`)
}
process.exitCode = sum('failed') > 0 ? 1 : 0
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
