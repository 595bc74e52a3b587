import { identifierLookups } from '../../../server/accounts/find-account.ts'
import { canonicalIdentifier } from '../../../server/accounts/identifier.ts'
import { openPayload } from '../../../server/outbox/payload.ts'
import { keptFor } from '../../../server/outbox/queries.ts'
import type { Flow, Lane, Link, World } from './world.ts'
import { nowOf, ownerOf } from './world.ts'

interface Letter {
  to: string
  code: string | undefined
}

/**
 * Opens what any mailbox of the world got since this was last called. Codes and links in it are known to whoever plays from
 * then on.
 *
 * @returns oldest first
 */
async function openMailboxes(world: World): Promise<Letter[]> {
  const { deps } = world.lane
  const lookups = world.addresses.map((address) => lookupOf(world.lane, address))
  const rows = await deps.db.query(keptFor, [lookups, new Date(world.mailReadAt), 200])
  world.mailReadAt = nowOf(world)
  return rows.reverse().map(({ account_id: accountId, message_id: messageId, sealed }) => {
    const { to, data } = openPayload(deps.keys, { accountId, messageId }, sealed ?? Buffer.alloc(0))
    if (data.code) world.codes.push(data.code)
    const takesAway = data.event === 'identifier_added'
    // An address that was given up can freeze for as long as it can come back.
    const until = nowOf(world) + (data.undoUrl && !takesAway ? UNDO_MS : FREEZE_MS)
    keepLink(world, accountId, { address: to, takesAway, until }, data.actionUrl)
    keepLink(world, accountId, { address: to, takesAway, until: nowOf(world) + UNDO_MS }, data.undoUrl)
    return { to, code: data.code }
  })
}

const FREEZE_MS = 30 * 24 * 3600 * 1000
const UNDO_MS = 72 * 3600 * 1000

type About = Pick<Link, 'address' | 'takesAway' | 'until'>

function keepLink(world: World, accountId: string, about: About, url: string | undefined): void {
  const [, page, token] = /\/(not-me|undo-change)#(.+)$/.exec(url ?? '') ?? []
  const person = world.people.find((each) => each.accountId === accountId)
  const standing = person?.standings.get(about.address)
  const kind = page === 'not-me' ? ('not-me' as const) : ('undo' as const)
  if (!token || !person || world.links.some((link) => link.kind === kind && link.token === token)) return
  if (!standing) throw new Error(`${about.address} was sent a link, and never was theirs`)
  world.links.push({ kind, token, person, ...about, standing, createdAt: nowOf(world), isUsed: false })
}

export function lookupOf({ deps, lookups }: Lane, address: string): Buffer {
  const known = lookups.get(address) ?? identifierLookups(deps.keys, canonicalIdentifier(address))[0]
  if (!known) throw new Error('there is no index key')
  lookups.set(address, known)
  return known
}

/** Looks for notices and their links. @throws when a code came with them */
export async function readNotices(world: World): Promise<void> {
  const withCode = (await openMailboxes(world)).find(({ code }) => code)
  if (withCode) throw new Error(`a code that nobody asked for reached ${withCode.to}`)
}

/** A new code was made for a flow: whoever of `to` got it knows it, and nobody else may have got any. */
export async function deliver(world: World, flow: Flow, to: readonly string[]): Promise<void> {
  flow.issuedAt = nowOf(world)
  flow.tries = 0
  flow.isConsumed = false
  flow.replaced = flow.code ?? flow.replaced
  flow.code = undefined
  const [letter] = await readCodes(world, to)
  flow.code = letter?.code
  flow.sentTo = letter?.to ?? flow.sentTo
}

/** @throws when a code reached anybody but `to` */
export async function readCodes(world: World, to: readonly string[]): Promise<Letter[]> {
  const withCode = (await openMailboxes(world)).filter(({ code }) => code)
  const astray = withCode.find((letter) => !to.includes(letter.to))
  if (astray) throw new Error(`a code meant for ${to.join(', ') || 'nobody'} reached ${astray.to}`)
  if (withCode.length > 1) throw new Error('two codes for one flow')
  return withCode
}

/** Whose mailbox a code for a new address goes to: nobody's when it is somebody else's. */
export const mailboxOfNew = (world: World, address: string): string[] => (ownerOf(world, address) ? [] : [address])
