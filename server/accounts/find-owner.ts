import type { Deps } from '../platform/deps.ts'
import { evenOut } from '../platform/even-out.ts'
import { findAccount, findAccountId } from './find-account.ts'
import type { Identifier } from './identifier.ts'
import { listIdentifiers } from './list-identifiers.ts'
import { findPhrase } from './phrase.ts'
import type { Locale } from './schema.ts'
import { openStandIn } from './stand-in.ts'

/** Whose address it is already, and how that person is written to. */
export interface Owner {
  accountId: string
  address: string
  locale: Locale
  /** What messages to them begin with. */
  phrase: string | undefined
}

/** More than the questions take. */
const SLOT_MS = 6

/**
 * Finds the owner of an identifier. The address is the stored one: what a stranger types, in whatever spelling, is never
 * written to (Django CVE-2019-19844). Asks the database the same questions, does the same work and takes the same time when
 * there is none (promise P4). Call it outside of transactions: it waits.
 */
export async function findOwner(deps: Deps, identifier: Identifier): Promise<Owner | undefined> {
  const began = performance.now()
  const accountId = await findAccountId(deps, identifier)
  const [account, identifiers, phrase] = await Promise.all([
    findAccount(deps, accountId),
    listIdentifiers(deps, deps.db, accountId),
    findPhrase(deps, deps.db, accountId),
  ])
  if (!account) openStandIn(deps.keys)
  await evenOut(performance.now() - began, SLOT_MS)
  const stored = identifiers.find(({ kind }) => kind === identifier.kind)
  return (
    account &&
    stored && { accountId: account.accountId, address: stored.address, locale: account.locale as Locale, phrase }
  )
}
