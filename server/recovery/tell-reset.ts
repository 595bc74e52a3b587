import { findAccount, identifierLookups } from '../accounts/find-account.ts'
import { lookupForm } from '../accounts/identifier.ts'
import { listIdentifiers } from '../accounts/list-identifiers.ts'
import type { Locale } from '../accounts/schema.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { Device } from '../sessions/session.ts'

/** Tells every address of the account that its password was replaced, and from where (SECURITY P16). */
export async function tellReset(tx: Tx, deps: Deps, accountId: string, device: Device): Promise<void> {
  const account = await findAccount({ db: tx }, accountId)
  const locale = (account?.locale ?? deps.config.defaultLocale) as Locale
  const { browser, system } = device
  const data = { at: deps.clock.now().toISOString(), browser, system }
  for (const { kind, address: to } of await listIdentifiers(deps, tx, accountId)) {
    const channel = kind === 'email' ? ('email' as const) : ('sms' as const)
    const [destinationLookup] = identifierLookups(deps.keys, { kind, canonical: lookupForm(kind, to) })
    const template = 'password_reset' as const
    await enqueueMessage(tx, deps, { accountId, channel, to, destinationLookup, locale, template, data })
  }
}
