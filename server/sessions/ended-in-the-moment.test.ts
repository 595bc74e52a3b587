// What an owner ends because somebody else has it finishes nothing any more, however late it is ended (promises P10, P14).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proveAddress } from '../../test/support/address-proof.ts'
import { type Answer, type Api, newEmail, newPhone, verdict, withApi } from '../../test/support/api.ts'
import { bindAuthenticator, step, waitingSignIn } from '../../test/support/authenticator.ts'
import { inTheMoment } from '../../test/support/in-the-moment.ts'
import { accountOf, addAddress } from '../../test/support/recovery.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const addressesOf = async (accountId: string) =>
  (await api.query('SELECT identifier_id FROM identifiers WHERE account_id = $1 ORDER BY 1', [accountId])).map((row) =>
    JSON.stringify(row),
  )

async function firstOf(cookie: string): Promise<string> {
  return (await api.get('account', cookie)).body.identifiers[0].id
}

/** Ends every session of the account behind the back of whoever was let in with one. */
const endOf = (accountId: string) => () =>
  api.query('UPDATE sessions SET revoked_at = $2 WHERE account_id = $1', [accountId, api.deps.clock.now()])

describe('a session ended in the very moment', () => {
  it('makes no new phrase: the old one is the account’s', async () => {
    const email = newEmail()
    const { cookie, phrase } = await bindAuthenticator(api, await api.account(email), email)
    const accountId = await accountOf(api, cookie)
    api.deps.clock.advance(60)
    const theirs = await proveAddress(api, cookie, email)
    const made = (await api.post('account/recovery-key', undefined, theirs)).body
    const late = { flow: made.flow, phrase: made.phrase.text }
    const refused = await inTheMoment(api, endOf(accountId), () => step(api, theirs, 'phrase', late))
    expect(verdict(refused)).toBe('401 session_required')
    const { flow } = await waitingSignIn(api, email)
    expect((await api.post('sign-in/recovery-key', { flow, phrase })).body.state).toBe('key')
  })

  it('adds no address', async () => {
    const [email, phone] = [newEmail(), newPhone()]
    const cookie = await api.account(email)
    const accountId = await accountOf(api, cookie)
    const before = await addressesOf(accountId)
    const { flow } = (await api.post('account/identifiers', { identifier: phone }, cookie)).body
    const code = await api.code(phone)
    const finish = () => api.post('account/identifiers/code', { flow, code }, cookie)
    expect(verdict(await inTheMoment(api, endOf(accountId), finish))).toBe('401 session_required')
    expect(await addressesOf(accountId)).toEqual(before)
  })

  it('takes a change of an address neither a step on nor to its end, and removes none', async () => {
    const [email, phone, next] = [newEmail(), newPhone(), newEmail()]
    const cookie = await api.account(email)
    const accountId = await accountOf(api, cookie)
    await addAddress(api, cookie, phone)
    const before = await addressesOf(accountId)
    const id = await firstOf(cookie)
    const prove = (flow: string, code: string) => api.post('account/identifier-changes/code', { flow, code }, cookie)
    const stopped = async (act: () => Promise<Answer>) => {
      expect(verdict(await inTheMoment(api, endOf(accountId), act))).toBe('401 session_required')
      await api.query('UPDATE sessions SET revoked_at = NULL WHERE account_id = $1', [accountId])
    }
    const { flow } = (await api.post(`account/identifiers/${id}/change`, { identifier: next }, cookie)).body
    const code = await api.code(email)
    await stopped(() => prove(flow, code))
    expect(await api.messages(next)).toEqual([])
    expect((await prove(flow, code)).body.state).toBe('new')
    const nextCode = await api.code(next)
    await stopped(() => prove(flow, nextCode))
    const removal = (await api.post(`account/identifiers/${id}/removal`, undefined, cookie)).body
    const removing = await api.code(phone)
    await stopped(() => prove(removal.flow, removing))
    expect(await addressesOf(accountId)).toEqual(before)
  })
})

it('an address given up in the very moment is proven to be nobody’s', async () => {
  const [email, phone, next] = [newEmail(), newPhone(), newEmail()]
  const owner = await api.account(email)
  await addAddress(api, owner, phone)
  const accountId = await accountOf(api, owner)
  const id = await firstOf(owner)
  const sent = (await api.post('step-up/address', { identifierId: id }, owner)).body
  const code = await api.code(email)
  const { flow } = (await api.post(`account/identifiers/${id}/change`, { identifier: next }, owner)).body
  api.deps.clock.advance(61)
  await api.post('account/identifier-changes/other-channel', { flow }, owner)
  const prove = async (to: string) =>
    api.post('account/identifier-changes/code', { flow, code: await api.code(to) }, owner)
  expect((await prove(phone)).body.state).toBe('new')
  const giveUp = async () => expect((await prove(next)).body.state).toBe('done')
  const act = () => api.post('step-up/address/code', { flow: sent.flow, code }, owner)
  expect(verdict(await inTheMoment(api, giveUp, act))).toBe('404 not_found')
  const [row] = await api.query<{ n: number }>(
    'SELECT count(address_proven_at)::int AS n FROM sessions WHERE account_id = $1',
    [accountId],
  )
  expect(row?.n).toBe(0)
})
