// A new authenticator in the place of the lost one: its key, then the new phrase.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { AuthenticatorAnswer } from '../../server/authenticator/schema.ts'
import { type Problem, serverNow } from '../api.ts'
import { KeyStep } from './key-step.tsx'
import { PhraseStep } from './phrase-step.tsx'

interface ReplacingProps<Done> {
  /** As the answer to the right phrase has it. */
  begun: AuthenticatorAnswer
  /** The journey's path: `${path}/key`, `/phrase` and `/new-phrase`. */
  path: string
  done(value: Done): void
  /** @param mayBeDone the answer to the last step got lost, so that what ended may have ended well */
  ended(problem: Problem, mayBeDone: boolean): void
}

export function Replacing<Done>({ begun, path, done, ended: over }: ReplacingProps<Done>) {
  const [change, setChange] = useState(begun)
  const mayBeDone = useRef(false)
  const ended = (problem: Problem) => over(problem, mayBeDone.current)
  const { flow, state, key, phrase, endsAt } = change
  // Time runs out for whatever is pending: the screen says so by itself.
  useEffect(() => {
    const timer = setTimeout(() => ended({ code: 'flow_ended' }), Math.max(0, Date.parse(endsAt) - serverNow()) + 500)
    return () => clearTimeout(timer)
  }, [endsAt])
  const step = { flow, path, level: 1, ended } as const
  if (state === 'key' && key)
    return <KeyStep<AuthenticatorAnswer> {...step} pending={key} endsAt={endsAt} done={setChange} />
  return (
    <PhraseStep<AuthenticatorAnswer | Done>
      {...step}
      phrase={phrase}
      seen={() => {}}
      renewed={(answer) => setChange(answer as AuthenticatorAnswer)}
      done={(answer) => done(answer as Done)}
      unanswered={() => (mayBeDone.current = true)}
    />
  )
}
