// The second proof, wherever it is asked for: a code of the authenticator, a passkey, or the way on without the phone.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { policy } from '../../server/platform/policy.ts'
import type { Answer } from '../api.ts'
import {
  code,
  factorRefusals,
  fieldErrors,
  lostPasskey,
  lostPhone,
  totpUsedUp,
  factorStep as words,
} from '../words/active.ts'
import { CodeField } from './code-field.tsx'
import { FormFrame, wordsOf } from './form.tsx'
import { GuideLink } from './guide-link.tsx'
import { LostPasskey } from './lost-passkey.tsx'
import { LostPhone, type LostPhoneProps } from './lost-phone.tsx'
import { StepHeading } from './step-heading.tsx'
import { useForm } from './use-form.ts'

export interface FactorStepProps<Done, Begun> extends Omit<LostPhoneProps<Begun>, 'canEnter' | 'isSuspended' | 'back'> {
  /** What the account has to prove itself with, as the server names it. */
  actions: readonly string[]
  sendCode(digits: string): Promise<Answer<Done>>
  done(value: Done): 'leaving' | undefined
  /** Above the code: what else is to be decided before its last digit sends it. */
  children?: ComponentChildren
  /** The button of a passkey; drawn where the account has one. */
  passkey?: ComponentChildren
  /** The account may know other devices, whose tries are their own. */
  knowsDevices?: boolean
}

export function FactorStep<Done, Begun>(props: FactorStepProps<Done, Begun>) {
  const { actions, passkey, sendPhrase, phraseDone, ended } = props
  const [isLost, setLost] = useState(false)
  const hasCode = actions.includes('totp')
  const hasPasskey = actions.includes('passkey') && passkey !== undefined
  const canEnter = actions.includes('recovery_key')
  const hasAuthenticator = hasCode || canEnter
  const lost = { sendPhrase, phraseDone, ended, canEnter }
  const back = () => setLost(false)
  if (!hasCode && !hasPasskey) return hasAuthenticator ? <LostPhone {...lost} isSuspended /> : <LostPasskey />
  if (isLost) return hasAuthenticator ? <LostPhone {...lost} back={back} /> : <LostPasskey back={back} />
  return (
    <>
      {hasCode ? <CodeForm {...props} hasPasskey={hasPasskey} /> : <PasskeyHeading>{props.children}</PasskeyHeading>}
      {hasPasskey && passkey}
      <button class="ds-button" data-variant="tertiary" data-fullwidth type="button" onClick={() => setLost(true)}>
        {hasAuthenticator ? lostPhone.link : lostPasskey.link}
      </button>
    </>
  )
}

const digits = policy.totpDigits
const aboutTheCode = ['totp_wrong', 'totp_late', 'totp_used']
const endings = ['flow_ended', 'wrong_state', 'password_weak']

type CodeFormProps<Done, Begun> = FactorStepProps<Done, Begun> & { hasPasskey: boolean }

function CodeForm<Done, Begun>(props: CodeFormProps<Done, Begun>) {
  const { sendCode, done, ended, children, hasPasskey, knowsDevices } = props
  const usedUp = hasPasskey ? 'passkeyOrKey' : knowsDevices ? 'keyOrDevice' : 'key'
  const place = useRef<HTMLDivElement>(null)
  const [isRefused, setRefused] = useState(false)
  const field = () => place.current?.querySelector<HTMLInputElement>('input[name=totp]')
  const form = useForm<Done>({
    check: (values): Record<string, string> =>
      values('totp').length === digits ? {} : { totp: fieldErrors.codeIncomplete(digits) },
    send: (values) => sendCode(values('totp')),
    done,
    place: (problem): Record<string, string> => {
      if (endings.includes(problem.code)) ended(problem)
      if (!aboutTheCode.includes(problem.code)) return {}
      setRefused(true)
      return { totp: wordsOf(problem.code, factorRefusals) }
    },
  })
  // Whoever comes here has the phone in hand: the next thing they do is type.
  useEffect(() => field()?.focus(), [])
  // The next code is typed over the one that was refused.
  useEffect(() => {
    if (form.errors.totp || form.problem) field()?.select()
  }, [form.errors.totp, form.problem])
  return (
    <div ref={place}>
      <h1 class="ds-heading" data-size="md">
        {words.title}
      </h1>
      <p>{words.lead}</p>
      <FormFrame form={form} submit={code.confirm} words={{ ...factorRefusals, totp_used_up: totpUsedUp[usedUp] }}>
        {children}
        <CodeField name="totp" label={words.code} digits={digits} hint="" error={form.errors.totp} sendsItself />
      </FormFrame>
      {isRefused && <GuideLink name="wrong-code">{words.help}</GuideLink>}
    </div>
  )
}

const PasskeyHeading = ({ children }: { children: ComponentChildren }) => (
  <>
    <StepHeading>{words.passkeyTitle}</StepHeading>
    <p class="passkey-lead">{words.passkeyLead}</p>
    {children}
  </>
)
