// The program's entry.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'

// Compiled code is kept between starts: a third less work at start and 20 MB less memory. It is kept in the checkout and
// not in the shared temporary folder, where somebody else could lay code for us to run.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'portvakt'))
// What a start makes stays: a young generation that grew by it would hold on to 14 MB for nothing. It may grow with the load.
setFlagsFromString('--semi-space-growth-factor=1')
await import('./start.ts')
setFlagsFromString('--semi-space-growth-factor=2')
