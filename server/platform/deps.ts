import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Clock } from './clock.ts'
import type { Db } from './db.ts'
import type { Keys } from './keys.ts'
import type { PasswordHasher } from './password-hasher.ts'

/** What every verb may use; built once in `main.js` and passed first. */
export interface Deps {
  db: Db
  clock: Clock
  keys: Keys
  config: Config
  hasher: PasswordHasher
  log: Logger
}
