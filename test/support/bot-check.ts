// Solves bot checks as an app would: the real work, in a fifth of a second.
import { pbkdf2Sync } from 'node:crypto'
import type { BotChallenge } from '../../server/platform/refusals.ts'

/** @returns what is sent as `botCheck` */
export function solve(challenge: BotChallenge): string {
  const { nonce, salt, cost, keyLength, keyPrefix, data } = challenge.parameters
  const password = Buffer.concat([Buffer.from(nonce, 'hex'), Buffer.alloc(4)])
  for (let counter = 0; counter < data.most; counter++) {
    password.writeUInt32BE(counter, password.length - 4)
    const key = pbkdf2Sync(password, Buffer.from(salt, 'hex'), cost, keyLength, 'sha256').toString('hex')
    if (key.startsWith(keyPrefix)) return payload(challenge, { counter, derivedKey: key })
  }
  throw new Error('the challenge has no solution')
}

export const payload = (challenge: object, solution: object): string =>
  Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')

interface Answered {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any
}

/** Asks, and where a bot check is required asks once more with it, as every client does. */
export async function askWithBotCheck<T extends Answered>(
  ask: (body: unknown) => Promise<T>,
  body: unknown,
): Promise<T> {
  const answer = await ask(body)
  if (answer.body?.code !== 'bot_check_required') return answer
  return ask({ ...(body as object), botCheck: solve(answer.body.challenge) })
}
