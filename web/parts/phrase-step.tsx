// The Recovery Key Phrase: what it is, shown once, kept by the person, entered back whole.
import { useEffect, useState } from 'preact/hooks'
import { call, type Problem } from '../api.ts'
import { recoveryKey as words } from '../words/active.ts'
import { EnterPhrase } from './enter-phrase.tsx'
import { ProblemAlert } from './form.tsx'
import type { PhraseStepProps } from './phrase.ts'
import { ShownPhrase } from './shown-phrase.tsx'
import { StepHeading } from './step-heading.tsx'

type View = 'intro' | 'shown' | 'enter'

export function PhraseStep<T>(props: PhraseStepProps<T>) {
  const { phrase, level, seen } = props
  const [view, setView] = useState<View>(props.isAnnounced ? 'shown' : 'intro')
  const isSeen = !phrase || view !== 'intro'
  useEffect(() => {
    if (isSeen) seen()
  }, [isSeen])
  const showOther = (value: T) => {
    setView('shown')
    props.renewed(value)
  }
  if (!phrase) return <Lost {...props} renewed={showOther} />
  if (view === 'intro') return <Intro level={level} show={() => setView('shown')} />
  if (view === 'shown') return <ShownPhrase phrase={phrase} level={level} kept={() => setView('enter')} />
  return (
    <>
      <StepHeading level={level}>{words.enterTitle}</StepHeading>
      <p>{words.enterLead}</p>
      <EnterBack {...props} />
      <button class="ds-button" data-variant="tertiary" data-fullwidth type="button" onClick={() => setView('shown')}>
        {words.seeAgain}
      </button>
    </>
  )
}

const notThis = { recovery_key_wrong: words.notThis }

const EnterBack = <T,>({ flow, path, done, unanswered, ended }: PhraseStepProps<T>) => (
  <EnterPhrase<T>
    send={async (phrase) => {
      const answer = await call<T>('POST', `${path}/phrase`, { flow, phrase })
      if (!answer.ok && answer.problem.code === 'network') unanswered?.()
      return answer
    }}
    done={(value) => void done(value) as undefined}
    ended={ended}
    refused={notThis}
  />
)

/** Said before it is shown. */
function Intro({ level, show }: { level: 1 | 2; show(): void }) {
  return (
    <>
      <StepHeading level={level}>{words.introTitle}</StepHeading>
      <p>{words.introLead}</p>
      <PhraseFacts />
      <button class="ds-button" data-fullwidth type="button" onClick={show}>
        {words.show}
      </button>
    </>
  )
}

export const PhraseFacts = () => (
  <ul class="effects">
    {words.facts.map((each) => (
      <li key={each}>{each}</li>
    ))}
  </ul>
)

/** It was shown and is not on this page any more: whoever kept it enters it, whoever did not gets another. */
function Lost<T>(props: PhraseStepProps<T>) {
  const { flow, path, level, renewed, ended } = props
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  async function another() {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    const answer = await call<T>('POST', `${path}/new-phrase`, { flow })
    setBusy(false)
    if (answer.ok) renewed(answer.value)
    else if (['network', 'busy', 'internal'].includes(answer.problem.code)) setProblem(answer.problem)
    else ended(answer.problem)
  }
  return (
    <>
      <StepHeading level={level}>{words.lostTitle}</StepHeading>
      <p>{words.lostLead}</p>
      <EnterBack {...props} />
      <div class="otherwise">
        <p>{words.lostElse}</p>
        {problem && <ProblemAlert problem={problem} />}
        <button
          class="ds-button"
          data-variant="secondary"
          data-fullwidth
          type="button"
          aria-busy={busy}
          aria-disabled={busy}
          onClick={() => void another()}
        >
          {words.another}
        </button>
      </div>
    </>
  )
}
