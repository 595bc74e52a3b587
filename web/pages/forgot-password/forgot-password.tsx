// J5: address → code and new password → done, never signed in. The server names the step; a reload goes on where it was.
import { useEffect, useState } from 'preact/hooks'
import { call, type Flow, type Problem } from '../../api.ts'
import { flowMemory } from '../../parts/flow-memory.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { common, forgotPassword } from '../../words/active.ts'
import { AddressStep } from './address-step.tsx'
import { Done } from './endings.tsx'
import type { NewPassword } from './new-password-step.tsx'
import { type Reached, ResetStep } from './reset-step.tsx'

const memory = flowMemory('forgot-password')

type FactorStep = typeof import('./factor-step.tsx').FactorStep

/** The second proof comes with a script of its own: most resets need none. */
async function loadFactorStep(failed: (problem: Problem) => void): Promise<FactorStep | undefined> {
  try {
    return (await import('./factor-step.tsx')).FactorStep
  } catch {
    failed({ code: 'network' })
  }
}

export function ForgotPassword() {
  const [flow, setFlow] = useState<Flow>()
  const [ended, setEnded] = useState<Problem>()
  const [userName, setUserName] = useState<string>()
  const [typed, setTyped] = useState<NewPassword>()
  const [Factor, setFactor] = useState<{ Step: FactorStep }>()

  const go = (next: Flow) => {
    memory.keep(next.flow)
    setEnded(undefined)
    setFlow(next)
  }
  const stop = (problem?: Problem) => {
    memory.forget()
    setEnded(problem)
    setFlow(undefined)
    setTyped(undefined)
  }
  async function look(token: string) {
    const answer = await call<Flow>('POST', '/forgot-password/state', { flow: token })
    // One that is done is shown to whoever did it, once: a later visit begins anew.
    if (answer.ok && answer.value.state !== 'done') go(answer.value)
    else if (answer.ok || answer.problem.code !== 'network') memory.forget()
  }
  const reached = (next: Reached, password: NewPassword) => {
    setTyped(password)
    if (flow && next.state === 'factor' && !next.actions) void look(flow.flow)
    else if (flow) go({ ...flow, ...next })
  }
  useEffect(() => {
    const token = memory.read()
    if (token) void look(token)
  }, [])
  useEffect(() => {
    if (flow?.state === 'done') memory.forget()
    if (flow?.state === 'factor') void loadFactorStep(stop).then((Step) => Step && setFactor({ Step }))
  }, [flow?.state])

  if (flow?.state === 'done') return <Done />
  if (flow?.state === 'factor') {
    const done = () => go({ ...flow, state: 'done' })
    return Factor ? (
      <Factor.Step flow={flow} userName={userName} typed={typed} done={done} ended={stop} />
    ) : (
      <p class="reserved">{common.loading}</p>
    )
  }
  if (flow) {
    return (
      <>
        <ResetStep flow={flow} userName={userName} onFlow={go} reached={reached} ended={stop} />
        <p class="aside">
          <button class="ds-link" type="button" onClick={() => stop()}>
            {forgotPassword.startOver}
          </button>
        </p>
      </>
    )
  }
  const started = (next: Flow, address: string) => {
    setUserName(address)
    go(next)
  }
  return <AddressStep started={started}>{ended && <ProblemAlert problem={ended} />}</AddressStep>
}
