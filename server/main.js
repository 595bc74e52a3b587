// @ts-check
// The program's entry, in JavaScript: compiled code that is kept between starts is asked for here, and a TypeScript file read
// before that would bring what takes types out with it, 19 MB and 80 ms for nothing.
import { enableCompileCache } from 'node:module'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { COMPILE_CACHE } from './compile-cache.js'

enableCompileCache(COMPILE_CACHE)
// Left to itself, V8 lets garbage double what it holds before it looks through all of it. Under load that is 80 MB for nothing.
setFlagsFromString('--heap-growing-percent=30')
// What a start makes stays: a young generation that grew by it would hold on to 14 MB for nothing. It may grow with the load, but
// not to 57 MB: that answers some more session checks a second and holds 40 MB.
setFlagsFromString('--semi-space-growth-factor=1')
const { start } = await import('./start.ts')
await start()
setFlagsFromString('--semi-space-growth-factor=2')
const growing = setInterval(() => {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0
  if (young < 6e6) return
  setFlagsFromString('--semi-space-growth-factor=1')
  clearInterval(growing)
}, 250).unref()
