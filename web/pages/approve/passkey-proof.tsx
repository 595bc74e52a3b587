// «Godkjenn med tilgangsnøkkel»: the browser asks for the passkey at the press, for this withdrawal alone.
import type { Problem } from '../../api.ts'
import { PasskeyPrompt } from '../../parts/passkey-prompt.tsx'
import { approval as words } from '../../words/active.ts'
import { type Approval, approvalPath, isElsewhere } from './approval.ts'

interface PasskeyProofProps {
  /** Beside the code there is one primary action, and this is not it. */
  isSecond: boolean
  approved(approval: Approval): void
  elsewhere(problem: Problem): void
}

export function PasskeyProof({ isSecond, approved, elsewhere }: PasskeyProofProps) {
  return (
    <>
      {!isSecond && <p>{words.passkeyText}</p>}
      <PasskeyPrompt<Approval>
        label={words.approveWithPasskey}
        isSecond={isSecond}
        ceremony={(passkeys) => passkeys.proveByPasskey<Approval>(`${approvalPath()}/passkey`)}
        seeTo={(problem) => {
          const isOver = isElsewhere(problem)
          if (isOver) elsewhere(problem)
          return isOver
        }}
        done={(approval) => void approved(approval) as undefined}
      />
    </>
  )
}
