import type { Factor } from '../accounts/schema.ts'
import type { Network } from '../platform/network-table.ts'
import { policy } from '../platform/policy.ts'

export type Client = 'web' | 'app'

/** Where a request comes from, as far as we may believe it. */
export interface Device {
  browser: string
  system: string
  /** Country of its network, ISO 3166-1 alpha-2; empty or missing: not known. */
  place?: string
  /** Whose network it is; missing: not known. */
  network?: Network | undefined
  /** Thumbprint of the key it proved to hold; missing: none. */
  key?: Uint8Array | undefined
}

/** A session in force, as verbs see it. */
export interface Session {
  accountId: string
  sessionId: string
  client: Client
  /** The known device it was opened on. */
  deviceId: string | undefined
  /** Thumbprint of the key that its token is no good without; undefined: the token alone is. */
  deviceKey: Uint8Array | undefined
  /** How the person proved themselves (RFC 8176 values). */
  amr: string[]
  aal: number
  authenticatedAt: Date
  /** When a proof of the second kind was last given in it. */
  factorAt: Date | undefined
  /** When a code to an address of the account was last given in it. */
  addressProvenAt: Date | undefined
  /** Proofs of the second kind that the account has now. */
  factors: Factor[]
  idleEndsAt: Date
  endsAt: Date
}

/** Seconds without use, and in all, after which a session ends. */
export function sessionLife(client: Client): { idleSeconds: number; absoluteSeconds: number } {
  return client === 'web'
    ? { idleSeconds: policy.webSessionIdleSeconds, absoluteSeconds: policy.webSessionAbsoluteSeconds }
    : { idleSeconds: policy.appSessionSeconds, absoluteSeconds: policy.appSessionSeconds }
}
