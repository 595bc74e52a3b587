// Loaded only when it is needed: the code that comes before the password on an unknown device under attack.
import { useState } from 'preact/hooks'
import { MailboxProof } from '../../parts/mailbox-proof.tsx'
import { common, mailboxProof } from '../../words/active.ts'
import type { StepProps } from './step.ts'

interface ProofStepProps extends StepProps {
  /** Why it is asked for, if not before a sign-in. */
  why?: string
}

export function ProofStep({ flow: first, resume, why = mailboxProof.why }: ProofStepProps) {
  const [flow, setFlow] = useState(first)
  const cancel = () => resume()
  return (
    <>
      <MailboxProof
        flow={flow}
        path="/sign-in"
        why={why}
        done={(proven) => {
          resume(proven.flow)
          return 'leaving'
        }}
        ended={cancel}
        onFlow={setFlow}
      />
      <button class="ds-button" data-variant="tertiary" data-fullwidth type="button" onClick={cancel}>
        {common.cancel}
      </button>
    </>
  )
}
