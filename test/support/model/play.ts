import { listIdentifiers } from '../../../server/accounts/list-identifiers.ts'
import { findStoredPassword, verifyPassword } from '../../../server/passwords/verify-password.ts'
import { statement } from '../../../server/platform/db.ts'
import { TooBusy } from './call.ts'
import { diceFrom } from './dice.ts'
import { newWorld } from './lane.ts'
import { isOpen, PASSWORDS } from './move.ts'
import { pickMove, pickTheme, type Theme } from './moves.ts'
import { noteDropped, noteMove } from './tally.ts'
import type { Lane, Person, World } from './world.ts'
import { nowOf } from './world.ts'

/**
 * Plays one sequence in a world of its own. Each number chooses a move among those that are possible then, and all that is
 * random in it.
 *
 * @param theme what it is mostly about; chosen by the first number, if absent
 * @returns false when the machine was too busy to play it to its end
 * @throws with every call that was made, when an answer is none the model allows or something changed hands without its proof
 */
export async function play(
  lane: Lane,
  numbers: readonly number[],
  theme: Theme | undefined = pickTheme(diceFrom(numbers[0] ?? 0)),
): Promise<boolean> {
  const world = await newWorld(lane, theme)
  try {
    for (const number of numbers) {
      const dice = diceFrom(~number)
      const move = pickMove(world, theme, dice)
      world.log.push(`── ${move.name}`)
      noteMove(lane.tally, move.name, await move.play(world, dice))
    }
    await expectNothingElse(world)
  } catch (error) {
    lane.people = [] // what the model believes of them is not so
    if (error instanceof TooBusy) {
      noteDropped(lane.tally)
      return false
    }
    throw new Error(`${(error as Error).message}\n${world.log.join('\n')}`, { cause: error })
  }
  lane.tally.sequences++
  for (const outcome of world.reached) lane.tally.outcomes[outcome] = (lane.tally.outcomes[outcome] ?? 0) + 1
  return true
}

interface Account {
  account_id: string
  version: number
  frozen: boolean
  leaving: boolean
  sessions: number
  raised: number
  addresses: number
  approved: number
  factors: string[]
  secret_id: string | null
  suspended: boolean | null
  phrase_id: string | null
  passkeys: string[]
  changed_at: Date
}

/* Sessions in force that this world opened, and those of them that proved a factor; $2 when it began, $3 now. */
const accounts = statement<Account>(
  'model.accounts',
  `SELECT a.account_id, a.credential_version AS version, a.frozen_at IS NOT NULL AS frozen, a.deletes_at IS NOT NULL AS leaving, p.changed_at,
     (SELECT count(*)::int FROM sessions s WHERE s.account_id = a.account_id AND s.revoked_at IS NULL
        AND s.credential_version = a.credential_version AND s.created_at >= $2
        AND s.idle_ends_at > $3 AND s.ends_at > $3) AS sessions,
     (SELECT count(*)::int FROM sessions s WHERE s.account_id = a.account_id AND s.revoked_at IS NULL
        AND s.credential_version = a.credential_version AND s.created_at >= $2 AND s.factor_at IS NOT NULL
        AND s.idle_ends_at > $3 AND s.ends_at > $3) AS raised,
     (SELECT count(*)::int FROM approvals v WHERE v.account_id = a.account_id AND v.created_at >= $2
        AND v.state IN ('approved', 'redeemed')) AS approved,
     a.factors, t.secret_id, t.suspended_at IS NOT NULL AS suspended, r.recovery_key_id AS phrase_id,
     ARRAY(SELECT k.passkey_id::text || ' ' || encode(k.credential_id, 'hex') || ' ' || k.sign_count || ' ' || (k.suspended_at IS NOT NULL)
        FROM passkeys k WHERE k.account_id = a.account_id) AS passkeys,
     (SELECT count(*)::int FROM identifiers i WHERE i.account_id = a.account_id) AS addresses
   FROM accounts a JOIN passwords p USING (account_id) LEFT JOIN totp_secrets t USING (account_id)
     LEFT JOIN recovery_keys r USING (account_id)
   WHERE a.account_id = ANY ($1::uuid[])`,
)

