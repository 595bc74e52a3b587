// J1, J2, J4: sign in by phone or by e-mail; the form swaps in place; afterwards to where the person was going.
import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Answer, call, type Flow, type Problem } from '../../api.ts'
import { EndedNote } from '../../parts/ended-note.tsx'
import { EmailField, PasswordField } from '../../parts/field.tsx'
import { FormFrame, ProblemAlert } from '../../parts/form.tsx'
import { host } from '../../parts/host.ts'
import { type IdentifierKind, rememberMethod } from '../../parts/method.ts'
import { nextAddress } from '../../parts/next-link.ts'
import { PhoneField } from '../../parts/phone-field.tsx'
import { identifierError, useForm, type Values } from '../../parts/use-form.ts'
import { common, fieldErrors, logIn } from '../../words/active.ts'
import type { StepProps, WaitingSignIn } from './step.ts'

export interface LogInProps {
  method: IdentifierKind
  /** A page led here because the session ended by itself. */
  hasEnded?: boolean
  waiting?: WaitingSignIn
}

interface NextStep {
  flow: Flow
  Step: (props: StepProps) => VNode
}

export function LogIn({ method: first, hasEnded, waiting }: LogInProps) {
  const [method, setMethod] = useState(first)
  const isPhone = method === 'phone'
  const [step, setStep] = useState<NextStep>()
  const [ended, setEnded] = useState<Problem>()
  /** The proof of the mailbox, once it is made. */
  const proven = useRef<string>(undefined)
  const frame = useRef<HTMLDivElement>(null)
  const passkey = useRef<HTMLDivElement>(null)
  /** As the page was opened: links to its own fields come to stand there later. */
  const fragment = useRef<string>(undefined)
  useEffect(() => {
    fragment.current = location.hash
    const place = passkey.current as Element
    let isPressed = false
    place.addEventListener('click', () => (isPressed = true), { once: true })
    const wake = () =>
      void import('./passkey-button.tsx').then(
        (it) => it.wakePasskeyButton(place, leave, isPressed), // what was pressed while it slept is not lost
        () => addEventListener('online', wake, { once: true }), // no network: when it is back
      )
    wake()
    const flow = waiting?.read()
    if (flow) void loadStep(flow).then((next) => next.ok && setStep(next.value))
  }, [])
  const form = useForm({
    check: (values) => ({
      ...(values(method).trim() ? {} : { [method]: isPhone ? fieldErrors.phoneRequired : fieldErrors.emailRequired }),
      ...(values('password') ? {} : { password: fieldErrors.passwordRequired }),
    }),
    send: async (values) => {
      const answer: Answer<Partial<Flow>> = await call('POST', '/sign-in', {
        ...body(method, values),
        flow: proven.current,
      })
      return answer.ok && answer.value.flow ? loadStep(answer.value as Flow) : answer
    },
    done: (next: NextStep | object) => {
      setEnded(undefined)
      if ('Step' in next) return void setStep(next)
      leave()
      return 'leaving'
    },
    place: (problem: Problem) => identifierError(problem, method),
  })
  const leave = () => {
    rememberMethod(method)
    host.open(nextAddress(new URLSearchParams(location.search).get('next'), location.origin, fragment.current))
  }
  const resume = (flow?: string, why?: Problem) => {
    proven.current = flow
    setStep(undefined)
    setEnded(why)
    requestAnimationFrame(() => {
      const form = frame.current?.querySelector('form')
      form?.querySelector<HTMLElement>('[name=password]')?.focus()
      if (flow) form?.requestSubmit()
    })
  }
  const swap = () => {
    setMethod(isPhone ? 'email' : 'phone')
    form.clear()
  }
  const wrong = { credentials_wrong: isPhone ? logIn.wrongPhone : logIn.wrongEmail }
  return (
    <>
      {step && <step.Step flow={step.flow} waiting={waiting} resume={resume} leave={leave} />}
      <div ref={frame} hidden={!!step}>
        <h1 class="ds-heading" data-size="md">
          {logIn.title}
        </h1>
        {ended ? <ProblemAlert problem={ended} /> : hasEnded && <EndedNote />}
        <FormFrame form={form} submit={logIn.submit} words={wrong}>
          {isPhone ? (
            <PhoneField key="phone" error={form.errors.phone} autocomplete="tel-national webauthn" />
          ) : (
            <EmailField key="email" error={form.errors.email} autocomplete="username webauthn" />
          )}
          <PasswordField key="password" error={form.errors.password} autocomplete="current-password" />
        </FormFrame>
        <button class="ds-button" data-variant="tertiary" data-fullwidth type="button" onClick={swap}>
          {isPhone ? logIn.withEmail : logIn.withPhone}
        </button>
        <div ref={passkey}>
          <button class="ds-button" data-variant="tertiary" data-fullwidth type="button">
            {logIn.withPasskey}
          </button>
        </div>
        <p class="aside">
          <a class="ds-link" href="/forgot-password">
            {logIn.forgot}
          </a>
        </p>
        <p class="aside">
          {logIn.noAccount}{' '}
          <a class="ds-link" href="/sign-up">
            {common.signUp}
          </a>
        </p>
      </div>
    </>
  )
}

const body = (method: IdentifierKind, values: Values) => ({
  identifier: values(method).trim(),
  ...(method === 'phone' ? { country: values('country') } : {}),
  password: values('password'),
})

/** A step comes with a script of its own: most sign-ins need none. */
async function loadStep(flow: Flow): Promise<Answer<NextStep>> {
  try {
    const Step =
      flow.state === 'factor'
        ? (await import('./factor-step.tsx')).FactorStep
        : (await import('./proof-step.tsx')).ProofStep
    return { ok: true, value: { flow, Step } }
  } catch {
    return { ok: false, problem: { code: 'network' } }
  }
}
