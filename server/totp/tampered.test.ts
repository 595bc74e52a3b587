import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Api, newEmail, verdict, withApi } from '../../test/support/api.ts'
import { bindAuthenticator, waitingSignIn } from '../../test/support/authenticator.ts'
import { loadKeys } from '../platform/keys.ts'
import { localRootKey } from '../platform/root-key.ts'

const rootKey = () => Buffer.alloc(32, 7)
let api: Api
beforeAll(async () => {
  api = await withApi({ rootKey: rootKey() })
})
afterAll(() => api.close())

async function bound() {
  const email = newEmail()
  const made = await bindAuthenticator(api, await api.account(email), email)
  api.deps.clock.advance(30)
  const { body } = await api.get('account', made.cookie)
  return { ...made, email, id: body.id as string }
}

const secretOf = async (id: string) => {
  const [row] = await api.query<{ secret_id: string; sealed: Buffer }>(
    'SELECT secret_id, sealed FROM totp_secrets WHERE account_id = $1',
    [id],
  )
  if (!row) throw new Error('no secret')
  return row
}
const put = (id: string, sealed: Buffer) =>
  api.query('UPDATE totp_secrets SET sealed = $2 WHERE account_id = $1', [id, sealed])

const flip = (sealed: Buffer, at: number) => {
  const copy = Buffer.from(sealed)
  copy[at] = (copy[at] as number) ^ 1
  return copy
}

it.each<[string, (mine: Buffer, theirs: Buffer) => Buffer]>([
  ['swapped with another account’s', (_mine, theirs) => theirs],
  ['cut short', (mine) => mine.subarray(0, -1)],
  ['cut to nothing', () => Buffer.alloc(0)],
  ['with a bit of its version flipped', (mine) => flip(mine, 0)],
  ['with a bit of its nonce flipped', (mine) => flip(mine, 8)],
  ['with a bit of its text flipped', (mine) => flip(mine, 20)],
  ['with a bit of its tag flipped', (mine) => flip(mine, mine.length - 1)],
])('a key %s opens for nobody', async (_what, change) => {
  const [mine, theirs] = [await bound(), await bound()]
  await put(mine.id, change((await secretOf(mine.id)).sealed, (await secretOf(theirs.id)).sealed))
  const { flow } = await waitingSignIn(api, mine.email)
  for (const app of [mine.app, theirs.app])
    expect(verdict(await api.post('sign-in/totp', { flow, code: app.code() }))).toBe('500 internal')
  expect((await api.post('sign-in/recovery-key', { flow, phrase: mine.phrase })).body.state).toBe('key')
})

it('a whole row of another account, its id and all, opens nothing either', async () => {
  const [mine, theirs] = [await bound(), await bound()]
  const { secret_id, sealed } = await secretOf(theirs.id)
  await api.query('UPDATE totp_secrets SET secret_id = $2, sealed = $3 WHERE account_id = $1', [
    mine.id,
    secret_id,
    sealed,
  ])
  const { flow } = await waitingSignIn(api, mine.email)
  expect(verdict(await api.post('sign-in/totp', { flow, code: theirs.app.code() }))).toBe('500 internal')
})

it('each raises an alarm; a client’s scribble raises none', async () => {
  const onBroken = vi.fn()
  const keys = await loadKeys(api.deps.db, localRootKey(rootKey()), api.deps.clock, { onBroken })
  const { id } = await bound()
  const { secret_id, sealed } = await secretOf(id)
  expect(keys.open('totp', sealed, ['totp', id, secret_id])).toHaveLength(20)
  expect(() => keys.open('totp', flip(sealed, 20), ['totp', id, secret_id])).toThrow()
  expect(() => keys.open('totp', sealed.subarray(0, 10), ['totp', id, secret_id])).toThrow()
  expect(onBroken.mock.calls).toEqual([['totp'], ['totp']])
  expect(() => keys.openBrought('code', Buffer.from('scribble'), ['flow'])).toThrow()
  const newer = Buffer.from(sealed)
  newer.writeUInt32BE(99, 1)
  expect(() => keys.open('totp', newer, ['totp', id, secret_id])).toThrow('no key 99')
  expect(onBroken).toHaveBeenCalledTimes(2)
  await keys.close()
})