/** After the last move, by the rows themselves: who has what, and nothing besides. */
async function expectNothingElse(world: World): Promise<void> {
  const { deps } = world.lane
  const ids = world.people.map(({ accountId }) => accountId)
  const rows = await deps.db.query(accounts, [ids, new Date(world.startedAt), new Date(nowOf(world))])
  for (const person of world.people) {
    const row = rows.find(({ account_id }) => account_id === person.accountId)
    if (!row) throw new Error('an account is gone')
    if (row.version !== person.version)
      throw new Error(`credentials changed: version ${row.version}, not ${person.version}`)
    if (row.frozen !== person.isFrozen) throw new Error(row.frozen ? 'frozen by nobody' : 'thawed by nobody')
    if (row.leaving !== person.isLeaving) throw new Error(row.leaving ? 'deleted by nobody' : 'kept by nobody')
    if (row.addresses !== person.addresses.length) throw new Error('an address more or less than was proven')
    const own = world.sessions.filter((session) => session.person === person && isOpen(session)).length
    if (row.sessions > own) throw new Error(`${row.sessions} sessions are open, of which ${own} were opened`)
    const raised = world.sessions.filter((each) => each.person === person && isOpen(each) && each.factorAt).length
    if (row.raised > raised) throw new Error(`${row.raised} sessions proved a factor, of which ${raised} did`)
    const approvals = world.approvals.filter((each) => each.person === person && /^(approv|redeem)ed$/.test(each.state))
    if (row.approved > approvals.length) throw new Error('an act was approved by nobody')
    expectFactor(person, row)
    expectPasskeys(person, row)
    if (row.changed_at.getTime() >= world.startedAt) await expectPassword(world, person)
  }
  // Looked at closely now and then, since it takes as long as two calls.
  if (world.lane.tally.sequences % 16 === 0) for (const person of world.people) await expectAddresses(world, person)
}

/** The authenticator and the phrase are those of before, unless they were changed with their proof. */
function expectFactor(person: Person, { factors, secret_id, suspended, phrase_id }: Account): void {
  const { totp, phrase, rows } = person
  if (factors.includes('totp') !== (totp !== undefined)) throw new Error(`factors are ${factors}`)
  if ((secret_id !== null) !== (totp !== undefined)) throw new Error('an authenticator more or less than was bound')
  if (totp && suspended !== totp.isSuspended) throw new Error('an authenticator suspended, or not, by nobody')
  if ((phrase_id !== null) !== (phrase !== undefined)) throw new Error('a phrase more or less than was made')
  if (rows.secretId && rows.secretId !== secret_id) throw new Error('another authenticator, bound by nobody')
  if (rows.phraseId && rows.phraseId !== phrase_id) throw new Error('another phrase, made by nobody')
  rows.secretId = secret_id ?? undefined
  rows.phraseId = phrase_id ?? undefined
}

/** Of each passkey: what it is called, what made it, how far it counted, whether it is suspended. */
function expectPasskeys({ passkeys }: Person, { factors, passkeys: rows }: Account): void {
  const own = passkeys.map(
    ({ passkeyId, key, count, isSuspended }) => `${passkeyId} ${key.id.toString('hex')} ${count} ${isSuspended}`,
  )
  if (rows.toSorted().join() !== own.toSorted().join())
    throw new Error(`passkeys ${rows.join(', ') || 'none'}, of which ${own.join(', ') || 'none'} were added`)
  if (factors.includes('passkey') !== passkeys.length > 0) throw new Error(`factors are ${factors}`)
}

/** Of all passwords anybody tries, the person's own alone opens. */
async function expectPassword({ lane: { deps } }: World, { accountId, password: own }: Person): Promise<void> {
  const stored = { row: await findStoredPassword(deps.db, accountId) }
  for (const password of PASSWORDS)
    if ((await verifyPassword(deps, accountId, password, { stored })) !== (password === own))
      throw new Error(
        `«${password}» ${password === own ? 'does not open' : 'opens'} an account whose password is «${own}»`,
      )
}

async function expectAddresses({ lane: { deps } }: World, { accountId, addresses }: Person): Promise<void> {
  const stored = (await listIdentifiers(deps, deps.db, accountId)).map(({ address }) => address)
  if (stored.toSorted().join() !== addresses.toSorted().join())
    throw new Error(`addresses ${stored.join(', ')}, of which ${addresses.join(', ')} were proven`)
}
