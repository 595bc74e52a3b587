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
  /** As it was typed beside the code; absent after a reload, and typed again then. */
  typed?: NewPassword
  done(): void
  ended(problem: Problem): void
}

const holdHours = policy.credentialHoldSeconds / 3600

export function FactorStep({ flow: { flow, actions = [] }, typed: first, done, ended }: FactorStepProps) {
  const [typed, setTyped] = useState(first)
  const [refused, setRefused] = useState<Problem>()
  const [begun, setBegun] = useState<AuthenticatorAnswer>()
  const [end, setEnd] = useState<'replaced' | 'stopped'>()
  if (end) return <Ending isStopped={end === 'stopped'} />
  if (begun)
    return (
      <Replacing
        begun={begun}
        path="/forgot-password/recovery-key"
        done={() => setEnd('replaced')}
        ended={() => setEnd('stopped')}
      />
    )
  if (!typed)
    return (
      <NewPasswordStep
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
      sendCode={(code) => call('POST', '/forgot-password/totp', { flow, code, ...typed })}
      done={() => void done() as undefined}
      sendPhrase={(phrase) => call('POST', '/forgot-password/recovery-key', { flow, phrase, ...typed })}
      phraseDone={(answer) => void setBegun(answer) as undefined}
      ended={stop}
      passkey={<FactorPasskey ceremony={(of) => of.resetWithPasskey(flow, typed)} done={done} ended={stop} />}
    />
  )
}

/** The password is new in both cases, and nobody is signed in. */
const Ending = ({ isStopped }: { isStopped: boolean }) => (
  <div class="ending">
    {!isStopped && <Ready />}
    <StepHeading>{isStopped ? lostPhone.resetStoppedTitle : lostPhone.replacedTitle}</StepHeading>
    <p>{isStopped ? lostPhone.resetStopped : lostPhone.reset}</p>
    <p>{lostPhone.holdHours(holdHours)}</p>
    <a class="ds-button" data-fullwidth href="/log-in">
      {forgotPassword.logIn}
    </a>
  </div>
)
