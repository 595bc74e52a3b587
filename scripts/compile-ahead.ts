// Compiles the server before its first start, into the folder where main.js looks: a process that takes types out itself holds
// 19 MB for it as long as it lives.
import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'portvakt'))
const files = ['start.ts', 'parts.ts', 'platform/embedded-postgres.ts']
await Promise.all(files.map((file) => import(`../server/${file}`)))
flushCompileCache()
process.exit()
