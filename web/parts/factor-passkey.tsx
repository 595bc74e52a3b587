// The button of a passkey where it is the second proof of a step that may end under it.
import type { Problem } from '../api.ts'
import { factorStep as words } from '../words/active.ts'
import type { Outcome } from './passkey.ts'
import { PasskeyPrompt } from './passkey-prompt.tsx'

interface FactorPasskeyProps {
  ceremony(passkeys: typeof import('./passkey.ts')): Promise<Outcome<object>>
  done(): void
  /** A refusal that ends the step. */
  ended(problem: Problem): void
}

const endings = ['flow_ended', 'wrong_state', 'password_weak']

export const FactorPasskey = ({ ceremony, done, ended }: FactorPasskeyProps) => (
  <PasskeyPrompt
    label={words.usePasskey}
    ceremony={ceremony}
    seeTo={(problem) => {
      const isEnding = endings.includes(problem.code)
      if (isEnding) ended(problem)
      return isEnding
    }}
    done={() => void done() as undefined}
  />
)
