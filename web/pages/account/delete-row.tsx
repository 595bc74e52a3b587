// «Slett konto»: quiet, the last row; what it means is said in the dialog, which comes with a script of its own.
import { useState } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import type { Problem } from '../../api.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { date } from '../../parts/format.ts'
import type { Overview } from '../../parts/overview.ts'
import { deletion as words } from '../../words/active.ts'
import { Row } from './row.tsx'

type DeleteDialog = typeof import('./delete-dialog.tsx').DeleteDialog

const days = policy.deletionGraceSeconds / 86_400

interface DeleteRowProps {
  overview: Overview
  /** It is asked for. */
  requested(): void
}

export function DeleteRow({ overview, requested }: DeleteRowProps) {
  const [Dialog, setDialog] = useState<{ of: DeleteDialog }>()
  const [problem, setProblem] = useState<Problem>()
  const { endsAt } = overview.account.deletion

  async function open() {
    setProblem(undefined)
    try {
      const { DeleteDialog: of } = await import('./delete-dialog.tsx')
      setDialog({ of })
    } catch {
      setProblem({ code: 'network' })
    }
  }

  if (endsAt) return <Row name={words.name} state={words.scheduled(date(endsAt))} />
  return (
    <Row name={words.name} state={words.state(days)}>
      <button class="ds-button" data-variant="secondary" data-color="neutral" type="button" onClick={() => void open()}>
        {words.ask}
      </button>
      {problem && <ProblemAlert problem={problem} />}
      {Dialog && (
        <Dialog.of
          authenticatedAt={overview.session.session.authenticatedAt}
          done={(isRequested) => {
            setDialog(undefined)
            if (isRequested) requested()
          }}
        />
      )}
    </Row>
  )
}
