// Builds the pages into dist/web: a bundle a language, every page drawn as HTML, each file compressed ahead. And what else can be
// done once instead of at each start.
// `--if-stale` does nothing when dist/ was built from these very sources.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { COMPILE_CACHE } from '../server/compile-cache.js'
import { changedFigures } from '../server/platform/policy.ts'
import { readPolicyChanges } from '../server/platform/policy-changes.ts'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')
const stampFile = join(dist, 'web', '.stamp')

const { problems } = readPolicyChanges(process.env.POLICY_FIGURES)
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
/** The pages tell them: the server looks whether they are its own (server/pages.ts). */
const figures = JSON.stringify(changedFigures(process.env.POLICY_FIGURES))

/** One hash over everything that decides what the build gives. */
function sourcesStamp(): string {
  const files = readdirSync(join(root, 'web'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
  const others = [
    'scripts/build.ts',
    'scripts/build-pages.ts',
    'scripts/help-sources.ts',
    'vite.config.ts',
    'server/platform/policy.ts',
    'server/platform/policy-changes.ts',
    'server/recovery-key/schema.ts',
    'server/help/search.ts',
    'package.json',
  ]
  const hash = createHash('sha256').update(figures)
  for (const file of [...files, ...others.map((name) => join(root, name))].sort()) {
    const content = readFileSync(file)
    hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

function canBuild(): boolean {
  try {
    createRequire(import.meta.url).resolve('vite')
    return true
  } catch {
    return false
  }
}

const stamp = sourcesStamp()
const built = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined
const isWanted = !process.argv.includes('--if-stale') || built !== stamp

if (isWanted && canBuild()) {
  // Built beside and swapped in at the end: a build that fails or is stopped leaves the old pages whole.
  const fresh = join(dist, `.web-${process.pid}`)
  const started = performance.now()
  try {
    mkdirSync(fresh, { recursive: true })
    cpSync(join(root, 'web', 'public'), fresh, { recursive: true })
    const { buildPages } = await import('./build-pages.ts')
    await buildPages(fresh, join(dist, `.drawing-${process.pid}`))
    writeFileSync(join(fresh, '.stamp'), stamp)
    writeFileSync(join(fresh, '.figures'), figures)
    rmSync(join(dist, 'web'), { recursive: true, force: true })
    renameSync(fresh, join(dist, 'web'))
    console.log(`Built the pages in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
} else if (isWanted && !built) {
  console.error('The pages are not built and the tools to build them are missing: run npm ci (with devDependencies).')
  process.exitCode = 1
}

// Whose network an address is in: made once from data that changes with its package alone.
const networks = join(dist, 'networks.bin')
if (!process.argv.includes('--if-stale') || !existsSync(networks) || isOlder(networks)) {
  if (networkData()) await (await import('./build-networks.ts')).buildNetworks(networks)
}

// Once for each installation; what changes afterwards is compiled when it is met.
if (!existsSync(COMPILE_CACHE))
  spawnSync(process.execPath, [join(root, 'scripts', 'compile-ahead.ts')], { stdio: 'inherit' })

function networkData(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@ip-location-db/asn/package.json')
  } catch {
    return undefined // installed without what only a build needs: a server without the table knows no networks' names
  }
}

function isOlder(file: string): boolean {
  const source = [join(root, 'package-lock.json'), join(root, 'scripts', 'build-networks.ts')]
  return source.some((each) => existsSync(each) && statSync(each).mtimeMs > statSync(file).mtimeMs)
}
