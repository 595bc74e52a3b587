// A frozen account is opened again: address and password → code → open. The same screens whether or not it is frozen.
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { call, type Flow, type Problem } from '../../api.ts'
import { CodeStep } from '../../parts/code-step.tsx'
import { PasswordField } from '../../parts/field.tsx'
import { FormFrame, ProblemAlert } from '../../parts/form.tsx'
import { IdentifierField, identifierOf } from '../../parts/identifier-field.tsx'
import { useForm } from '../../parts/use-form.ts'
import { common, fieldErrors, forgotPassword, thaw } from '../../words/active.ts'
import { Done } from './endings.tsx'

type FactorStep = typeof import('./factor-step.tsx').FactorStep

/** The second proof comes with a script of its own: most accounts have none. */
async function loadFactorStep(failed: (problem: Problem) => void): Promise<FactorStep | undefined> {
  try {
    return (await import('./factor-step.tsx')).FactorStep
  } catch {
    failed({ code: 'network' })
  }
}

export function Thaw() {
  const [flow, setFlow] = useState<Flow>()
  const [ended, setEnded] = useState<Problem>()
  const [Factor, setFactor] = useState<{ Step: FactorStep }>()
  const [next, setNext] = useState<string>()
  const go = (next: Flow) => {
    setEnded(undefined)
    setFlow(next)
  }
  const stop = (problem?: Problem) => {
    setEnded(problem)
    setFlow(undefined)
  }
  const open = (words?: string) => {
    setNext(words)
    if (flow) setFlow({ ...flow, state: 'done' })
  }
  useEffect(() => {
    if (flow?.state === 'factor') void loadFactorStep(stop).then((Step) => Step && setFactor({ Step }))
  }, [flow?.state])
  if (flow?.state === 'done') return <Done next={next} />
  if (flow?.state === 'factor')
    return Factor ? <Factor.Step flow={flow} open={open} ended={stop} /> : <p class="reserved">{common.loading}</p>
  if (!flow) return <ProofStep started={go}>{ended && <ProblemAlert problem={ended} />}</ProofStep>
  const to = flow.destination ?? ''
  return (
    <>
      <CodeStep
        flow={flow}
        path="/thaw"
        level={1}
        sent={flow.channel === 'sms' ? thaw.sentBySms(to) : thaw.sentByEmail(to)}
        done={(answer: Pick<Flow, 'state' | 'actions'>) => void setFlow({ ...flow, ...answer }) as undefined}
        ended={stop}
        onFlow={setFlow}
      />
      <p class="aside">
        <button class="ds-link" type="button" onClick={() => stop()}>
          {thaw.startOver}
        </button>
      </p>
    </>
  )
}

function ProofStep({ started, children }: { started(flow: Flow): void; children: ComponentChildren }) {
  const form = useForm<Flow>({
    check: (values): Record<string, string> => ({
      ...(values('identifier').trim() ? {} : { identifier: forgotPassword.identifierRequired }),
      ...(values('password') ? {} : { password: fieldErrors.passwordRequired }),
    }),
    send: (values) => call('POST', '/thaw', { ...identifierOf(values), password: values('password') }),
    done: (flow) => void started(flow) as undefined,
    place: (problem): Record<string, string> => {
      const isAddress = problem.fields?.some(({ field }) => field === 'identifier' || field === 'country')
      return isAddress ? { identifier: forgotPassword.identifierInvalid } : {}
    },
  })
  return (
    <>
      <h1 class="ds-heading" data-size="md">
        {thaw.title}
      </h1>
      <p>{thaw.lead}</p>
      {children}
      <FormFrame form={form} submit={thaw.next}>
        <IdentifierField error={form.errors.identifier} />
        <PasswordField error={form.errors.password} autocomplete="current-password" />
      </FormFrame>
      <p class="small aside">{thaw.forgotten}</p>
    </>
  )
}
