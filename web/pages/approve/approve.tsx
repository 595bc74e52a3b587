// One withdrawal, asked by the exchange: exactly what is approved, and a proof for it and nothing else.
import { useState } from 'preact/hooks'
import { Frozen } from '../../parts/frozen.tsx'
import { LoadProblem } from '../../parts/load-problem.tsx'
import { useLoad } from '../../parts/use-load.ts'
import { common, approval as words } from '../../words/active.ts'
import { loadApproval } from './approval.ts'
import { Ending, Missing } from './endings.tsx'
import { Question } from './question.tsx'

export function Approve() {
  const loaded = useLoad(loadApproval)
  const [isFrozen, setFrozen] = useState(false)
  const { value: approval, problem } = loaded
  if (isFrozen) return <Frozen />
  if (problem?.code === 'not_found' || problem?.code === 'request_invalid') return <Missing />
  if (approval?.state === 'pending')
    return (
      <Question
        approval={approval}
        answered={loaded.set}
        reload={() => void loaded.reload()}
        frozen={() => setFrozen(true)}
      />
    )
  if (approval) return <Ending approval={approval} />
  return (
    <>
      <h1 class="ds-heading" data-size="md">
        {words.title}
      </h1>
      {problem ? <LoadProblem loaded={loaded} /> : <p class="reserved">{common.loading}</p>}
    </>
  )
}
