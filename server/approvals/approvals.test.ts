import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import {
  CONTENT,
  type Customer,
  customerOf,
  type Exchange,
  exchangeOf,
  exchangeWith,
  sha256,
  verified,
} from '../../test/support/approvals.ts'
import { accountOf } from '../../test/support/bind-at-once.ts'
import { addPasskey } from '../../test/support/passkeys.ts'
import { createApiKey, rotateApiKey } from '../api-keys/manage-api-keys.ts'
import { addKey, retireKeys } from '../platform/key-store.ts'
import { localRootKey } from '../platform/root-key.ts'
import { signingKey } from '../platform/signing.ts'
import { signProof } from './proof.ts'
import { expireApprovals, sweepApprovals } from './sweep-approvals.ts'

const ROOT_KEY = 'a5'.repeat(32)
let api: Api
let exchange: Exchange
beforeAll(async () => {
  api = await withApi({ rootKey: Buffer.from(ROOT_KEY, 'hex') })
  exchange = await exchangeOf(api)
})
afterAll(() => api.close())

const NOBODY = '00000000-0000-7000-8000-000000000000'
const decline = (id: string, cookie: string) => api.post(`account/approvals/${id}/decline`, {}, cookie)
const eventsOf = async ({ accountId }: Customer) =>
  (await api.query<{ type: string }>('SELECT type FROM events WHERE account_id = $1 ORDER BY event_id', [accountId]))
    .map(({ type }) => type)
    .filter((type) => type.startsWith('account.approval.'))
const stateOf = async (id: string) => (await exchange.read(id)).body.state

/** Asked and approved: what there is to redeem. */
async function approved(who?: Customer) {
  const customer = who ?? (await customerOf(api))
  const { id } = (await exchange.ask(customer.accountId)).body
  expect(verdict(await customer.approve(id))).toBe('200')
  const { proof } = (await exchange.read(id)).body
  return { customer, id, proof, spending: { accountId: customer.accountId, content: CONTENT, proof } }
}

test('asked, looked at, approved with a code, proven by a signature that others can check, and redeemed', async () => {
  const customer = await customerOf(api)
  const asked = await exchange.ask(customer.accountId, { returnTo: '/wallet?withdrawal=7' })
  expect(asked.body).toMatchObject({
    accountId: customer.accountId,
    state: 'pending',
    content: CONTENT,
    askedBy: 'Nordbørs',
    obstacle: null,
  })
  const { id, url, createdAt, expiresAt } = asked.body
  expect(url).toBe(`${api.deps.config.origin}/approve/${id}`)
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(600_000)
  expect(asked.body.proof).toBeUndefined()

  const looked = await customer.look(id)
  expect(looked.body).toMatchObject({
    state: 'pending',
    content: CONTENT,
    askedBy: 'Nordbørs',
    actions: ['approve', 'decline'],
    methods: ['totp'],
    returnTo: '/wallet?withdrawal=7',
  })
  const done = await customer.approve(id)
  expect(done.body).toMatchObject({ state: 'approved', actions: [] })
  expect(JSON.stringify(done.body)).not.toContain('proof')

  const { proof, state } = (await exchange.read(id)).body
  expect(state).toBe('approved')
  const claims = await verified(api, proof)
  expect(claims).toMatchObject({
    iss: api.deps.config.origin,
    aud: 'Nordbørs',
    sub: customer.accountId,
    approval_id: id,
    amr: ['otp'],
    acr: 'aal2',
  })
  expect(claims.exp - claims.iat).toBe(300)
  const canonical =
    '{"address":"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq","amount":"0.5","asset":"BTC","kind":"withdrawal","reference":"Til hytta"}'
  expect(claims.content_sha256).toBe(sha256(canonical))

  const redeemed = await exchange.redeem(id, { accountId: customer.accountId, content: CONTENT, proof }, 'w-7')
  expect(redeemed.body).toMatchObject({ id, state: 'redeemed' })
  expect((await exchange.read(id)).body).toMatchObject({ state: 'redeemed' })
  expect((await exchange.read(id)).body.proof).toBeUndefined()
  expect(await eventsOf(customer)).toEqual(['account.approval.approved'])
  expect(await api.count('activities', `kind = 'approval_given' AND account_id = '${customer.accountId}'`)).toBe(1)
})

