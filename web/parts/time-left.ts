// Apart from wait.ts, which every page carries.
import { wait } from './wait.ts'

/** What is left of a long wait, to the minute: `30 døgn`, `23 t 12 min`. */
export const left = (seconds: number): string => wait(Math.max(1, Math.ceil(seconds / 60)) * 60)
