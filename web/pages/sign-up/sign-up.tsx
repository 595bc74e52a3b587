// J14: identifier → code → password → home, signed in. The server names the step; a reload goes on where it was.
import { useEffect, useState } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import { call, type Flow, type Problem, type Session } from '../../api.ts'
import { CodeStep } from '../../parts/code-step.tsx'
import { flowMemory } from '../../parts/flow-memory.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { host } from '../../parts/host.ts'
import { common, signUp } from '../../words/active.ts'
import { IdentifierStep } from './identifier-step.tsx'
import { PasswordStep } from './password-step.tsx'

const memory = flowMemory('sign-up')

export function SignUp() {
  const [flow, setFlow] = useState<Flow>()
  const [typed, setTyped] = useState<string>()
  const [ended, setEnded] = useState<Problem>()

  const go = (next: Flow) => {
    if (next.state === 'done') return stop({ code: 'wrong_state', state: 'done' })
    memory.keep(next.flow)
    setEnded(undefined)
    setFlow(next)
  }
  const stop = (problem?: Problem) => {
    // The answer to an earlier try got lost, or another tab was quicker: what was done stands.
    if (flow && problem?.code === 'wrong_state' && problem.state !== 'done') return void resume(flow.flow)
    memory.forget()
    setEnded(problem)
    setFlow(undefined)
  }
  const resume = async (token: string) => {
    const answer = await call<Flow>('POST', '/sign-up/state', { flow: token })
    if (answer.ok) go(answer.value)
    else if (answer.problem.code === 'flow_ended') memory.forget()
  }
  useEffect(() => {
    const token = memory.read()
    if (token) void resume(token)
  }, [])

  if (flow?.state === 'password') {
    return (
      <PasswordStep flow={flow.flow} userName={typed} least={policy.passwordMinLengthAlone} done={home} ended={stop} />
    )
  }
  if (flow) {
    return (
      <>
        <CodeStep
          flow={flow}
          path="/sign-up"
          level={1}
          done={(next: Flow) => void go(next) as undefined}
          ended={stop}
          onFlow={go}
        />
        <p class="aside">
          <button class="ds-link" type="button" onClick={() => stop()}>
            {signUp.startOver}
          </button>
        </p>
      </>
    )
  }
  return (
    <IdentifierStep
      started={(next, address) => {
        setTyped(address)
        go(next)
      }}
    >
      {ended?.state === 'done' ? (
        <div class="ds-alert" data-color="success" role="alert">
          <p>{signUp.made}</p>
        </div>
      ) : (
        ended && <ProblemAlert problem={ended} />
      )}
      {(ended?.code === 'identifier_taken' || ended?.state === 'done') && (
        <p>
          <a class="ds-link" href="/log-in">
            {common.logIn}
          </a>
        </p>
      )}
    </IdentifierStep>
  )
}

function home(_session: Session): 'leaving' {
  memory.forget()
  host.open('/')
  return 'leaving'
}