describe('asking', () => {
  it('again with the same key is the same approval, once, however many ask; for something else it is refused', async () => {
    const { accountId } = await customerOf(api)
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange.ask(accountId, {}, 'order-1')))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(await api.count('approvals', `account_id = '${accountId}'`)).toBe(1)
    const other = await exchange.ask(accountId, { content: { ...CONTENT, amount: '5' } }, 'order-1')
    expect(verdict(other)).toBe('422 idempotency_key_reused')
    const { accountId: another } = await customerOf(api)
    expect((await exchange.ask(another, {}, 'order-1')).body.id).not.toBe(answers[0]?.body.id)
  })

  it.each<[string, object, string]>([
    ['no amount', { amount: '0' }, 'content.amount'],
    ['nothing in decimals', { amount: '0.00' }, 'content.amount'],
    ['a negative amount', { amount: '-1' }, 'content.amount'],
    ['an amount in scientific form', { amount: '1e3' }, 'content.amount'],
    ['a comma', { amount: '1,5' }, 'content.amount'],
    ['an amount as a number', { amount: 0.5 }, 'content.amount'],
    ['leading noughts', { amount: '007' }, 'content.amount'],
    ['an asset in look-alike letters', { asset: 'ВТС' }, 'content.asset'],
    ['an address with a space', { address: 'bc1q ar0' }, 'content.address'],
    ['an address of look-alikes', { address: 'bс1qar0' }, 'content.address'],
    ['no address', { address: '' }, 'content.address'],
    ['a reference that turns the text around', { reference: 'til \u202Ehytta' }, 'content.reference'],
    ['a reference of two lines', { reference: 'til\nhytta' }, 'content.reference'],
    ['a reference with half a letter', { reference: 'til \uD800' }, 'content.reference'],
    ['another kind of act', { kind: 'deposit' }, 'content.kind'],
    ['a member that nobody would be shown', { fee: '99' }, 'fee'],
  ])('refuses %s', async (_what, part, field) => {
    const { accountId } = await customerOf(api)
    const refused = await exchange.ask(accountId, { content: { ...CONTENT, ...part } })
    expect(verdict(refused)).toBe('400 request_invalid')
    expect(refused.body.fields[0].field).toBe(field)
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'wallet', '/a b'])(
    'leads back to no other origin: %s',
    async (returnTo) => {
      const { accountId } = await customerOf(api)
      expect(verdict(await exchange.ask(accountId, { returnTo }))).toBe('400 request_invalid')
    },
  )

  it('needs an idempotency key, an account that exists, and a key with the scope', async () => {
    const { accountId, cookie } = await customerOf(api)
    const body = { accountId, content: CONTENT }
    const without = await exchange.call('POST', 'approvals', body)
    expect([verdict(without), without.body.fields]).toEqual([
      '400 request_invalid',
      [{ field: 'idempotency-key', code: 'required' }],
    ])
    expect(verdict(await exchange.ask(NOBODY))).toBe('404 not_found')
    const { key } = await createApiKey(api.deps, { name: 'reads', scopes: ['holds:read', 'events:read'], days: 1 })
    const headers = { authorization: `Bearer ${key}`, 'idempotency-key': 'k' }
    expect(verdict(await api.call('POST', 'approvals', body, { headers }))).toBe('403 api_key_out_of_scope')
    expect(verdict(await api.post('approvals', body, cookie))).toBe('401 api_key_required')
  })

  it('says what stands in the way', async () => {
    const { accountId } = await customerOf(api)
    await api.query("UPDATE accounts SET factors = '{}' WHERE account_id = $1", [accountId])
    expect((await exchange.ask(accountId)).body.obstacle).toBe('no_factor')
  })

  it('keeps nothing readable: the database has neither address nor amount nor proof', async () => {
    const { id, proof } = await approved()
    const rows = JSON.stringify(await api.query('SELECT * FROM approvals'))
    const hex = (text: string) => Buffer.from(text).toString('hex')
    for (const secret of [CONTENT.address, CONTENT.reference, proof, id])
      for (const form of [secret, hex(secret)]) expect(rows.includes(form)).toBe(false)
  })
})

