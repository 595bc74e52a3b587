import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { DAY } from '../../test/support/leaving.ts'
import { accountIdOf, addAddress, linkOf } from '../../test/support/notices.ts'
import { sweepNoticeLinks } from '../notices/links.ts'
import { policy } from '../platform/policy.ts'
import { sweepSessions } from '../sessions/list-sessions.ts'
import { sweepDeletions } from './end-deletions.ts'
import { sweepDeletionReminders } from './remind-of-deletions.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const UNTIL_REMINDED = policy.deletionGraceSeconds - policy.deletionReminderSeconds
const REMINDED = /blir snart slettet|Husk: Portvakt-kontoen/
const signIn = (identifier: string) => api.post('sign-in', { identifier, password: PASSWORD })
const keep = (cookie: string) => api.call('DELETE', 'account/deletion', undefined, { headers: { cookie } })
const remindersTo = async (...addresses: string[]): Promise<number[]> =>
  Promise.all(
    addresses.map(async (address) => (await api.messages(address)).filter(({ text }) => REMINDED.test(text)).length),
  )

/** Somebody with two addresses who has asked for their account to be deleted. */
async function leaving(agent = '', remoteAddress = '127.0.0.1') {
  const [email, phone] = [newEmail(), newPhone()]
  const first = await api.account(email)
  await addAddress(api, phone, first)
  const accountId = await accountIdOf(api, first)
  const headers = { cookie: first, 'user-agent': agent }
  const from = { headers, remoteAddress }
  const cookie = (await api.call('POST', 'account/deletion', { password: PASSWORD }, from)).cookie ?? ''
  return { email, phone, accountId, cookie }
}

test('three days before the end every address is told, once, and not a minute earlier', async () => {
  const { email, phone } = await leaving()
  expect(policy.deletionReminderSeconds).toBe(3 * DAY)
  api.deps.clock.advance(UNTIL_REMINDED - 60)
  await sweepDeletionReminders(api.deps)
  expect(await remindersTo(email, phone)).toEqual([0, 0])
  api.deps.clock.advance(61)
  // Two servers sweep at once, and again.
  const told = await Promise.all([sweepDeletionReminders(api.deps), sweepDeletionReminders(api.deps)])
  expect([...told, await sweepDeletionReminders(api.deps)].sort()).toEqual([0, 0, 1])
  expect(await remindersTo(email, phone)).toEqual([1, 1])
})

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

