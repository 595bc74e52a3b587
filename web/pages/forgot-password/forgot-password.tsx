// J5: address → code and new password → done, never signed in; beside strangers the mailbox is proven first. The server names the step; a reload goes on where it was.
import { useEffect, useRef, useState } from 'preact/hooks'
import { call, type Flow, type Problem } from '../../api.ts'
import { flowMemory } from '../../parts/flow-memory.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { common, forgotPassword } from '../../words/active.ts'
import { AddressStep } from './address-step.tsx'
import { Done } from './endings.tsx'
import type { NewPassword } from './new-password-step.tsx'
import { type Reached, ResetStep } from './reset-step.tsx'

const memory = flowMemory('forgot-password')

/** Steps that most resets do not need come with a script of their own. */
const late = {
  factor: async () => ({ Factor: (await import('./factor-step.tsx')).FactorStep }),
  mailbox: async () => ({ Mailbox: (await import('./mailbox-step.tsx')).MailboxStep }),
}
type Late = Partial<Awaited<ReturnType<typeof late.factor>> & Awaited<ReturnType<typeof late.mailbox>>>

const loading = <p class="reserved">{common.loading}</p>

export function ForgotPassword() {
  const [flow, setFlow] = useState<Flow>()
  const [ended, setEnded] = useState<Problem>()
  const [userName, setUserName] = useState<string>()
  const [typed, setTyped] = useState<NewPassword>()
  const [{ Factor, Mailbox }, setLate] = useState<Late>({})
  /** The flow that began with the proof of its mailbox. */
  const [proven, setProven] = useState<string>()
  /** What was typed beside a code stays while the mailbox is proven. */
  const hasTyped = useRef(false)

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
    hasTyped.current = false
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
    if (flow?.state === 'factor' || flow?.state === 'mailbox')
      void late[flow.state]().then(
        (step: Late) => setLate((steps) => ({ ...steps, ...step })),
        () => stop({ code: 'network' }),
      )
  }, [flow?.state])

  if (flow?.state === 'done') return <Done />
  if (flow?.state === 'factor') {
    const done = () => go({ ...flow, state: 'done' })
    return Factor ? <Factor flow={flow} userName={userName} typed={typed} done={done} ended={stop} /> : loading
  }
  if (flow) {
    const isMailbox = flow.state === 'mailbox'
    hasTyped.current ||= !isMailbox
    const begun = (next: Flow) => {
      setProven(next.flow)
      go(next)
    }
    return (
      <>
        {isMailbox && (Mailbox ? <Mailbox flow={flow} onFlow={go} proven={begun} ended={stop} /> : loading)}
        {hasTyped.current && (
          <div hidden={isMailbox}>
            <ResetStep
              flow={flow}
              isProven={flow.flow === proven}
              userName={userName}
              onFlow={go}
              reached={reached}
              ended={stop}
            />
          </div>
        )}
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