describe('approving', () => {
  it('needs a code of its own, however fresh the session', async () => {
    const { cookie, app, accountId } = await customerOf(api)
    const fresh = (await api.post('step-up/totp', { code: app.code() }, cookie)).cookie ?? ''
    const { id } = (await exchange.ask(accountId)).body
    expect(verdict(await api.post(`account/approvals/${id}/totp`, {}, fresh))).toBe('400 request_invalid')
    // The code that made the session fresh is used up.
    expect(verdict(await api.post(`account/approvals/${id}/totp`, { code: app.code() }, fresh))).toBe('422 totp_used')
    expect(await stateOf(id)).toBe('pending')
    expect(verdict(await api.post(`account/approvals/${id}/totp`, { code: app.code(1) }, fresh))).toBe('200')
  })

  it('makes the session no fresher for anything else', async () => {
    const { customer } = await approved()
    const act = await api.post('account/identifiers', { identifier: newPhone() }, customer.cookie)
    expect(verdict(act)).toBe('401 step_up_required')
  })

  it('takes one code for one act: of two at once one is approved, and of one act sent many times once', async () => {
    const customer = await customerOf(api)
    const ids: string[] = []
    for (let at = 0; at < 2; at++) ids.push((await exchange.ask(customer.accountId)).body.id)
    const answers = await Promise.all(ids.map((id) => customer.approve(id)))
    expect(answers.map(verdict).sort()).toEqual(['200', '422 totp_used'])
    const open = ids[answers.findIndex(({ status }) => status !== 200)] ?? ''
    const many = await Promise.all(Array.from({ length: 6 }, () => customer.approve(open, 1)))
    expect(many.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await eventsOf(customer)).toHaveLength(2)
  })

  type Case = [what: string, work: (who: Customer, id: string) => Promise<unknown>, refusal: string, left?: string]
  it.each<Case>([
    ['a wrong code', async () => {}, '422 totp_wrong', 'pending'],
    ['after it was declined', (who, id) => decline(id, who.cookie), '409 wrong_state', 'declined'],
    ['after it was approved', (who, id) => who.approve(id), '409 wrong_state', 'approved'],
    ['after its ten minutes', async () => api.deps.clock.advance(601), '409 wrong_state', 'expired'],
    [
      'while withdrawals are on hold',
      (who) => api.query(HOLD, [who.accountId, api.deps.clock.now()]),
      '409 withdrawals_on_hold',
      'pending',
    ],
    [
      'without anything bound',
      (who) => api.query("UPDATE accounts SET factors = '{}' WHERE account_id = $1", [who.accountId]),
      '409 factor_required',
      'pending',
    ],
    [
      'on a frozen account, even with a session that lived on',
      (who) => api.query('UPDATE accounts SET frozen_at = now() WHERE account_id = $1', [who.accountId]),
      '403 account_frozen',
      'pending',
    ],
    [
      'when frozen by its owner',
      (who) => api.post('account/freeze', {}, who.cookie),
      '401 session_required',
      'pending',
    ],
    [
      'in a session that was ended',
      (who) => api.call('DELETE', 'session', undefined, { headers: { cookie: who.cookie } }),
      '401 session_required',
      'pending',
    ],
  ])('refuses %s', async (what, work, refusal, left) => {
    const customer = await customerOf(api)
    const { id } = (await exchange.ask(customer.accountId)).body
    await work(customer, id)
    const code = what === 'a wrong code' ? customer.app.wrong() : customer.app.code(1)
    const refused = await api.post(`account/approvals/${id}/totp`, { code }, customer.cookie)
    expect(verdict(refused)).toBe(refusal)
    expect(await stateOf(id)).toBe(left)
    if (refusal.endsWith('wrong_state')) expect(refused.body.state).toBe(left)
    // What could not be approved has used up no code.
    const [row] = await api.query<{ last_step: string }>('SELECT last_step FROM totp_secrets WHERE account_id = $1', [
      customer.accountId,
    ])
    const now = Math.floor(api.deps.clock.now().getTime() / 30_000)
    if (left !== 'approved') expect(Number(row?.last_step)).toBeLessThan(now - 1)
  })

  const HOLD = `INSERT INTO holds (account_id, hold_id, reason, started_at, ends_at)
    VALUES ($1, gen_random_uuid(), 'password_changed', $2, $2::timestamptz + interval '24 hours')`

  it.each([
    ['a hold', HOLD, '409 withdrawals_on_hold'],
    ['a freeze', 'UPDATE accounts SET frozen_at = $2 WHERE account_id = $1', '403 account_frozen'],
    ['the end of the session', 'UPDATE sessions SET revoked_at = $2 WHERE account_id = $1', '401 session_required'],
    [
      'a change of credentials',
      'UPDATE accounts SET credential_version = 2 + extract(epoch FROM $2::timestamptz)::int % 2 WHERE account_id = $1',
      '401 session_required',
    ],
  ])('%s in the very moment stops it: all is asked again under the account’s lock', async (_what, change, refusal) => {
    const customer = await customerOf(api)
    const { id } = (await exchange.ask(customer.accountId)).body
    const { open } = api.deps.keys
    // The last thing before the transaction is a look at the key: the change comes just then.
    let changing: Promise<unknown> | undefined
    api.deps.keys.open = (purpose, ...rest) => {
      if (purpose === 'totp') changing = api.query(change, [customer.accountId, api.deps.clock.now()])
      return open(purpose, ...rest)
    }
    const { transaction } = api.deps.db
    api.deps.db.transaction = async (work) => {
      await changing
      return transaction(work)
    }
    const refused = await customer.approve(id)
    Object.assign(api.deps.keys, { open })
    Object.assign(api.deps.db, { transaction })
    expect(verdict(refused)).toBe(refusal)
    expect(await stateOf(id)).toBe('pending')
  })

  it('somebody else’s is as if it were not there, and so is one that never was', async () => {
    const [mine, theirs] = [await customerOf(api), await customerOf(api)]
    const { id } = (await exchange.ask(theirs.accountId)).body
    const none = Buffer.concat([Buffer.from(id, 'base64url').subarray(0, 16), Buffer.alloc(16)]).toString('base64url')
    for (const each of [id, none]) {
      expect(verdict(await mine.look(each))).toBe('404 not_found')
      expect(verdict(await mine.approve(each))).toBe('404 not_found')
      expect(verdict(await decline(each, mine.cookie))).toBe('404 not_found')
    }
    expect(verdict(await theirs.look(none))).toBe('404 not_found')
    expect(verdict(await api.get(`account/approvals/${id}`))).toBe('401 session_required')
    expect(verdict(await api.get('account/approvals/x', mine.cookie))).toBe('400 request_invalid')
  })

  it('of another account with its own code, the content moved into it by somebody with SQL, does not open', async () => {
    const [mine, theirs] = [await customerOf(api), await customerOf(api)]
    const a = (await exchange.ask(mine.accountId)).body
    await exchange.ask(theirs.accountId, { content: { ...CONTENT, address: 'thief' } })
    await api.query(
      'UPDATE approvals SET sealed = (SELECT sealed FROM approvals WHERE account_id = $1) WHERE account_id = $2',
      [theirs.accountId, mine.accountId],
    )
    expect(verdict(await mine.look(a.id))).toBe('500 internal')
    expect(verdict(await mine.approve(a.id))).toBe('500 internal')
  })

  it('of one account, the content of another approval of it moved into this one, does not open: nobody approves what they did not see', async () => {
    const who = await customerOf(api)
    const [mine, moved] = [(await exchange.ask(who.accountId)).body, { ...CONTENT, address: 'thief' }]
    await exchange.ask(who.accountId, { content: moved })
    await api.query(
      `UPDATE approvals a SET sealed = b.sealed FROM approvals b
       WHERE a.account_id = $1 AND b.account_id = $1 AND a.approval_id <> b.approval_id`,
      [who.accountId],
    )
    expect(verdict(await who.look(mine.id))).toBe('500 internal')
    expect(verdict(await who.approve(mine.id))).toBe('500 internal')
  })

  it('a fifth wrong code in a row ends the session, and its owner is told; a right one in between begins anew', async () => {
    const customer = await customerOf(api)
    const wrong = async (id: string) =>
      verdict(await api.post(`account/approvals/${id}/totp`, { code: customer.app.wrong() }, customer.cookie))
    const [one, two] = [await exchange.ask(customer.accountId), await exchange.ask(customer.accountId)]
    for (let at = 0; at < 4; at++) expect(await wrong(one.body.id)).toBe('422 totp_wrong')
    expect(verdict(await customer.approve(one.body.id))).toBe('200')
    for (let at = 0; at < 4; at++) expect(await wrong(two.body.id)).toBe('422 totp_wrong')
    await sleep(250)
    expect(verdict(await customer.look(two.body.id))).toBe('200')
    expect(await wrong(two.body.id)).toBe('422 totp_wrong')
    expect((await api.messages(customer.email))[0]?.text).toContain('Enheten er logget ut.')
    await sleep(250)
    expect(verdict(await customer.look(two.body.id))).toBe('401 session_required')
  })

  it('a failure of ours uses up neither code nor approval', async () => {
    const customer = await customerOf(api)
    const { id } = (await exchange.ask(customer.accountId)).body
    await api.query('ALTER TABLE activities RENAME TO activities_away')
    expect(verdict(await customer.approve(id))).toBe('500 internal')
    await api.query('ALTER TABLE activities_away RENAME TO activities')
    expect(verdict(await customer.approve(id))).toBe('200')
  })
})

