import { NOBODY } from '../accounts/find-account.ts'
import { findProfile, type Profile } from '../accounts/find-profile.ts'
import type { Locale } from '../accounts/schema.ts'
import { describeHolds, type Hold, listHolds } from '../holds/holds.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { SessionAnswer } from './schema.ts'
import type { Session } from './session.ts'

/** What an answer about a session tells beside the session itself. */
export interface Surroundings {
  profile: Profile | undefined
  holds: Hold[]
}

/** Asks the same whether or not there is an account. */
export async function findSurroundings(
  deps: Deps,
  accountId: string | undefined,
  db: Queryable = deps.db,
): Promise<Surroundings> {
  const [profile, holds] = await Promise.all([
    findProfile(deps, db, accountId),
    listHolds({ db, clock: deps.clock }, accountId ?? NOBODY),
  ])
  return { profile, holds }
}

export function describeSession(
  { config }: Pick<Deps, 'config'>,
  session: Session,
  { profile, holds }: Surroundings,
): SessionAnswer {
  const identifiers = profile?.openIdentifiers() ?? []
  return {
    account: {
      id: session.accountId,
      identifiers: identifiers.map(({ kind, masked }) => ({ kind, masked })),
      locale: (profile?.locale ?? config.defaultLocale) as Locale,
    },
    session: {
      id: session.sessionId,
      client: session.client,
      bound: session.deviceKey !== undefined,
      authenticatedAt: session.authenticatedAt.toISOString(),
      amr: session.amr,
      aal: session.aal,
      factorAt: session.factorAt?.toISOString() ?? null,
      factors: session.factors,
      idleEndsAt: session.idleEndsAt.toISOString(),
      endsAt: session.endsAt.toISOString(),
    },
    holds: describeHolds(holds),
  }
}
