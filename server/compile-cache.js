// Where compiled code is kept between starts: in the checkout and not in the shared temporary folder, where somebody else could
// lay code for us to run. JavaScript, because main.js reads it before there is anything that takes types out.
import { join } from 'node:path'

/** Absolute. Node keeps a folder below it for each of its versions, and for each user. */
export const COMPILE_CACHE = join(import.meta.dirname, '..', 'node_modules', '.cache', 'portvakt')
