import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, verdict, WRONG_PASSWORD, withApi } from '../../test/support/api.ts'
import { DAY, leaveEverywhere, passGrace } from '../../test/support/leaving.ts'
import { accountIdOf, addAddress } from '../../test/support/notices.ts'
import { startPeer, until } from '../../test/support/peer.ts'
import type { ReceivedMail } from '../../test/support/smtp-server-process.ts'
import { createApiKey } from '../api-keys/manage-api-keys.ts'
import { startOutboxWorker } from '../outbox/deliver-messages.ts'
import { openProviders } from '../outbox/providers.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { sweepDeletions } from './end-deletions.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const signIn = (identifier: string, password = PASSWORD) => api.post('sign-in', { identifier, password })
const exists = (accountId: string) => api.count('accounts', `account_id = '${accountId}'`)

/** Somebody with two addresses who has asked for their account to be deleted. */
async function leaving() {
  const [email, phone] = [newEmail(), newPhone()]
  const first = await api.account(email)
  await addAddress(api, phone, first)
  const accountId = await accountIdOf(api, first)
  const cookie = (await api.post('account/deletion', { password: PASSWORD }, first)).cookie ?? ''
  return { email, phone, accountId, cookie }
}

const pass = (seconds = policy.deletionGraceSeconds) => api.deps.clock.advance(seconds)

describe('when its time is over', () => {
  test('an account is deleted, and not a second before', async () => {
    const { accountId } = await leaving()
    pass(policy.deletionGraceSeconds - 5)
    await sweepDeletions(api.deps)
    expect(await exists(accountId)).toBe(1)
    pass(6)
    await sweepDeletions(api.deps)
    expect(await exists(accountId)).toBe(0)
  })

  test('one that is kept, or frozen, is not', async () => {
    const [kept, frozen] = [await leaving(), await leaving()]
    await api.call('DELETE', 'account/deletion', undefined, { headers: { cookie: kept.cookie } })
    await api.call('POST', 'account/freeze', undefined, { headers: { cookie: frozen.cookie } })
    // As a server of an older version leaves it, that froze it while both ran.
    await api.query('UPDATE accounts SET deletes_at = created_at WHERE account_id = $1', [frozen.accountId])
    pass()
    await sweepDeletions(api.deps)
    for (const { accountId } of [kept, frozen]) expect(await exists(accountId)).toBe(1)
    expect((await signIn(kept.email)).status).toBe(200)
    expect(verdict(await signIn(frozen.email))).toBe('403 account_frozen')
  })

  test('its sessions are refused, and so is keeping it', async () => {
    const { email, accountId } = await leaving()
    pass(policy.deletionGraceSeconds - 60)
    const cookie = (await signIn(email)).cookie ?? ''
    expect((await api.get('session', cookie)).status).toBe(200)
    pass(61)
    await sweepDeletions(api.deps)
    await new Promise((resolve) => setTimeout(resolve, 250)) // promise P10
    for (const path of ['session', 'account', 'devices'])
      expect(verdict(await api.get(path, cookie))).toBe('401 session_required')
    const kept = await api.call('DELETE', 'account/deletion', undefined, { headers: { cookie } })
    expect(verdict(kept)).toBe('401 session_required')
    expect(await exists(accountId)).toBe(0)
  })

  test('sign-in and reset answer as for an address that nobody ever had, and nothing is sent', async () => {
    const { email, phone } = await leaving()
    pass()
    await sweepDeletions(api.deps)
    pass(DAY + 1) // the demo keeps the last notice for a day
    const same = (body: object) => JSON.stringify({ ...body, requestId: '', flow: '', resendAt: '', expiresAt: '' })
    for (const [address, unknown] of [
      [email, newEmail()],
      [phone, newPhone()],
    ] as const) {
      for (const password of [PASSWORD, WRONG_PASSWORD]) {
        const [ours, theirs] = [await signIn(address, password), await signIn(unknown, password)]
        expect([verdict(ours), same(ours.body)]).toEqual(['401 credentials_wrong', same(theirs.body)])
      }
      const reset = async (identifier: string) => (await api.post('forgot-password', { identifier })).body
      const [ours, theirs] = [await reset(address), await reset(unknown)]
      expect(Object.keys(ours)).toEqual(Object.keys(theirs))
      expect(ours.flow).toHaveLength(theirs.flow.length)
      expect(await api.messages(address)).toEqual([])
    }
  })

  test('its addresses are free: whoever proves them has a new account, with nothing of the old one', async () => {
    const { email, phone, accountId } = await leaving()
    pass()
    await sweepDeletions(api.deps)
    const cookie = await api.account(email, 'en helt annen setning')
    await addAddress(api, phone, cookie)
    expect(await accountIdOf(api, cookie)).not.toBe(accountId)
    const { body } = await api.get('account/activity', cookie)
    expect(body.activities.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['identifier_added', 'signed_up'])
    expect(verdict(await signIn(email))).toBe('401 credentials_wrong')
    expect((await api.get('account', cookie)).body).toMatchObject({ phrase: null, deletion: { state: 'none' } })
  })

  test('your programs hear of it, and hear nothing more about it', async () => {
    const { accountId } = await leaving()
    const { key } = await createApiKey(api.deps, { name: 'x', scopes: ['holds:read', 'events:read'], days: 60 })
    const ask = (path: string) => api.call('GET', path, undefined, { headers: { authorization: `Bearer ${key}` } })
    expect((await ask(`accounts/${accountId}/holds`)).status).toBe(200)
    pass()
    await sweepDeletions(api.deps)
    expect(verdict(await ask(`accounts/${accountId}/holds`))).toBe('404 not_found')
    const events: { accountId: string; type: string; data: object }[] = (await ask('events?limit=1000')).body.events
    const own = events.filter((event) => event.accountId === accountId)
    expect(own.at(-1)?.type).toBe('account.deleted')
    expect(own.filter(({ data }) => Object.keys(data).length > 0)).toEqual([])
  })

  test('an operator who restores a backup can have it done again', async () => {
    const email = newEmail()
    const accountId = await accountIdOf(api, await api.account(email))
    await api.query('UPDATE accounts SET deletes_at = $2 WHERE account_id = $1', [accountId, api.deps.clock.now()])
    await sweepDeletions(api.deps)
    expect(await exists(accountId)).toBe(0)
  })
})

