// Loaded only when it is needed: the second proof after a right password, and J10 from here to the end.
import { useEffect, useState } from 'preact/hooks'
import type { AuthenticatorAnswer } from '../../../server/authenticator/schema.ts'
import { policy } from '../../../server/platform/policy.ts'
import { call, type Hold, type Problem } from '../../api.ts'
import { FactorStep as SecondProof } from '../../parts/factor-step.tsx'
import { dateTime } from '../../parts/format.ts'
import { loadStyles } from '../../parts/late-styles.ts'
import { Ready } from '../../parts/ready.tsx'
import { Replacing } from '../../parts/replacing.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import styles from '../../styles/factor.css?url'
import { logIn, lostPhone, factorStep as words } from '../../words/active.ts'
import { PasskeyButton } from './passkey-button.tsx'
import type { StepProps } from './step.ts'

await loadStyles(styles)

interface SignedIn {
  session: { holds: Hold[] }
}

const days = policy.trustedDeviceSeconds / 86_400

export function FactorStep({ flow: given, waiting, resume, leave }: StepProps) {
  const { flow, actions = [] } = given
  const [trusts, setTrusts] = useState(false)
  const [begun, setBegun] = useState<AuthenticatorAnswer>()
  const [holds, setHolds] = useState<Hold[]>()
  const [isUnsure, setUnsure] = useState(false)
  // Forgotten as the step is left, whichever way; after the phrase only the password leads back in.
  useEffect(() => {
    if (!begun) waiting?.keep(given)
    return () => waiting?.forget()
  }, [flow, begun])
  const restart = (problem: Problem) => resume(undefined, problem)
  if (holds) return <Replaced holds={holds} go={leave} />
  if (isUnsure) return <MayBeReplaced logIn={() => resume()} />
  if (begun)
    return (
      <Replacing<SignedIn>
        begun={begun}
        path="/sign-in/recovery-key"
        done={({ session }) => setHolds(session.holds)}
        ended={(problem, mayBeDone) => (mayBeDone ? setUnsure(true) : restart(problem))}
      />
    )
  return (
    <SecondProof<object, AuthenticatorAnswer>
      actions={actions}
      knowsDevices
      sendCode={(code) => call('POST', '/sign-in/totp', { flow, code, trustDevice: trusts })}
      done={() => {
        leave()
        return 'leaving'
      }}
      sendPhrase={(phrase) => call('POST', '/sign-in/recovery-key', { flow, phrase })}
      phraseDone={(answer) => void setBegun(answer) as undefined}
      ended={restart}
      passkey={<PasskeyButton label={words.usePasskey} flow={flow} trustDevice={trusts} done={leave} />}
    >
      <div class="ds-field trust">
        <input
          class="ds-input"
          type="checkbox"
          id="trust"
          aria-describedby="trust-hint"
          checked={trusts}
          onChange={({ currentTarget }) => setTrusts(currentTarget.checked)}
        />
        <label class="ds-label" for="trust">
          {words.trust(days)}
        </label>
        <p class="small" id="trust-hint">
          {words.trustHint}
        </p>
      </div>
    </SecondProof>
  )
}

/** Whether it is done, the next sign-in shows. */
const MayBeReplaced = ({ logIn: again }: { logIn(): void }) => (
  <div class="ending">
    <StepHeading>{lostPhone.unsureTitle}</StepHeading>
    <p>{lostPhone.unsure}</p>
    <button class="ds-button" data-fullwidth type="button" onClick={again}>
      {logIn.submit}
    </button>
  </div>
)

/** Signed in, and what that has changed. */
function Replaced({ holds, go }: { holds: Hold[]; go(): void }) {
  const last = holds
    .map(({ endsAt }) => endsAt)
    .sort()
    .at(-1)
  return (
    <div class="ending">
      <Ready />
      <StepHeading>{lostPhone.replacedTitle}</StepHeading>
      <p>{lostPhone.replaced}</p>
      {last && <p>{lostPhone.holdUntil(dateTime(last))}</p>}
      <button class="ds-button" data-fullwidth type="button" onClick={go}>
        {lostPhone.go}
      </button>
    </div>
  )
}