test('it names the day, when and where it was asked for, and how to keep the account', async () => {
  const { email, phone, accountId } = await leaving(FIREFOX, '193.71.1.1')
  const spoken = (at: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('nb', { timeZone: 'Europe/Oslo', ...options }).format(at)
  const [row] = await api.query(
    `SELECT deletes_at, at FROM accounts JOIN activities a USING (account_id)
     WHERE account_id = $1 AND kind = 'deletion_requested'`,
    [accountId],
  )
  const day = spoken(row?.deletes_at, { dateStyle: 'long' })
  const date = spoken(row?.deletes_at, { day: 'numeric', month: 'numeric', year: 'numeric' })
  const asked = spoken(row?.at, { dateStyle: 'long' })
  api.deps.clock.advance(UNTIL_REMINDED + 60)
  await sweepSessions(api.deps) // the one that asked, and knew from where, ended weeks ago
  await sweepNoticeLinks(api.deps)
  await sweepDeletionReminders(api.deps)
  const [[mail], [sms]] = [await api.messages(email), await api.messages(phone)]
  expect(mail?.subject).toBe(`Påminnelse: Kontoen din hos Portvakt slettes ${day}`)
  expect(mail?.text).toContain('velger «Behold kontoen»')
  expect(mail?.text).toMatch(
    new RegExp(`Slettingen ble bestilt:\\n\\n${asked} kl\\. .* · Firefox på Linux · Norge$`, 'm'),
  )
  // In thirty days, as the other links do, there is no account.
  expect(mail?.text).toContain('Lenken virker til kontoen er slettet')
  expect(mail?.text).not.toContain('30 dager')
  expect(sms?.text).toContain(`Husk: Portvakt-kontoen slettes ${date}. Angre: logg inn.`)
})

test('where no link of the first notice is left, it still names when and with what it was asked for', async () => {
  const { email, accountId } = await leaving(FIREFOX, '193.71.1.1')
  await api.query('DELETE FROM notice_links WHERE account_id = $1', [accountId])
  api.deps.clock.advance(UNTIL_REMINDED + 60)
  await sweepSessions(api.deps)
  await sweepDeletionReminders(api.deps)
  expect((await api.messages(email))[0]?.text).toMatch(/^\d+\. \p{L}+ \d{4} kl\. \S+ CES?T · Firefox på Linux$/mu)
})

test('its link freezes, which stops the deletion, and says so', async () => {
  const { phone, accountId } = await leaving()
  api.deps.clock.advance(UNTIL_REMINDED + 60)
  await sweepDeletionReminders(api.deps)
  const token = await linkOf(api, phone)
  expect((await api.post('not-me/look', { token })).body).toMatchObject({
    state: 'open',
    event: 'account_deletion_soon',
  })
  expect((await api.post('not-me', { token })).status).toBe(200)
  expect(await api.count('accounts', `account_id = '${accountId}' AND deletes_at IS NULL`)).toBe(1)
})

test('nobody is reminded whose account is kept, frozen or deleted by now', async () => {
  const [kept, frozen, late] = [await leaving(), await leaving(), await leaving()]
  await keep(kept.cookie)
  await api.call('POST', 'account/freeze', undefined, { headers: { cookie: frozen.cookie } })
  // As a server of an older version leaves it, that froze it while both ran.
  await api.query('UPDATE accounts SET deletes_at = $2 WHERE account_id = $1', [
    frozen.accountId,
    new Date(api.deps.clock.now().getTime() + policy.deletionGraceSeconds * 1000),
  ])
  api.deps.clock.advance(policy.deletionGraceSeconds + 1)
  await sweepDeletionReminders(api.deps)
  for (const { email, phone } of [kept, frozen, late]) expect(await remindersTo(email, phone)).toEqual([0, 0])
  await sweepDeletions(api.deps)
  expect(await api.count('accounts', `account_id = '${late.accountId}'`)).toBe(0)
})

test('kept after the reminder and asked for again: reminded of the new end too', async () => {
  const { email, phone } = await leaving()
  api.deps.clock.advance(UNTIL_REMINDED + 60)
  await sweepDeletionReminders(api.deps)
  const cookie = (await signIn(email)).cookie ?? ''
  expect((await keep(cookie)).status).toBe(200)
  await sweepDeletionReminders(api.deps)
  expect((await api.post('account/deletion', { password: PASSWORD }, cookie)).status).toBe(200)
  await sweepDeletionReminders(api.deps)
  expect(await remindersTo(email, phone)).toEqual([1, 1])
  api.deps.clock.advance(UNTIL_REMINDED + 60)
  await sweepDeletionReminders(api.deps)
  // The first went from the demo's outbox when a day was over.
  expect(await remindersTo(email, phone)).toEqual([1, 1])
})

test('one that cannot be told holds up no other, and is told once it can be', async () => {
  const [damaged, other] = [await leaving(), await leaving()]
  const sealed = await api.query<{ identifier_id: string; sealed: Buffer }>(
    'SELECT identifier_id, sealed FROM identifiers WHERE account_id = $1',
    [damaged.accountId],
  )
  await api.query("UPDATE identifiers SET sealed = sealed || '\\x00' WHERE account_id = $1", [damaged.accountId])
  api.deps.clock.advance(UNTIL_REMINDED + 60)
  await sweepDeletionReminders(api.deps)
  expect(await remindersTo(other.email, other.phone)).toEqual([1, 1])
  for (const row of sealed)
    await api.query('UPDATE identifiers SET sealed = $3 WHERE account_id = $1 AND identifier_id = $2', [
      damaged.accountId,
      row.identifier_id,
      row.sealed,
    ])
  await sweepDeletionReminders(api.deps)
  expect(await remindersTo(damaged.email, damaged.phone)).toEqual([1, 1])
  expect(verdict(await signIn(damaged.email))).toBe('200')
})
