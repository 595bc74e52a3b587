// Loaded only when it is needed: the code that comes before a reset, where strangers have asked or guessed too often.
import type { Flow, Problem } from '../../api.ts'
import { MailboxProof } from '../../parts/mailbox-proof.tsx'
import { mailboxProof } from '../../words/active.ts'

interface MailboxStepProps {
  flow: Flow
  onFlow(flow: Flow): void
  /** The reset itself, whose code is on its way. */
  proven(flow: Flow): void
  ended(problem: Problem): void
}

export const MailboxStep = ({ proven, ...props }: MailboxStepProps) => (
  <MailboxProof
    {...props}
    path="/forgot-password"
    why={mailboxProof.whyReset}
    done={(next) => void proven(next) as undefined}
  />
)
