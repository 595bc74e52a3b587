// Migrates in a process of its own, which a test may kill: node test/support/migrate-process.ts <url> <folder>
import { migrate } from '../../server/platform/migrate.ts'

const [url = '', dir = ''] = process.argv.slice(2)
console.log(JSON.stringify(await migrate(url, { dir })))