describe('saying no', () => {
  it('ends it, for good, and is told; said twice it stays said', async () => {
    const customer = await customerOf(api)
    const { id } = (await exchange.ask(customer.accountId)).body
    for (let at = 0; at < 2; at++)
      expect((await decline(id, customer.cookie)).body).toMatchObject({ state: 'declined', actions: [] })
    expect(await eventsOf(customer)).toEqual(['account.approval.declined'])
    expect(await api.count('activities', `kind = 'approval_declined' AND account_id = '${customer.accountId}'`)).toBe(1)
  })

  it('comes too late for what is approved: freezing is the way then', async () => {
    const { customer, id, spending } = await approved()
    expect(verdict(await decline(id, customer.cookie))).toBe('409 wrong_state')
    await api.post('account/freeze', {}, customer.cookie)
    expect(verdict(await exchange.redeem(id, spending))).toBe('409 approval_void')
  })
})

describe('redeeming', () => {
  it('once: with the same key the same answer, with another none', async () => {
    const { id, spending } = await approved()
    const first = await exchange.redeem(id, spending, 'w-1')
    api.deps.clock.advance(400)
    const again = await exchange.redeem(id, spending, 'w-1')
    expect([again.status, again.body]).toEqual([200, first.body])
    expect(verdict(await exchange.redeem(id, spending, 'w-2'))).toBe('409 approval_spent')
  })

  it('many at once: one', async () => {
    const { id, spending } = await approved()
    const answers = await Promise.all(Array.from({ length: 10 }, () => exchange.redeem(id, spending)))
    expect(answers.map(verdict).sort()).toEqual(['200', ...Array(9).fill('409 approval_spent')])
  })

  it.each<[string, (it: Awaited<ReturnType<typeof approved>>) => Promise<object> | object, string]>([
    ['another amount', () => ({ content: { ...CONTENT, amount: '5' } }), '422 content_differs'],
    ['another address', () => ({ content: { ...CONTENT, address: 'bc1qthief' } }), '422 content_differs'],
    ['no reference', () => ({ content: { ...CONTENT, reference: undefined } }), '422 content_differs'],
    ['another network', () => ({ content: { ...CONTENT, network: 'Lightning' } }), '422 content_differs'],
    ['another account', async () => ({ accountId: (await customerOf(api)).accountId }), '422 content_differs'],
    [
      'the proof of another approval of the account',
      async ({ customer }) => {
        const { id } = (await exchange.ask(customer.accountId)).body
        await customer.approve(id, 1)
        return { proof: (await exchange.read(id)).body.proof }
      },
      '422 proof_wrong',
    ],
    ['the proof of another account', async () => ({ proof: (await approved()).proof }), '422 proof_wrong'],
    ['a signature with one bit changed', ({ proof }) => ({ proof: flipped(proof, 2) }), '422 proof_wrong'],
    ['claims with one bit changed', ({ proof }) => ({ proof: flipped(proof, 1) }), '422 proof_wrong'],
    ['a proof signed by a key that is not ours', ({ proof }) => ({ proof: resigned(proof) }), '422 proof_wrong'],
    ['the same under our key’s name', ({ proof }) => ({ proof: resigned(proof, true) }), '422 proof_wrong'],
    ['a proof without a method', ({ proof }) => ({ proof: withHeader(proof, { alg: 'none' }) }), '422 proof_wrong'],
    [
      'a proof by our public key as a secret',
      ({ proof }) => ({ proof: withHeader(proof, { alg: 'HS256' }) }),
      '422 proof_wrong',
    ],
    ['a token of another type', ({ proof }) => ({ proof: withHeader(proof, { typ: 'JWT' }) }), '422 proof_wrong'],
    ['something that is none', () => ({ proof: 'a.b.c' }), '400 request_invalid'],
  ])('refuses %s, and the approval is as good as before', async (_what, change, refusal) => {
    const given = await approved()
    const refused = await exchange.redeem(given.id, { ...given.spending, ...(await change(given)) })
    expect(verdict(refused)).toBe(refusal)
    expect(verdict(await exchange.redeem(given.id, given.spending))).toBe('200')
  })

  it.each<[string, (it: Awaited<ReturnType<typeof approved>>) => Promise<unknown>]>([
    ['the account was frozen', ({ customer }) => api.post('account/freeze', {}, customer.cookie)],
    [
      'the session that gave it was ended',
      ({ customer }) => api.call('DELETE', 'session', undefined, { headers: { cookie: customer.cookie } }),
    ],
    ['the password was changed', changePassword],
    [
      'an address was added, and withdrawals pause',
      async ({ customer }) => {
        const phone = newPhone()
        const { cookie } = await api.post('step-up/totp', { code: customer.app.code(1) }, customer.cookie)
        const { flow } = (await api.post('account/identifiers', { identifier: phone }, cookie)).body
        await api.post('account/identifiers/code', { flow, code: await api.code(phone) }, cookie)
      },
    ],
    [
      'the authenticator was removed',
      ({ customer }) => api.query("UPDATE accounts SET factors = '{}' WHERE account_id = $1", [customer.accountId]),
    ],
    [
      'the credentials changed in any other way',
      ({ customer }) =>
        api.query('UPDATE accounts SET credential_version = credential_version + 1 WHERE account_id = $1', [
          customer.accountId,
        ]),
    ],
    [
      'the same session went on under other credentials',
      async ({ customer }) => {
        for (const table of ['accounts', 'sessions'])
          await api.query(`UPDATE ${table} SET credential_version = credential_version + 1 WHERE account_id = $1`, [
            customer.accountId,
          ])
      },
    ],
  ])('is void once %s', async (_what, change) => {
    const given = await approved()
    await change(given)
    expect(verdict(await exchange.redeem(given.id, given.spending))).toBe('409 approval_void')
  })

  async function changePassword({ customer }: { customer: Customer }) {
    const { cookie } = await api.post('step-up/totp', { code: customer.app.code(1) }, customer.cookie)
    const next = 'en helt annen setning'
    const changed = await api.post('account/password', { current: PASSWORD, password: next, repeat: next }, cookie)
    expect(changed.status).toBe(200)
  }

  it('a step-up of the same session does it no harm: the session is the same', async () => {
    const { customer, id, spending } = await approved()
    await api.post('step-up/password', { password: PASSWORD }, customer.cookie)
    expect(verdict(await exchange.redeem(id, spending))).toBe('200')
  })

  it('refuses what is pending, declined or past its five minutes', async () => {
    const given = await approved()
    for (const state of ['pending', 'declined'] as const) {
      const { id } = (await exchange.ask(given.customer.accountId)).body
      if (state === 'declined') await decline(id, given.customer.cookie)
      // There is no proof of it: the one of another is none.
      expect(verdict(await exchange.redeem(id, given.spending))).toBe('422 proof_wrong')
    }
    api.deps.clock.advance(301)
    const late = await exchange.redeem(given.id, given.spending)
    expect([verdict(late), late.body.state]).toEqual(['409 wrong_state', 'expired'])
    expect((await exchange.read(given.id)).body).toMatchObject({ state: 'expired' })
    expect((await exchange.read(given.id)).body.proof).toBeUndefined()
  })

  it('a proof outlives the rotation of its key, as long as the key is not destroyed', async () => {
    const before = await approved()
    const jwks = async () => (await api.call('GET', '/.well-known/jwks.json')).body.keys
    const [old] = await jwks()
    const root = localRootKey(Buffer.from(ROOT_KEY, 'hex'))
    const { db, clock, keys } = api.deps
    const next = { purpose: 'approval' as const, kid: 2, activeFrom: new Date(clock.now().getTime() + 10_000) }
    await addKey(db, root, clock, next)
    await keys.reload()
    expect(await jwks()).toHaveLength(2) // known to all before it signs
    expect((await jwks())[0]).toEqual(old)
    clock.advance(11)
    await retireKeys(db, 'approval', 2, new Date(clock.now().getTime() + 25 * 3_600_000))
    await keys.reload()
    const after = await approved()
    const kidOf = (proof: string) => JSON.parse(Buffer.from(proof.split('.')[0] ?? '', 'base64url').toString()).kid
    expect(kidOf(after.proof)).not.toBe(kidOf(before.proof))
    for (const { id, proof, spending } of [before, after]) {
      expect(await verified(api, proof)).toMatchObject({ approval_id: id })
      expect(verdict(await exchange.redeem(id, spending))).toBe('200')
    }
    clock.advance(26 * 3600)
    await keys.reload()
    await keys.reload()
    expect((await jwks()).map(({ kid }: { kid: string }) => kid)).toEqual([kidOf(after.proof)])
  })
})

