// What is asked, in large words, and the two answers.
import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../api.ts'
import { useSecondsLeft } from '../../parts/countdown.tsx'
import { ProblemAlert } from '../../parts/form.tsx'
import { FreezeDialog } from '../../parts/freeze-dialog.tsx'
import { leaveToLogIn } from '../../parts/use-load.ts'
import { freeze, approval as words } from '../../words/active.ts'
import { Act } from './act.tsx'
import { type Approval, decline, isElsewhere } from './approval.ts'
import { CodeProof } from './code-proof.tsx'
import { ObstacleNote } from './obstacle-note.tsx'
import { PasskeyProof } from './passkey-proof.tsx'

interface QuestionProps {
  approval: Approval
  answered(approval: Approval): void
  /** It stands elsewhere than the page believed. */
  reload(): void
  frozen(): void
}

export function Question({ approval, answered, reload, frozen }: QuestionProps) {
  const [isFreezing, setFreezing] = useState(false)
  const seconds = useSecondsLeft(Date.parse(approval.expiresAt))
  useEffect(() => {
    if (seconds === 0) reload()
  }, [seconds === 0])
  const elsewhere = (problem: Problem) => (problem.code === 'session_required' ? leaveToLogIn() : reload())
  const isPossible = approval.actions.includes('approve')
  const hasCode = approval.methods.includes('totp')
  const hasPasskey = approval.methods.includes('passkey')
  return (
    <>
      <h1 class="ds-heading" data-size="md">
        {words.question}
      </h1>
      <p>{words.lead(approval.askedBy)}</p>
      <Act approval={approval} seconds={seconds} />
      {!isPossible && <ObstacleNote approval={approval} />}
      {isPossible && hasCode && <CodeProof hasPasskey={hasPasskey} approved={answered} elsewhere={elsewhere} />}
      {isPossible && hasPasskey && <PasskeyProof isSecond={hasCode} approved={answered} elsewhere={elsewhere} />}
      <Decline declined={answered} elsewhere={elsewhere} />
      <section class="not-you">
        <h2 class="ds-heading" data-size="2xs">
          {words.notYou}
        </h2>
        <p class="small">{words.notYouText}</p>
        <button
          class="ds-button"
          data-variant="tertiary"
          data-color="danger"
          data-fullwidth
          type="button"
          onClick={() => setFreezing(true)}
        >
          {freeze.freeze}
        </button>
      </section>
      {isFreezing && <FreezeDialog close={() => setFreezing(false)} frozen={frozen} />}
    </>
  )
}

interface DeclineProps {
  declined(approval: Approval): void
  elsewhere(problem: Problem): void
}

function Decline({ declined, elsewhere }: DeclineProps) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const act = async () => {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    const answer = await decline()
    setBusy(false)
    if (answer.ok) declined(answer.value)
    else if (isElsewhere(answer.problem)) elsewhere(answer.problem)
    else setProblem(answer.problem)
  }
  return (
    <>
      {problem && <ProblemAlert problem={problem} />}
      <button
        class="ds-button"
        data-variant="secondary"
        data-fullwidth
        type="button"
        aria-busy={busy}
        aria-disabled={busy}
        onClick={() => void act()}
      >
        {words.decline}
      </button>
    </>
  )
}
