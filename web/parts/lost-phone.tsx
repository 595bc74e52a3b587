// J10 and J11: the phone is lost or another. With the phrase there is a way on at once, without it an honest one.
import { useState } from 'preact/hooks'
import { policy } from '../../server/platform/policy.ts'
import type { Answer, Problem } from '../api.ts'
import { recoveryKey, lostPhone as words } from '../words/active.ts'
import { Back } from './back.tsx'
import { EnterPhrase } from './enter-phrase.tsx'
import { GuideLink } from './guide-link.tsx'
import { NoWayIn } from './no-way-in.tsx'
import { StepHeading } from './step-heading.tsx'

export interface LostPhoneProps<Begun> {
  /** Whether the account has a phrase. */
  canEnter: boolean
  /** The phrase was used before, and its authenticator is dead: there is nothing to ask about the phone. */
  isSuspended?: boolean
  sendPhrase(phrase: string): Promise<Answer<Begun>>
  phraseDone(value: Begun): 'leaving' | undefined
  /** A refusal that ends the step. */
  ended(problem: Problem): void
  /** Absent: there is nothing to go back to. */
  back?(): void
}

const holdHours = policy.credentialHoldSeconds / 3600

type View = 'reason' | 'choice' | 'enter' | 'none'

export function LostPhone<Begun>({
  canEnter,
  isSuspended,
  sendPhrase,
  phraseDone,
  ended,
  back,
}: LostPhoneProps<Begun>) {
  const [reason, setReason] = useState<Reason>()
  const [view, setView] = useState<View>(!isSuspended ? 'reason' : canEnter ? 'choice' : 'none')
  if (view === 'reason')
    return (
      <>
        <ReasonStep
          chosen={reason}
          choose={(next) => {
            setReason(next)
            setView('choice')
          }}
        />
        <GuideLink name="lost-authenticator">{words.guide}</GuideLink>
        {back && <Back to={back} />}
      </>
    )
  if (view === 'choice')
    return (
      <>
        <StepHeading>{isSuspended ? words.suspendedTitle : words.choiceTitle}</StepHeading>
        <p>{isSuspended ? words.suspended : reason && words.advice[reason]}</p>
        <div class="choice">
          {canEnter && (
            <button class="ds-button" data-fullwidth type="button" onClick={() => setView('enter')}>
              {words.have}
            </button>
          )}
          <button
            class="ds-button"
            data-variant="secondary"
            data-fullwidth
            type="button"
            onClick={() => setView('none')}
          >
            {words.haveNot}
          </button>
        </div>
        {!isSuspended && <Back to={() => setView('reason')} />}
      </>
    )
  if (view === 'none')
    return (
      <>
        <NoWayIn words={words} />
        {(canEnter || !isSuspended) && <Back to={() => setView('choice')} />}
      </>
    )
  return (
    <>
      <StepHeading>{recoveryKey.enterTitle}</StepHeading>
      <p>{words.enterLead(holdHours)}</p>
      <EnterPhrase send={sendPhrase} done={phraseDone} ended={ended} />
      <Back to={() => setView('choice')} />
    </>
  )
}

const reasons = ['lost', 'changed', 'other'] as const
type Reason = (typeof reasons)[number]

/** What happened decides what is advised; it is sent to nobody. */
function ReasonStep({ chosen = 'lost', choose }: { chosen?: Reason; choose(reason: Reason): void }) {
  const [reason, setReason] = useState<Reason>(chosen)
  return (
    <>
      <StepHeading>{words.link}</StepHeading>
      <form
        class="form"
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault()
          choose(reason)
        }}
      >
        <fieldset class="channels">
          <legend>{words.reasonLegend}</legend>
          {reasons.map((each) => (
            <div class="ds-field" key={each}>
              <input
                class="ds-input"
                type="radio"
                id={`reason-${each}`}
                name="reason"
                value={each}
                checked={reason === each}
                onChange={() => setReason(each)}
              />
              <label class="ds-label" for={`reason-${each}`}>
                {words.reasons[each]}
              </label>
            </div>
          ))}
        </fieldset>
        <button class="ds-button" data-fullwidth type="submit">
          {words.next}
        </button>
      </form>
    </>
  )
}
