// Loaded only when it is needed: the second proof of an account that has one, after the code. Nothing is lowered by a reset.
import { useState } from 'preact/hooks'
import type { AuthenticatorAnswer } from '../../../server/authenticator/schema.ts'
import { policy } from '../../../server/platform/policy.ts'
import { call, type Flow, type Problem } from '../../api.ts'
import { FactorPasskey } from '../../parts/factor-passkey.tsx'
import { FactorStep as SecondProof } from '../../parts/factor-step.tsx'
import { loadStyles } from '../../parts/late-styles.ts'
import { Ready } from '../../parts/ready.tsx'
import { Replacing } from '../../parts/replacing.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import styles from '../../styles/factor.css?url'
import { forgotPassword, lostPhone } from '../../words/active.ts'
import { type NewPassword, NewPasswordStep } from './new-password-step.tsx'

await loadStyles(styles)

interface FactorStepProps {
  flow: Flow
  userName?: string
  /** As it was typed beside the code; absent after a reload, and typed again then. */
  typed?: NewPassword
  done(): void
  ended(problem: Problem): void
}

type End = keyof typeof endings

const holdHours = policy.credentialHoldSeconds / 3600

export function FactorStep({ flow: { flow, actions = [] }, userName, typed: first, done, ended }: FactorStepProps) {
  const [typed, setTyped] = useState(first)
  const [refused, setRefused] = useState<Problem>()
  const [begun, setBegun] = useState<AuthenticatorAnswer>()
  const [end, setEnd] = useState<End>()
  if (end) return <Ending end={end} />
  if (begun)
    return (
      <Replacing
        begun={begun}
        path="/forgot-password/recovery-key"
        done={() => setEnd('replaced')}
        ended={(_, mayBeDone) => setEnd(mayBeDone ? 'unsure' : 'stopped')}
      />
    )
  if (!typed)
    return (
      <NewPasswordStep
        userName={userName}
        refused={refused}
        done={(next) => {
          setRefused(undefined)
          setTyped(next)
        }}
      />
    )
  const stop = (problem: Problem) => {
    if (problem.code !== 'password_weak') return ended(problem)
    setRefused(problem)
    setTyped(undefined)
  }
  return (
    <SecondProof<object, AuthenticatorAnswer>
      actions={actions}
      knowsDevices
      sendCode={(code) => call('POST', '/forgot-password/totp', { flow, code, ...typed })}
      done={() => void done() as undefined}
      sendPhrase={(phrase) => call('POST', '/forgot-password/recovery-key', { flow, phrase, ...typed })}
      phraseDone={(answer) => void setBegun(answer) as undefined}
      ended={stop}
      passkey={<FactorPasskey ceremony={(of) => of.resetWithPasskey(flow, typed)} done={done} ended={stop} />}
    />
  )
}

const endings = {
  replaced: [lostPhone.replacedTitle, lostPhone.reset],
  stopped: [lostPhone.resetStoppedTitle, lostPhone.resetStopped],
  unsure: [lostPhone.unsureTitle, lostPhone.resetUnsure],
} as const

/** The password is new in all of them, and nobody is signed in. */
function Ending({ end }: { end: End }) {
  const [title, text] = endings[end]
  return (
    <div class="ending">
      {end === 'replaced' && <Ready />}
      <StepHeading>{title}</StepHeading>
      <p>{text}</p>
      <p>{lostPhone.holdHours(holdHours)}</p>
      <a class="ds-button" data-fullwidth href="/log-in">
        {forgotPassword.logIn}
      </a>
    </div>
  )
}
