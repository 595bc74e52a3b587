// Loaded only when it is needed: the second proof of a frozen account that has one, after password and code.
import { call, type Flow, type Problem } from '../../api.ts'
import { FactorPasskey } from '../../parts/factor-passkey.tsx'
import { FactorStep as SecondProof } from '../../parts/factor-step.tsx'
import { loadStyles } from '../../parts/late-styles.ts'
import styles from '../../styles/factor.css?url'
import { lostPhone } from '../../words/active.ts'

await loadStyles(styles)

interface FactorStepProps {
  flow: Flow
  /** @param next what there is left to do, where something is */
  open(next?: string): void
  ended(problem: Problem): void
}

export function FactorStep({ flow: { flow, actions = [] }, open, ended }: FactorStepProps) {
  return (
    <SecondProof<object, object>
      actions={actions}
      sendCode={(code) => call('POST', '/thaw/totp', { flow, code })}
      done={() => void open() as undefined}
      sendPhrase={(phrase) => call('POST', '/thaw/recovery-key', { flow, phrase })}
      phraseDone={() => void open(lostPhone.thawed) as undefined}
      ended={ended}
      passkey={<FactorPasskey ceremony={(of) => of.thawWithPasskey(flow)} done={() => open()} ended={ended} />}
    />
  )
}