describe('what one program asked belongs to it', () => {
  it('the same idempotency key from two programs is two approvals, and each gets its own again', async () => {
    const [customer, other] = [await customerOf(api), await exchangeOf(api, 'Annet program')]
    const ask = async (program: Exchange) => (await program.ask(customer.accountId, {}, 'order-1')).body
    const answers = await Promise.all([exchange, other, exchange, other, exchange, other].map(ask))
    for (const program of [exchange, other]) answers.push(await ask(program))
    const byProgram = Object.groupBy(answers, ({ askedBy }) => askedBy)
    const ids = ['Nordbørs', 'Annet program'].map((name) => new Set(byProgram[name]?.map(({ id }) => id)))
    expect(ids.map(({ size }) => size)).toEqual([1, 1])
    expect(await api.count('approvals', `account_id = '${customer.accountId}'`)).toBe(2)
    const more = await other.ask(customer.accountId, { content: { ...CONTENT, amount: '5' } }, 'order-1')
    expect(verdict(more)).toBe('422 idempotency_key_reused')
  })

  it('refuses to show it to another program, and to redeem it there, and it is as good as before', async () => {
    const other = await exchangeOf(api, 'Annet program')
    const { id, spending } = await approved()
    const read = await other.read(id)
    expect([verdict(read), read.body.content, read.body.proof]).toEqual([
      '403 approval_of_another',
      undefined,
      undefined,
    ])
    expect(verdict(await other.redeem(id, spending, 'w-1'))).toBe('403 approval_of_another')
    expect(verdict(await exchange.redeem(id, spending, 'w-1'))).toBe('200')
    expect(verdict(await other.redeem(id, spending, 'w-1'))).toBe('403 approval_of_another')
  })

  it('takes the proof of no program but the one it was signed for, whatever somebody with SQL wrote beside it', async () => {
    const other = await exchangeOf(api, 'Annet program')
    const { customer, id, spending } = await approved()
    await api.query("UPDATE approvals SET asked_by = 'Annet program' WHERE account_id = $1", [customer.accountId])
    expect(verdict(await other.redeem(id, spending))).toBe('422 proof_wrong')
  })

  it('a rotated key is the same program: it asks again, reads and redeems what was asked with the old one', async () => {
    const made = await createApiKey(api.deps, { name: 'Roterer', scopes: ['approvals:write'], days: 30 })
    const before = exchangeWith(api, made.key)
    const customer = await customerOf(api)
    const { id } = (await before.ask(customer.accountId, {}, 'order-1')).body
    const after = exchangeWith(api, (await rotateApiKey(api.deps, made.keyId, 30))?.key ?? '')
    expect((await after.ask(customer.accountId, {}, 'order-1')).body.id).toBe(id)
    await customer.approve(id)
    const { proof } = (await after.read(id)).body
    expect(await verified(api, proof)).toMatchObject({ aud: 'Roterer' })
    const spending = { accountId: customer.accountId, content: CONTENT, proof }
    const first = await before.redeem(id, spending, 'w-1')
    expect((await after.redeem(id, spending, 'w-1')).body).toEqual(first.body)
  })

  // While both run, one asks again what the other was asked: one approval, not two of one act.
  it('a server of the version before finds what this one was asked, and this one what that one was', async () => {
    const { accountId } = await customerOf(api)
    const { id } = (await exchange.ask(accountId, {}, 'order-1')).body
    const theirs = createHash('sha256').update('order-1').digest()
    const found = await api.query('SELECT asked_by FROM approvals WHERE account_id = $1 AND request_hash = $2', [
      accountId,
      theirs,
    ])
    expect(found).toEqual([{ asked_by: 'Nordbørs' }])
    expect((await exchange.ask(accountId, {}, 'order-1')).body.id).toBe(id)
  })
})

