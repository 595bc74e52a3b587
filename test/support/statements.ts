import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import type { Statement } from '../../server/platform/db.ts'

const SERVER = join(import.meta.dirname, '..', '..', 'server')

/** Every statement that the product asks of Postgres. */
export async function findStatements(): Promise<Statement<unknown>[]> {
  const files = await Array.fromAsync(glob('**/*queries.ts', { cwd: SERVER }))
  const modules: object[] = await Promise.all(files.sort().map((file) => import(join(SERVER, file))))
  return modules.flatMap((module) =>
    Object.values(module).filter((value) => value && typeof value === 'object' && 'text' in value && 'name' in value),
  )
}
