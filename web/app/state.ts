// What all screens of the app share.
import type { Platform } from '../platform/platform.ts'
import type { Connection, Notice, Standing } from './connection.ts'
import { signal } from './signal.ts'

/** Set before anything is drawn in a browser. */
export const running = {} as { platform: Platform; connection: Connection }

export const standing = signal<Standing>('starting')
export const notice = signal<Notice | undefined>(undefined)
