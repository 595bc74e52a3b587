import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, withDatabase } from '../../test/support/database.ts'
import { newId } from '../platform/ids.ts'
import { hashNewPassword, insertPassword } from './set-password.ts'
import { findPasswordChange, verifyPassword } from './verify-password.ts'

const PASSWORD = 'riktig hest batteri stift'

let base: TestDatabase
beforeAll(async () => {
  base = await withDatabase()
})
afterAll(() => base.drop())

async function account(password = PASSWORD): Promise<string> {
  const accountId = newId()
  const hashed = await hashNewPassword(base.deps, password, [])
  await insertPassword(base.deps.db, base.deps, accountId, hashed)
  return accountId
}

const sealedOf = async (accountId: string) =>
  (await base.query<{ sealed: Buffer }>('SELECT sealed FROM passwords WHERE account_id = $1', [accountId]))[0]?.sealed

test('right, wrong, nobody', async () => {
  const accountId = await account()
  expect(await verifyPassword(base.deps, accountId, PASSWORD)).toBe(true)
  expect(await verifyPassword(base.deps, accountId, `${PASSWORD}!`)).toBe(false)
  expect(await verifyPassword(base.deps, newId(), PASSWORD)).toBe(false)
  expect(await verifyPassword(base.deps, undefined, PASSWORD)).toBe(false)
})

test('nobody costs a hash too, by the same figures', async () => {
  const asked: (string | undefined)[] = []
  const hasher = { ...base.deps.hasher, verify: async (phc: string | undefined) => asked.push(phc) < 0 }
  await verifyPassword({ ...base.deps, hasher }, undefined, PASSWORD)
  await verifyPassword({ ...base.deps, hasher }, newId(), PASSWORD)
  expect(asked).toEqual([undefined, undefined])
})

test('the table shows no hash: it is sealed', async () => {
  const sealed = await sealedOf(await account())
  expect(sealed?.includes('argon2')).toBe(false)
})

test('a hash copied to another account proves nothing there', async () => {
  const [mine, theirs] = [await account('min egen lange setning her'), await account()]
  await base.query('UPDATE passwords SET sealed = $2 WHERE account_id = $1', [theirs, await sealedOf(mine)])
  await expect(verifyPassword(base.deps, theirs, 'min egen lange setning her')).rejects.toThrow()
})

test('a hash that was changed in the table proves nothing', async () => {
  const accountId = await account()
  const sealed = (await sealedOf(accountId)) ?? Buffer.alloc(0)
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1
  await base.query('UPDATE passwords SET sealed = $2 WHERE account_id = $1', [accountId, sealed])
  await expect(verifyPassword(base.deps, accountId, PASSWORD)).rejects.toThrow()
})

test('a weaker hash is made anew after a success, unless the password was changed meanwhile', async () => {
  const accountId = await account()
  const before = await sealedOf(accountId)
  const changed = Buffer.from('changed meanwhile')
  const hash = async (password: string) => {
    await base.query('UPDATE passwords SET sealed = $2 WHERE account_id = $1', [accountId, changed])
    return base.deps.hasher.hash(password)
  }
  const outdated = { ...base.deps.hasher, isOutdated: () => true }
  expect(await verifyPassword({ ...base.deps, hasher: { ...outdated, hash } }, accountId, PASSWORD)).toBe(true)
  expect(await sealedOf(accountId)).toEqual(changed)
  await base.query('UPDATE passwords SET sealed = $2 WHERE account_id = $1', [accountId, before])
  expect(await verifyPassword({ ...base.deps, hasher: outdated }, accountId, `${PASSWORD}!`)).toBe(false)
  expect(await sealedOf(accountId)).toEqual(before)
  const changedAt = await findPasswordChange(base.deps, accountId)
  expect(await verifyPassword({ ...base.deps, hasher: outdated }, accountId, PASSWORD)).toBe(true)
  expect(await sealedOf(accountId)).not.toEqual(before)
  expect(await findPasswordChange(base.deps, accountId)).toEqual(changedAt) // the password is the same
})
