import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { newId } from '../platform/ids.ts'
import { formatToken, hashSecret, newSecret, parseToken } from './token.ts'

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

test('a token says which row it belongs to, and carries 256 random bits', () => {
  const token = { accountId: newId(), sessionId: newId(), secret: newSecret() }
  const text = formatToken(token)
  expect(text).toMatch(/^[A-Za-z0-9_-]{86}$/)
  expect(parseToken(text)).toEqual(token)
  expect(token.secret).toHaveLength(32)
  expect(new Set(Array.from({ length: 1000 }, () => newSecret().toString('hex'))).size).toBe(1000)
})

test('has one spelling: no other text is the same token', () => {
  const text = formatToken({ accountId: newId(), sessionId: newId(), secret: newSecret() })
  const others = [...BASE64URL].map((last) => text.slice(0, -1) + last).filter((other) => other !== text)
  for (const other of others) {
    const parsed = parseToken(other)
    expect(parsed === undefined || formatToken(parsed) === other).toBe(true)
    expect(parsed?.secret.equals(parseToken(text)?.secret ?? Buffer.alloc(0)) ?? false).toBe(false)
  }
  for (const other of [`${text}=`, ` ${text}`, `${text}\n`, text.replace(/.$/, '+'), text.slice(1), `${text}A`, '']) {
    expect(parseToken(other)).toBeUndefined()
  }
})

test('the database keeps the SHA-256 of the secret alone', () => {
  const secret = newSecret()
  expect(hashSecret(secret)).toEqual(createHash('sha256').update(secret).digest())
})
