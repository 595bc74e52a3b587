// An authenticator bound without the steps a person goes through: where a test is about what comes after, or stands beside
// running servers with their keys in hand.

import type { Deps } from '../../server/platform/deps.ts'
import { newId } from '../../server/platform/ids.ts'
import { enrolTotp } from '../../server/totp/enrol-totp.ts'
import { newTotpKey, stepAt, toBase32 } from '../../server/totp/totp.ts'
import { type App, authenticatorApp } from './authenticator.ts'

export interface BoundApp extends App {
  /** Six digits that are none of its codes of these minutes. */
  wrong(): string
}

/**
 * Binds a new authenticator, in the place of the one before; no code of it is used yet. Sessions stay as they are: those that
 * were opened by the password alone are still at AAL 1.
 */
export async function bindAtOnce(deps: Pick<Deps, 'db' | 'clock' | 'keys'>, accountId: string): Promise<BoundApp> {
  const key = newTotpKey()
  const app = authenticatorApp(toBase32(key), () => deps.clock.now())
  const step = stepAt(deps.clock.now()) - 10
  await deps.db.transaction((tx) => enrolTotp(tx, deps as Deps, accountId, { secretId: newId(), key, step }))
  return {
    ...app,
    wrong() {
      const right = new Set(Array.from({ length: 40 }, (_, back) => app.code(2 - back)))
      for (let digits = 0; ; digits++) {
        const text = String(digits).padStart(6, '0')
        if (!right.has(text)) return text
      }
    },
  }
}

/** The account that a session cookie or an app's token stands for: its first 16 bytes. */
export function accountOf(token: string): string {
  const hex = Buffer.from(token.replace(/^.*=/, ''), 'base64url').subarray(0, 16).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
