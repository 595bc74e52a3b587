// The documents point at what is there.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { sessionAnswer } from '../server/sessions/schema.ts'

const root = join(import.meta.dirname, '..')

function documents(): string[] {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  return ['README.md', ...inDocs.filter((file) => file.endsWith('.md')).map((file) => join('docs', file))]
}

/** As GitHub makes them: small letters, spaces as dashes, all other signs dropped. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\- _]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

function brokenLinks(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8').replaceAll(/```[\s\S]*?```/g, '')
  const targets = [
    ...text.matchAll(/\]\(([^)\s]+)\)/g), // [words](target)
    ...text.matchAll(/\b(?:src|href)="([^"]+)"/g),
  ].map(([, target = '']) => target)
  return targets.filter((target) => !/^[a-z]+:/.test(target)).filter((target) => !leadsSomewhere(file, target))
}

function leadsSomewhere(file: string, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const full = path === '' ? join(root, file) : join(root, dirname(file), path)
  if (!existsSync(full)) return false
  return anchor === undefined || anchorsOf(readFileSync(full, 'utf8')).has(anchor)
}

/** Paths of this repository that a document names in backticks, such as `server/app.ts`. */
function missingPaths(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8').replaceAll(/```[\s\S]*?```/g, '')
  const named = [...text.matchAll(/`((?:server|web|test|scripts|bench|docs)\/[\w./-]*\.\w+)`/g)]
  return named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))
}

/**
 * Tests that a document quotes by name, such as `server/app.test.ts`: "refuses what is unknown", "answers the rest". «The same»
 * is the file that was named last.
 */
function missingTests(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const named = text.matchAll(/(?:`([\w./-]+\.(?:test|spec)\.tsx?)`|\bthe same(?=: "))(?:: ("[^"]+"(?:, "[^"]+")*))?/g)
  let path = ''
  const missing: string[] = []
  for (const [, own, quotes = ''] of named) {
    path = own ?? path
    for (const [quote, words = ''] of quotes.matchAll(/"([^"]+)"/g))
      if (!readIfThere(path).includes(words)) missing.push(`${path}: ${quote}`)
  }
  return missing
}

const readIfThere = (path: string) =>
  existsSync(join(root, path)) && path ? readFileSync(join(root, path), 'utf8') : ''

test('every decision is headed by its number and its title', () => {
  const names = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d/.test(name))
  const headed = (name: string) =>
    new RegExp(`^# ${name.slice(0, 4)} [\\p{L}\\p{N}«]`, 'u').test(
      readFileSync(join(root, 'docs/decisions', name), 'utf8'),
    )
  expect(names.filter((name) => !headed(name))).toEqual([])
})

test('every dependency has its reasons in a decision', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const decisions = readdirSync(join(root, 'docs/decisions')).map((name) =>
    readFileSync(join(root, 'docs/decisions', name), 'utf8'),
  )
  const text = decisions.join('\n').toLowerCase()
  // Parts of one thing, and types of another, are decided with it.
  const isTold = (name: string) =>
    /^@types\//.test(name) || text.includes(name) || text.includes(name.replace(/^@([\w-]+)\/.*/, '$1'))
  expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !isTold(name))).toEqual([])
})

test('the sample of a session has every member that a session has', () => {
  const text = readFileSync(join(root, 'docs/integrators.md'), 'utf8')
  const [, sample = ''] = /```json\n(\{\n {2}"account"[\s\S]*?)```/.exec(text) ?? []
  expect(sessionAnswer.parse(JSON.parse(sample))).toEqual(JSON.parse(sample))
})

test.each(documents())('%s links only to what exists', (file) => {
  expect(brokenLinks(file)).toEqual([])
})

test.each(documents())('%s names only files that exist', (file) => {
  expect(missingPaths(file)).toEqual([])
})

test.each(documents())('%s quotes only tests that exist', (file) => {
  expect(missingTests(file)).toEqual([])
})
