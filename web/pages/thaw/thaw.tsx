// A frozen account is opened again: address and password → code → open. The same screens whether or not it is frozen.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { call, type Flow, type Problem } from '../../api.ts'
import { CodeStep } from '../../parts/code-step.tsx'
import { PasswordField } from '../../parts/field.tsx'
import { FormFrame, ProblemAlert } from '../../parts/form.tsx'
import { IdentifierField, identifierOf } from '../../parts/identifier-field.tsx'
import { useForm } from '../../parts/use-form.ts'
import { fieldErrors, forgotPassword, thaw } from '../../words/active.ts'
import { Done, NeedsFactor } from './endings.tsx'

export function Thaw() {
  const [flow, setFlow] = useState<Flow>()
  const [ended, setEnded] = useState<Problem>()
  const go = (next: Flow) => {
    setEnded(undefined)
    setFlow(next)
  }
  const stop = (problem?: Problem) => {
    setEnded(problem)
    setFlow(undefined)
  }
  if (flow?.state === 'done') return <Done />
  if (flow?.state === 'factor') return <NeedsFactor />
  if (!flow) return <ProofStep started={go}>{ended && <ProblemAlert problem={ended} />}</ProofStep>
  const to = flow.destination ?? ''
  return (
    <>
      <CodeStep
        flow={flow}
        path="/thaw"
        level={1}
        sent={flow.channel === 'sms' ? thaw.sentBySms(to) : thaw.sentByEmail(to)}
        done={({ state }: { state: string }) => void setFlow({ ...flow, state }) as undefined}
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
