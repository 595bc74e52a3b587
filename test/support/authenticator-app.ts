// An authenticator app as a person has one: it knows a key and the time, and shows six digits.
import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export interface App {
  /** What it shows, some steps of 30 seconds from now. */
  code(steps?: number): string
  /** What it showed before, which leaves the codes of now and of later for a test: is waited for where it would be too old in a moment. */
  earlier(): Promise<string>
}

const STEP_MS = 30_000
/** Far longer than a call takes. */
const MOMENT_MS = 3_000

/** The key itself, from the text that people type. */
export function keyBytes(secret: string): Buffer {
  const bits = [...secret].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** Written by the RFC and not by our own program, so that both would have to be wrong in the same way. */
export function authenticatorApp(secret: string, now: () => Date): App {
  const key = keyBytes(secret)
  const app: App = {
    code(steps = 0) {
      const step = BigInt(Math.floor(now().getTime() / STEP_MS) + steps)
      const message = Buffer.from(step.toString(16).padStart(16, '0'), 'hex')
      const mac = createHmac('sha1', key).update(message).digest()
      const at = (mac[19] as number) % 16
      const number = mac.subarray(at, at + 4).readInt32BE() & 0x7fffffff
      return (number % 1_000_000).toString().padStart(6, '0')
    },
    async earlier() {
      const left = STEP_MS - (now().getTime() % STEP_MS)
      if (left < MOMENT_MS) await sleep(left)
      return app.code(-1)
    },
  }
  return app
}