describe('the last notice', () => {
  /** As an installation that sends: a real mail server, of another process. */
  async function sending(behaviour: 'take' | 'busy') {
    const smtp = await startPeer<ReceivedMail>('smtp-server', behaviour)
    const config = { ...api.deps.config, smtpUrl: `smtp://127.0.0.1:${smtp.port}` }
    const deps = { ...api.deps, config }
    return {
      smtp,
      deps,
      async work() {
        const worker = await startOutboxWorker(deps, await openProviders(config), { pollMilliseconds: 50 })
        onTestFinished(() => worker.stop())
      },
    }
  }
  const rowOf = async (accountId: string) => {
    const [row] = await api.query(
      "SELECT state, sealed, destination_lookup, attempts FROM outbox WHERE account_id = $1 AND channel = 'email'",
      [accountId],
    )
    return row
  }

  test('goes out although the account’s key is gone, and its row is empty then', async () => {
    const { email, accountId } = await leaving()
    const { smtp, deps, work } = await sending('take')
    pass()
    await sweepDeletions(deps)
    expect(await exists(accountId)).toBe(0)
    expect(await rowOf(accountId)).toMatchObject({ state: 'pending', destination_lookup: null })
    await work()
    await smtp.receives(1)
    expect(smtp.received.map(({ to }) => to)).toEqual([[email]])
    expect(smtp.received[0]?.text).toContain('Kontoen din er slettet')
    expect(smtp.received[0]?.text).not.toContain('http')
    await until(async () => (await rowOf(accountId))?.state === 'delivered')
    expect((await rowOf(accountId))?.sealed).toBeNull()
  })

  test('is tried for a day, at the pace of notices; after that its address is gone too', async () => {
    const { accountId } = await leaving()
    const { deps, work } = await sending('busy')
    pass()
    await sweepDeletions(deps)
    await work()
    await until(async () => (await rowOf(accountId))?.attempts >= 2)
    // Beyond the half minute that a code waits at most.
    await api.query('UPDATE outbox SET attempts = 12, next_attempt_at = $2 WHERE account_id = $1', [
      accountId,
      api.deps.clock.now(),
    ])
    await until(async () => (await rowOf(accountId))?.attempts === 13 && (await rowOf(accountId))?.state === 'pending')
    const [row] = await api.query('SELECT next_attempt_at FROM outbox WHERE account_id = $1 AND channel = $2', [
      accountId,
      'email',
    ])
    expect((row?.next_attempt_at.getTime() - api.deps.clock.now().getTime()) / 1000).toBeGreaterThan(300)
    pass(DAY + 1)
    await until(async () => (await rowOf(accountId))?.state === 'dead')
    expect((await rowOf(accountId))?.sealed).toBeNull()
  })

  test('messages of before go with the account, also those that were not sent yet', async () => {
    const { phone, accountId } = await leaving()
    pass(policy.deletionGraceSeconds - 60)
    await api.post('forgot-password', { identifier: phone })
    expect(await api.count('outbox', `account_id = '${accountId}'`)).toBeGreaterThan(2)
    pass(61)
    await sweepDeletions(api.deps)
    const rows = await api.query('SELECT template, channel FROM outbox WHERE account_id = $1 ORDER BY channel', [
      accountId,
    ])
    expect(rows).toEqual([
      { template: 'notice', channel: 'email' },
      { template: 'notice', channel: 'sms' },
    ])
    expect((await api.messages(phone))[0]?.text).toBe('Kontoen din hos Portvakt er slettet. Dette er siste melding.')
  })
})

