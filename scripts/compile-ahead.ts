// Compiles the server before its first start, into the folder where main.js looks: a process that takes types out itself holds
// 19 MB for it as long as it lives.
import { enableCompileCache, flushCompileCache } from 'node:module'
import { COMPILE_CACHE } from '../server/compile-cache.js'

enableCompileCache(COMPILE_CACHE)
const files = ['start.ts', 'parts.ts', 'platform/embedded-postgres.ts']
await Promise.all(files.map((file) => import(`../server/${file}`)))
flushCompileCache()
process.exit()
