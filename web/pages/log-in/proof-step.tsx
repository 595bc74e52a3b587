// Loaded only when it is needed: the code that comes before the password on an unknown device under attack.
import { useState } from 'preact/hooks'
import type { Flow } from '../../api.ts'
import { CodeStep } from '../../parts/code-step.tsx'
import { common, mailboxProof } from '../../words/active.ts'
import type { StepProps } from './step.ts'

export function ProofStep({ flow: first, resume }: StepProps) {
  const [flow, setFlow] = useState(first)
  const cancel = () => resume()
  const to = flow.destination ?? ''
  const usual = flow.channel === 'email' ? mailboxProof.byEmail(to) : mailboxProof.byEmailOrSms(to)
  return (
    <>
      <CodeStep
        flow={flow}
        path="/sign-in"
        level={1}
        why={mailboxProof.why}
        sent={flow.toOther ? mailboxProof.byOther : usual}
        done={(proven: Flow) => {
          resume(proven.flow)
          return 'leaving'
        }}
        ended={cancel}
        onFlow={setFlow}
        resent={mailboxProof.resent}
        otherChannel={flow.toOther ? mailboxProof.backToFirst : mailboxProof.otherChannel}
      />
      <button class="ds-button" data-variant="tertiary" data-fullwidth type="button" onClick={cancel}>
        {common.cancel}
      </button>
    </>
  )
}
