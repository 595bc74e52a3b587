// J5: address → code and new password → done, never signed in. The server names the step; a reload goes on where it was.
import { useEffect, useState } from 'preact/hooks'
import { call, type Flow, type Problem } from '../../api.ts'
import { flowMemory } from '../../parts/flow-memory.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { forgotPassword } from '../../words/active.ts'
import { AddressStep } from './address-step.tsx'
import { Done, NeedsFactor } from './endings.tsx'
import { ResetStep } from './reset-step.tsx'

const memory = flowMemory('forgot-password')

export function ForgotPassword() {
  const [flow, setFlow] = useState<Flow>()
  const [ended, setEnded] = useState<Problem>()

  const go = (next: Flow) => {
    memory.keep(next.flow)
    setEnded(undefined)
    setFlow(next)
  }
  const stop = (problem?: Problem) => {
    memory.forget()
    setEnded(problem)
    setFlow(undefined)
  }
  useEffect(() => {
    const token = memory.read()
    if (!token) return
    void call<Flow>('POST', '/forgot-password/state', { flow: token }).then((answer) => {
      // One that is done is shown to whoever did it, once: a later visit begins anew.
      if (answer.ok && answer.value.state !== 'done') go(answer.value)
      else if (answer.ok || answer.problem.code !== 'network') memory.forget()
    })
  }, [])
  useEffect(() => {
    if (flow?.state === 'done') memory.forget()
  }, [flow])

  if (flow?.state === 'done') return <Done />
  if (flow?.state === 'factor') return <NeedsFactor />
  if (flow) {
    return (
      <>
        <ResetStep flow={flow} onFlow={go} reached={(state) => go({ ...flow, state })} ended={stop} />
        <p class="aside">
          <button class="ds-link" type="button" onClick={() => stop()}>
            {forgotPassword.startOver}
          </button>
        </p>
      </>
    )
  }
  return <AddressStep started={go}>{ended && <ProblemAlert problem={ended} />}</AddressStep>
}
