// A second way to be found: address → (password, when the last proof is old) → code → added.
import { useState } from 'preact/hooks'
import { call, type Flow, type Hold, type Problem } from '../../api.ts'
import { CodeStep } from '../../parts/code-step.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemAlert } from '../../parts/form.tsx'
import type { IdentifierKind } from '../../parts/method.ts'
import { leaveToLogIn } from '../../parts/use-load.ts'
import { AddressStep } from './address-step.tsx'
import { StepUp } from './step-up.tsx'

export interface Added {
  holds?: Hold[]
}

interface AddIdentifierProps {
  kind: IdentifierKind
  /** With what was added, or undefined when the person closed the dialog. */
  done(added?: Added): void
}

type Body = { identifier: string; country?: string }

export function AddIdentifier({ kind, done }: AddIdentifierProps) {
  const [body, setBody] = useState<Body>()
  const [flow, setFlow] = useState<Flow>()
  const [problem, setProblem] = useState<Problem>()

  const stop = (ended: Problem) => {
    if (ended.code === 'session_required') return leaveToLogIn()
    setProblem(ended)
    setFlow(undefined)
    setBody(undefined)
  }
  const start = (next: Flow) => {
    setProblem(undefined)
    setBody(undefined)
    setFlow(next)
  }
  return (
    <Dialog close={() => done()}>
      {flow ? (
        <CodeStep
          flow={flow}
          path="/account/identifiers"
          level={2}
          done={(added: Added) => void done(added) as undefined}
          ended={stop}
          onFlow={setFlow}
        />
      ) : body ? (
        <StepUp
          done={async () => {
            const answer = await call<Flow>('POST', '/account/identifiers', body)
            if (answer.ok) start(answer.value)
            else stop(answer.problem)
          }}
        />
      ) : (
        <AddressStep kind={kind} started={start} stepUp={setBody} stop={stop}>
          {problem && <ProblemAlert problem={problem} />}
        </AddressStep>
      )}
    </Dialog>
  )
}