describe('approving with a passkey', () => {
  /** Somebody whose only factor is a passkey, and no hold. */
  async function passkeyCustomer() {
    const { cookie, passkey } = await addPasskey(api, await api.account(newEmail()))
    const accountId = accountOf(cookie)
    await api.query('DELETE FROM holds WHERE account_id = $1', [accountId])
    const ask = async (): Promise<string> => (await exchange.ask(accountId)).body.id
    return { accountId, cookie, passkey, ask }
  }
  const options = (id: string, cookie: string) => api.post(`account/approvals/${id}/passkey/options`, undefined, cookie)
  const answer = (id: string, cookie: string, credential: object) =>
    api.post(`account/approvals/${id}/passkey`, { credential }, cookie)

  it('signs for the act: proven, redeemed, and the session is no fresher for anything else', async () => {
    const { accountId, cookie, passkey, ask } = await passkeyCustomer()
    const id = await ask()
    expect((await api.get(`account/approvals/${id}`, cookie)).body).toMatchObject({
      actions: ['approve', 'decline'],
      methods: ['passkey'],
      obstacle: null,
    })
    const done = await answer(id, cookie, passkey.get((await options(id, cookie)).body))
    expect(done.body).toMatchObject({ state: 'approved', actions: [] })
    const { proof } = (await exchange.read(id)).body
    expect(await verified(api, proof)).toMatchObject({ approval_id: id, amr: ['hwk'], acr: 'aal2' })
    expect(verdict(await exchange.redeem(id, { accountId, content: CONTENT, proof }))).toBe('200')
    api.deps.clock.advance(301)
    const act = await api.post('account/identifiers', { identifier: newPhone() }, cookie)
    expect(verdict(act)).toBe('401 step_up_required')
  })

  type Misuse = [
    what: string,
    credential: (who: Awaited<ReturnType<typeof passkeyCustomer>>, id: string) => Promise<object>,
    refusal: string,
  ]
  it.each<Misuse>([
    [
      'signed for another act',
      async ({ passkey, cookie, ask }) => passkey.get((await options(await ask(), cookie)).body),
      '422 passkey_wrong',
    ],
    [
      'signed for a step-up',
      async ({ passkey, cookie }) => passkey.get((await api.post('step-up/passkey/options', undefined, cookie)).body),
      '422 passkey_wrong',
    ],
    [
      'signed for a sign-in',
      async ({ passkey }) => passkey.get((await api.post('sign-in/passkey/options', {})).body),
      '422 passkey_wrong',
    ],
    [
      'signed in another session of the same person',
      async ({ passkey }, id) => {
        const signIn = passkey.get((await api.post('sign-in/passkey/options', {})).body)
        const { cookie = '' } = await api.post('sign-in/passkey', { credential: signIn })
        return passkey.get((await options(id, cookie)).body)
      },
      '422 passkey_wrong',
    ],
    [
      'of somebody else',
      async ({ cookie }, id) => (await passkeyCustomer()).passkey.get((await options(id, cookie)).body),
      '422 passkey_wrong',
    ],
    [
      'without its user being verified',
      async ({ passkey, cookie }, id) =>
        passkey.get((await options(id, cookie)).body, { flags: { up: true, uv: false, be: false, bs: false } }),
      '422 passkey_wrong',
    ],
    [
      'used a moment ago',
      async ({ passkey, cookie, ask }, id) => {
        const credential = passkey.get((await options(id, cookie)).body)
        expect(verdict(await answer(await ask(), cookie, credential))).toBe('422 passkey_wrong')
        expect(verdict(await answer(id, cookie, credential))).toBe('200')
        return credential
      },
      '409 wrong_state',
    ],
  ])('refuses an answer %s', async (what, credentialOf, refusal) => {
    const who = await passkeyCustomer()
    const id = await who.ask()
    const credential = await credentialOf(who, id)
    expect(verdict(await answer(id, who.cookie, credential))).toBe(refusal)
    expect(await stateOf(id)).toBe(what === 'used a moment ago' ? 'approved' : 'pending')
  })

  it('is asked of nobody for what cannot be approved', async () => {
    const { cookie, ask } = await passkeyCustomer()
    const declined = await ask()
    await decline(declined, cookie)
    expect(verdict(await options(declined, cookie))).toBe('409 wrong_state')
    const other = await passkeyCustomer()
    expect(verdict(await options(await other.ask(), cookie))).toBe('404 not_found')
    const { cookie: withCode, accountId } = await customerOf(api)
    const { id } = (await exchange.ask(accountId)).body
    expect(verdict(await options(id, withCode))).toBe('409 passkey_not_enrolled')
  })

  it('of one answer sent many times, one counts', async () => {
    const { cookie, passkey, ask } = await passkeyCustomer()
    const id = await ask()
    const credential = passkey.get((await options(id, cookie)).body)
    const answers = await Promise.all(Array.from({ length: 8 }, () => answer(id, cookie, credential)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await api.count('activities', `kind = 'approval_given' AND account_id = '${accountOf(cookie)}'`)).toBe(1)
  })
})

describe('time', () => {
  it('ends what is pending or approved, and tells once; what is decided stays', async () => {
    const customer = await customerOf(api)
    const ask = async () => (await exchange.ask(customer.accountId)).body.id
    const [pending, declined, given] = [await ask(), await ask(), await ask()]
    await decline(declined, customer.cookie)
    await customer.approve(given)
    await expireApprovals(api.deps)
    expect(await eventsOf(customer)).toEqual(['account.approval.declined', 'account.approval.approved'])
    api.deps.clock.advance(601)
    await Promise.all([expireApprovals(api.deps), expireApprovals(api.deps)])
    expect((await eventsOf(customer)).slice(2)).toEqual(['account.approval.expired', 'account.approval.expired'])
    expect(await Promise.all([pending, declined, given].map(stateOf))).toEqual(['expired', 'declined', 'expired'])
    expect(await sweepApprovals(api.deps)).toBe(0)
    api.deps.clock.advance(7 * 24 * 3600)
    expect(await sweepApprovals(api.deps)).toBeGreaterThan(2)
    expect(await api.count('approvals')).toBe(0)
  })

  it('is the exchange’s to choose, between a minute and an hour', async () => {
    const { accountId } = await customerOf(api)
    const { createdAt, expiresAt } = (await exchange.ask(accountId, { expiresInSeconds: 60 })).body
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(60_000)
    for (const expiresInSeconds of [59, 3601, 90.5])
      expect(verdict(await exchange.ask(accountId, { expiresInSeconds }))).toBe('400 request_invalid')
  })
})

/** The proof with the first bit of one of its parts changed. */
function flipped(proof: string, part: number): string {
  const parts = proof.split('.')
  const bytes = Buffer.from(parts[part] ?? '', 'base64url')
  bytes[20] = (bytes[20] ?? 0) ^ 1
  parts[part] = bytes.toString('base64url')
  return parts.join('.')
}

function resigned(proof: string, asOurs = false): string {
  const key = signingKey(Buffer.alloc(32, 7))
  const [head = '', body = ''] = proof.split('.')
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString())
  const named = asOurs ? { ...key, public: { ...key.public, kid } } : key
  return signProof(named, JSON.parse(Buffer.from(body, 'base64url').toString()))
}

function withHeader(proof: string, change: object): string {
  const [head = '', ...rest] = proof.split('.')
  const header = { ...JSON.parse(Buffer.from(head, 'base64url').toString()), ...change }
  return [Buffer.from(JSON.stringify(header)).toString('base64url'), ...rest].join('.')
}
