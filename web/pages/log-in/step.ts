import type { Flow, Problem } from '../../api.ts'

/** A step in place of the form, which still holds what was typed. */
export interface StepProps {
  flow: Flow
  /** Back to the form. With the flow of a proven mailbox it is sent again at once; `why` is said above it. */
  resume(flow?: string, why?: Problem): void
  /** Signed in. */
  leave(): void
}
