// «Kontoen slettes …»: one calm card for whoever signs in while their account is to be deleted, and the way to keep it.
import { useEffect, useRef, useState } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import { call, type Problem } from '../../api.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { clockTime, date } from '../../parts/format.ts'
import type { Overview } from '../../parts/overview.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { type Loaded, leaveToLogIn } from '../../parts/use-load.ts'
import { deletion as words } from '../../words/active.ts'

type KeepDialog = typeof import('./keep-dialog.tsx').KeepDialog

const holdHours = policy.credentialHoldSeconds / 3600

interface DeletionCardProps {
  loaded: Loaded<Overview>
  /** It was asked for a moment ago: the card takes the focus. */
  isNew?: boolean
}

export function DeletionCard({ loaded, isNew = false }: DeletionCardProps) {
  const [said, setSaid] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const [Dialog, setDialog] = useState<{ of: KeepDialog }>()
  const alert = useRef<HTMLDivElement>(null)
  const endsAt = loaded.value?.account.deletion.endsAt
  useEffect(() => alert.current?.focus(), [said, endsAt])

  async function keep() {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    const answer = await call('DELETE', '/account/deletion')
    const refused = answer.ok ? undefined : await refuse(answer.problem)
    setBusy(false)
    setProblem(refused)
    if (!answer.ok) return
    setDialog(undefined)
    setSaid(words.kept)
    await loaded.reload()
  }

  /** @returns what to show */
  async function refuse(refused: Problem): Promise<Problem | undefined> {
    if (refused.code === 'session_required') leaveToLogIn()
    if (refused.code !== 'step_up_required') return refused
    try {
      const { KeepDialog: of } = await import('./keep-dialog.tsx')
      return void setDialog({ of })
    } catch {
      return { code: 'network' }
    }
  }

  return (
    <>
      <div class="said" role="status">
        {said && !endsAt && (
          <div class="ds-alert" data-color="success" tabIndex={-1} ref={alert}>
            <p>{said}</p>
          </div>
        )}
      </div>
      {endsAt && (
        <section class="ds-card leaving">
          {isNew ? (
            <StepHeading level={2}>{words.cardTitle(date(endsAt))}</StepHeading>
          ) : (
            <h2 class="ds-heading" data-size="sm">
              {words.cardTitle(date(endsAt))}
            </h2>
          )}
          <p>{words.cardText(clockTime(endsAt), holdHours)}</p>
          {problem && <ProblemAlert problem={problem} />}
          <button class="ds-button" type="button" aria-busy={busy} aria-disabled={busy} onClick={() => void keep()}>
            {words.keep}
          </button>
        </section>
      )}
      {Dialog && <Dialog.of keep={keep} close={() => setDialog(undefined)} />}
    </>
  )
}