describe('whatever goes wrong', () => {
  test('a damaged account holds up no other, is tried again, and goes a day later without a word', async () => {
    const [damaged, other] = [await leaving(), await leaving()]
    await api.query("UPDATE identifiers SET sealed = sealed || '\\x00' WHERE account_id = $1", [damaged.accountId])
    pass()
    expect(await sweepDeletions(api.deps)).toBe(2)
    expect(await exists(damaged.accountId)).toBe(1)
    expect(await exists(other.accountId)).toBe(0)
    pass(DAY + 1)
    await sweepDeletions(api.deps)
    expect(await exists(damaged.accountId)).toBe(0)
    expect(await api.count('outbox', `account_id = '${damaged.accountId}'`)).toBe(0)
    expect(await api.count('identifier_claims', `account_id = '${damaged.accountId}'`)).toBe(0)
  })

  test('cut off at any statement, an account is as it was; the next sweep deletes it, once', async () => {
    const { accountId } = await leaveEverywhere(api)
    passGrace(api)
    const before = await everythingOf(accountId)
    let statements = 0
    for (let cut = 1; cut <= statements + 1; cut++) {
      const deps = cutOff(cut, () => {
        statements = Math.max(statements, cut)
      })
      await sweepDeletions(deps)
      if (statements < cut) break
      expect([cut, await everythingOf(accountId)]).toEqual([cut, before])
    }
    expect(statements).toBeGreaterThan(25)
    expect(await exists(accountId)).toBe(0)
    expect(await api.count('events', `account_id = '${accountId}' AND type = 'account.deleted'`)).toBe(1)
    console.log(`cut off at each of ${statements} statements`)
  })

  /** The database ends the connection when the transaction comes to its statement `at`, as the death of its server would. */
  function cutOff(at: number, reached: () => void): Deps {
    const { db } = api.deps
    const end = { name: 'test.end', text: 'SELECT pg_terminate_backend(pg_backend_pid())' }
    return {
      ...api.deps,
      db: {
        ...db,
        transaction: (work) =>
          db.transaction((tx) => {
            let asked = 0
            const count = async () => {
              asked++
              if (asked !== at) return
              reached()
              await tx.query(end)
            }
            const cut: Tx = {
              query: (...asking) => count().then(() => tx.query(...asking)),
              execute: (...asking) => count().then(() => tx.execute(...asking)),
            }
            return work(cut)
          }),
      },
    }
  }

  /** Every row of every table, as text. */
  async function everythingOf(accountId: string): Promise<string[]> {
    const tables = await api.query<{ table: string }>(
      "SELECT table_name AS table FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'account_id' ORDER BY 1",
    )
    const all = tables.map(({ table }) =>
      api.query<{ line: string }>(`SELECT ${table}::text AS line FROM ${table} WHERE account_id = $1 ORDER BY 1`, [
        accountId,
      ]),
    )
    return (await Promise.all(all)).flat().map(({ line }) => line)
  }
})
