// Loaded once the first step is taken: a frozen account is opened by the code that was sent, and by the second proof if it has one.
import { useEffect, useState } from 'preact/hooks'
import type { Flow, Problem } from '../../api.ts'
import { CodeStep } from '../../parts/code-step.tsx'
import { common, thaw } from '../../words/active.ts'
import type { StepProps } from '../log-in/step.ts'
import { Done, Waiting } from './endings.tsx'

interface OpeningProps extends StepProps {
  /** Strangers have used up what is sent there, or what is looked at: the mailbox is proven, and the form sent again with that. */
  prove(flow: Flow): void
}

/** Its code was right. */
interface Opened extends Flow {
  /** In state `waiting`. */
  opensAt?: string
}

type FactorStep = typeof import('./factor-step.tsx').FactorStep

/** The second proof comes with a script of its own: most accounts have none. */
async function loadFactorStep(failed: (problem: Problem) => void): Promise<FactorStep | undefined> {
  try {
    return (await import('./factor-step.tsx')).FactorStep
  } catch {
    failed({ code: 'network' })
  }
}

export function Opening({ flow: first, resume, prove }: OpeningProps) {
  const [flow, setFlow] = useState<Opened>(first)
  const restart = (why?: Problem) => resume(undefined, why)
  const [Factor, setFactor] = useState<{ Step: FactorStep }>()
  const [next, setNext] = useState<string>()
  const open = (words?: string) => {
    setNext(words)
    setFlow({ ...flow, state: 'done' })
  }
  useEffect(() => {
    if (flow.state === 'factor') void loadFactorStep(restart).then((Step) => Step && setFactor({ Step }))
  }, [flow.state])
  if (flow.state === 'done') return <Done next={next} />
  if (flow.opensAt) return <Waiting opensAt={flow.opensAt} />
  if (flow.state === 'factor')
    return Factor ? <Factor.Step flow={flow} open={open} ended={restart} /> : <p class="reserved">{common.loading}</p>
  const to = flow.destination ?? ''
  return (
    <>
      <CodeStep
        flow={flow}
        path="/thaw"
        level={1}
        sent={flow.channel === 'sms' ? thaw.sentBySms(to) : thaw.sentByEmail(to)}
        done={(answer: Opened) => void setFlow({ ...flow, ...answer }) as undefined}
        ended={restart}
        onFlow={(next) => (next.state === 'mailbox' ? prove(next) : setFlow(next))}
      />
      <p class="small aside">
        {thaw.otherAddress}{' '}
        <button class="ds-link" type="button" onClick={() => restart()}>
          {thaw.startOver}
        </button>
      </p>
    </>
  )
}
