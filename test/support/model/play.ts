import { listIdentifiers } from '../../../server/accounts/list-identifiers.ts'
import { verifyPassword } from '../../../server/passwords/verify-password.ts'
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
  const world = await newWorld(lane)
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
  addresses: number
  changed_at: Date
}

/* Sessions in force that this world opened; $2 when it began, $3 now. */
const accounts = statement<Account>(
  'model.accounts',
  `SELECT a.account_id, a.credential_version AS version, a.frozen_at IS NOT NULL AS frozen, a.deletes_at IS NOT NULL AS leaving, p.changed_at,
     (SELECT count(*)::int FROM sessions s WHERE s.account_id = a.account_id AND s.revoked_at IS NULL
        AND s.credential_version = a.credential_version AND s.created_at >= $2
        AND s.idle_ends_at > $3 AND s.ends_at > $3) AS sessions,
     (SELECT count(*)::int FROM identifiers i WHERE i.account_id = a.account_id) AS addresses
   FROM accounts a JOIN passwords p USING (account_id) WHERE a.account_id = ANY ($1::uuid[])`,
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
    if (row.changed_at.getTime() >= world.startedAt) await expectPassword(world, person)
  }
  // Looked at closely now and then, since it takes as long as two calls.
  if (world.lane.tally.sequences % 16 === 0) for (const person of world.people) await expectAddresses(world, person)
}

/** Of all passwords anybody tries, the person's own alone opens. */
async function expectPassword({ lane: { deps } }: World, { accountId, password: own }: Person): Promise<void> {
  for (const password of PASSWORDS)
    if ((await verifyPassword(deps, accountId, password)) !== (password === own))
      throw new Error(
        `«${password}» ${password === own ? 'does not open' : 'opens'} an account whose password is «${own}»`,
      )
}

async function expectAddresses({ lane: { deps } }: World, { accountId, addresses }: Person): Promise<void> {
  const stored = (await listIdentifiers(deps, deps.db, accountId)).map(({ address }) => address)
  if (stored.toSorted().join() !== addresses.toSorted().join())
    throw new Error(`addresses ${stored.join(', ')}, of which ${addresses.join(', ')} were proven`)
}
