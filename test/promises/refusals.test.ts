// Every way of saying no is reached by some test: a refusal nobody meets is a rule nobody checks.
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type RefusalCode, refusals } from '../../server/platform/refusals.ts'

const ROOT = join(import.meta.dirname, '..', '..')

const tests = await Array.fromAsync(
  glob('{server,test}/**/*.test.ts', { cwd: ROOT, exclude: ['**/refusals.test.ts', '**/api-description.test.ts'] }),
)
const texts = await Promise.all(tests.map((file) => readFile(join(ROOT, file), 'utf8')))

test.each(Object.entries(refusals).map(([code, { status }]) => [code as RefusalCode, status]))(
  '%s (%i)',
  (code, status) => {
    const expected = [`'${status} ${code}'`, `'${code}'`, `code: '${code}'`]
    expect(texts.some((text) => expected.some((each) => text.includes(each)))).toBe(true)
  },
)

test('each has a status of its kind, and words that end like a sentence', () => {
  for (const { status, title } of Object.values(refusals)) {
    expect([400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 426, 429, 500, 503]).toContain(status)
    expect(title).toMatch(/^[A-Z].*[.]$/)
  }
})
