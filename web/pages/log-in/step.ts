import type { Flow, Problem } from '../../api.ts'

/** Remembers a sign-in that waits for its second proof, where the page may be dropped meanwhile: in the app. */
export interface WaitingSignIn {
  read(): Flow | undefined
  keep(flow: Flow): void
  forget(): void
}

/** A step in place of the form, which still holds what was typed. */
export interface StepProps {
  flow: Flow
  waiting?: WaitingSignIn
  /** Back to the form. With the flow of a proven mailbox it is sent again at once; `why` is said above it. */
  resume(flow?: string, why?: Problem): void
  /** Signed in. */
  leave(): void
}
