// A frozen account is opened again: address and password → code → open; beside strangers the mailbox is proven first. The same screens whether or not it is frozen.
import type { VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { type Answer, call, type Flow, type Problem } from '../../api.ts'
import { PasswordField } from '../../parts/field.tsx'
import { FormFrame, ProblemAlert } from '../../parts/form.tsx'
import { IdentifierField, identifierOf } from '../../parts/identifier-field.tsx'
import { SupportLink } from '../../parts/support-link.tsx'
import { useForm } from '../../parts/use-form.ts'
import { fieldErrors, forgotPassword, thaw } from '../../words/active.ts'
import type { StepProps } from '../log-in/step.ts'

interface NextStep {
  flow: Flow
  Step: (props: StepProps & { why: string; prove(flow: Flow): void }) => VNode
}

export function Thaw() {
  const [step, setStep] = useState<NextStep>()
  const [ended, setEnded] = useState<Problem>()
  /** The proof of the mailbox, once it is made. */
  const proven = useRef<string>(undefined)
  const frame = useRef<HTMLDivElement>(null)
  const form = useForm<NextStep>({
    check: (values): Record<string, string> => ({
      ...(values('identifier').trim() ? {} : { identifier: forgotPassword.identifierRequired }),
      ...(values('password') ? {} : { password: fieldErrors.passwordRequired }),
    }),
    send: async (values) => {
      const body = { ...identifierOf(values), password: values('password'), flow: proven.current }
      const answer: Answer<Flow> = await call('POST', '/thaw', body)
      return answer.ok ? loadStep(answer.value) : answer
    },
    done: (next) => {
      setEnded(undefined)
      setStep(next)
      return undefined
    },
    place: (problem): Record<string, string> => {
      const isAddress = problem.fields?.some(({ field }) => field === 'identifier' || field === 'country')
      return isAddress ? { identifier: forgotPassword.identifierInvalid } : {}
    },
  })
  const resume = (flow?: string, why?: Problem) => {
    proven.current = flow ?? proven.current
    setStep(undefined)
    setEnded(why)
    requestAnimationFrame(() => {
      const form = frame.current?.querySelector('form')
      // Begun again by hand it may be for the account's other address.
      const field = flow || why ? 'password' : 'identifier'
      form?.querySelector<HTMLElement>(`[name=${field}]`)?.focus()
      if (flow) form?.requestSubmit()
    })
  }
  const prove = async (flow: Flow) => {
    const next = await loadStep(flow)
    if (next.ok) setStep(next.value)
    else resume(undefined, next.problem)
  }
  return (
    <>
      {step && <step.Step flow={step.flow} resume={resume} leave={resume} why={thaw.whyProof} prove={prove} />}
      <div ref={frame} hidden={!!step}>
        <h1 class="ds-heading" data-size="md">
          {thaw.title}
        </h1>
        <p>{thaw.lead}</p>
        {ended && <ProblemAlert problem={ended} />}
        <FormFrame form={form} submit={thaw.next}>
          <IdentifierField error={form.errors.identifier} />
          <PasswordField error={form.errors.password} autocomplete="current-password" />
        </FormFrame>
        <p class="small aside">
          {thaw.forgotten} <SupportLink />
        </p>
      </div>
    </>
  )
}

/** What follows comes with scripts of its own; the proof of the mailbox is the one that a sign-in asks for. */
async function loadStep(flow: Flow): Promise<Answer<NextStep>> {
  try {
    const Step =
      flow.state === 'mailbox'
        ? (await import('../log-in/proof-step.tsx')).ProofStep
        : (await import('./opening.tsx')).Opening
    return { ok: true, value: { flow, Step } }
  } catch {
    return { ok: false, problem: { code: 'network' } }
  }
}
