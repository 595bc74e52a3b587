// `portvakt staff …`: who comes in at the console.
import { type Config, readConfig } from './config.ts'
import { openOperatorDatabase } from './operator-database.ts'
import { cannotStart } from './platform/cannot-start.ts'
import { systemClock } from './platform/clock.ts'
import type { Db } from './platform/db.ts'
import { type LoadedKeys, loadKeys } from './platform/keys.ts'
import { loadRootKey } from './platform/root-key.ts'
import { type StaffRole, staffRoles } from './sessions/policy.ts'
import { endStaff } from './staff/end-staff.ts'
import { endInvitation, invitationLink, inviteStaff, listInvitations } from './staff/invite-staff.ts'
import { listStaff } from './staff/list-staff.ts'

export interface StaffGiven {
  role?: string
  id?: string
}

interface StaffDeps {
  db: Db
  keys: LoadedKeys
  clock: typeof systemClock
  config: Config
}

/** @returns the exit code */
export async function staffCommand(command: string, given: StaffGiven): Promise<number> {
  const work = { invite, list, end }[command]
  if (!work) throw cannotStart(`There is no command "staff ${command}": it is invite, list or end.`)
  const config = readConfig()
  const { db, close } = await openOperatorDatabase(config)
  try {
    const keys = await loadKeys(db, await loadRootKey({ ...config, createsKey: false }), systemClock)
    return await work({ db, keys, clock: systemClock, config }, given).finally(() => keys.close())
  } finally {
    await close()
  }
}

async function invite(deps: StaffDeps, { role = '' }: StaffGiven): Promise<number> {
  if (!staffRoles.includes(role as StaffRole))
    throw cannotStart(`Say what they may do with --role, one of: ${staffRoles.join(', ')}.`)
  const { invitation } = await inviteStaff(deps.db, deps, { role: role as StaffRole })
  console.log(`For one person, once, within a day. Shown this once:\n\n  ${invitationLink(deps.config, invitation)}\n`)
  return 0
}

async function list(deps: StaffDeps): Promise<number> {
  for (const { id, name, role, state, lastSignedInAt } of await listStaff(deps))
    console.log(`${id}  ${state}  ${role ?? '–'}  ${lastSignedInAt?.toISOString() ?? 'never signed in'}  ${name}`)
  for (const { invitationId, role, expiresAt } of await listInvitations(deps))
    console.log(`${invitationId}  invited  ${role}  until ${expiresAt.toISOString()}`)
  return 0
}

async function end(deps: StaffDeps, { id = '' }: StaffGiven): Promise<number> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    throw cannotStart('Name the member or the invitation with --id; see "staff list".')
  if (await endStaff(deps.db, deps, id)) console.log(`${id} is no member any more, and signed out everywhere.`)
  else if (await endInvitation(deps.db, deps, id)) console.log(`Nobody can come in by the invitation ${id} any more.`)
  else throw cannotStart(`There is no member and no open invitation ${id}: see "staff list".`)
  return 0
}
