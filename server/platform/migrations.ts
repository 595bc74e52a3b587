// The files of migrations/: plain SQL, numbered, forward only.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Migration {
  version: number
  /** The file's name. */
  name: string
  sql: string
  /** SHA-256 in hex: a file that was applied must never change. */
  checksum: string
  /** False for a file that begins with `-- no transaction`: its statements run one by one, each such that it can run again. */
  isTransactional: boolean
}

export const migrationsDir = join(import.meta.dirname, '..', 'migrations')

/** Reads `NNNN-name.sql` in order; parts of the product have runs of numbers of their own. @throws when one repeats */
export async function readMigrations(dir = migrationsDir): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort()
  const numbers = names.map((name) => Number(/^(\d{4})-/.exec(name)?.[1]))
  return Promise.all(
    names.map(async (name, index) => {
      const version = numbers[index] ?? Number.NaN
      if (!(version > (numbers[index - 1] ?? 0))) throw new Error(`migrations/${name} needs a number of its own`)
      const sql = await readFile(join(dir, name), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      return { version, name, sql, checksum, isTransactional: !/^-- no transaction\b/.test(sql) }
    }),
  )
}

/** The statements of a file that runs without a transaction; each ends with a semicolon at the end of a line. */
export function statementsOf(sql: string): string[] {
  const bare = sql.replace(/^\s*--.*$/gm, '').replace(/\s--\s.*$/gm, '')
  return bare
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter(Boolean)
}

/** The name of the index that a statement makes concurrently, if it does. */
export function concurrentIndexOf(statement: string): string | undefined {
  return /^CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?([a-z_][a-z0-9_]*)/i.exec(
    statement,
  )?.[1]
}
