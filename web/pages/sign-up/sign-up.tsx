// J14: identifier → code → password → home, signed in. The server names the step; a reload goes on where it was.
import { useEffect, useState } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import { call, type Flow, type Problem, type Session } from '../../api.ts'
import { CodeStep } from '../../parts/code-step.tsx'
import { ProblemAlert } from '../../parts/form.tsx'
import { common, signUp } from '../../words/active.ts'
import { IdentifierStep } from './identifier-step.tsx'
import { PasswordStep } from './password-step.tsx'
import { forgetFlow, rememberedFlow, rememberFlow } from './remembered-flow.ts'

export function SignUp() {
  const [flow, setFlow] = useState<Flow>()
  const [ended, setEnded] = useState<Problem>()

  const go = (next: Flow) => {
    rememberFlow(next.flow)
    setEnded(undefined)
    setFlow(next)
  }
  const stop = (problem?: Problem) => {
    forgetFlow()
    setEnded(problem)
    setFlow(undefined)
  }
  useEffect(() => {
    const token = rememberedFlow()
    if (!token) return
    void call<Flow>('POST', '/sign-up/state', { flow: token }).then((answer) => {
      if (answer.ok) go(answer.value)
      else if (answer.problem.code !== 'network') forgetFlow()
    })
  }, [])

  if (flow?.state === 'password') {
    return <PasswordStep flow={flow.flow} least={policy.passwordMinLengthAlone} done={home} ended={stop} />
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
    <IdentifierStep started={go}>
      {ended && <ProblemAlert problem={ended} />}
      {ended?.code === 'identifier_taken' && (
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
  forgetFlow()
  location.assign('/')
  return 'leaving'
}
