// Loaded only when it is needed: the code that comes before the password on an unknown device under attack.
import { useState } from 'preact/hooks'
import { MailboxProof } from '../../parts/mailbox-proof.tsx'
import { common, mailboxProof } from '../../words/active.ts'
import type { StepProps } from './step.ts'

export function ProofStep({ flow: first, resume }: StepProps) {
  const [flow, setFlow] = useState(first)
  const cancel = () => resume()
  return (
    <>
      <MailboxProof
        flow={flow}
        path="/sign-in"
        why={mailboxProof.why}
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
