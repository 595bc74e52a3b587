import { establishedOf } from './established.ts'
import type { StoredIdentifier } from './find-profile.ts'
import type { AccountAnswer } from './schema.ts'

/** The addresses of an account as its owner sees them, masked. */
export function describeIdentifiers(identifiers: readonly StoredIdentifier[], now: Date): AccountAnswer['identifiers'] {
  const established = establishedOf(identifiers, now)
  return identifiers.map((identifier) => ({
    id: identifier.identifierId,
    kind: identifier.kind,
    masked: identifier.masked,
    verifiedAt: identifier.verifiedAt.toISOString(),
    established: established.includes(identifier),
  }))
}
