import { typedDigits } from '../codes/schema.ts'
import { policy } from '../platform/policy.ts'

/** A code of an authenticator app, as typed or pasted. */
export const totpSchema = typedDigits(policy.totpDigits)
