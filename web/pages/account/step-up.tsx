import { policy } from '../../../server/platform/policy.ts'
import { call, type Method, type Session } from '../../api.ts'
import { CodeField } from '../../parts/code-field.tsx'
import { PasswordField } from '../../parts/field.tsx'
import { FormFrame, wordsOf } from '../../parts/form.tsx'
import { LoadProblem } from '../../parts/load-problem.tsx'
import { PasskeyPrompt } from '../../parts/passkey-prompt.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm } from '../../parts/use-form.ts'
import { leaveToLogIn, useLoad } from '../../parts/use-load.ts'
import { common, factorRefusals, factorStep, fieldErrors, security, totpUsedUp } from '../../words/active.ts'
import { AddressProof } from './address-proof.tsx'
import { LeaveWithoutPhone } from './leave-without-phone.tsx'

interface StepUpProps {
  /** Of its heading: 2 within a dialog. */
  level?: 1 | 2
  done(): Promise<void>
}

interface AskedStepUpProps extends StepUpProps {
  /** Of the refusal that asks for it; absent: what the session says. */
  methods?: Method[] | undefined
}

/** Asks for a proof once more, because what follows needs a fresh one: by a factor, once the account has one; else, for some acts, by a code. */
export function StepUp({ methods, ...props }: AskedStepUpProps) {
  return methods?.includes('address_code') ? <AddressProof done={props.done} /> : <ByFactor {...props} />
}

function ByFactor({ level = 2, done }: StepUpProps) {
  const loaded = useLoad(() => call<Session>('GET', '/session'))
  const factors = loaded.value?.session.factors
  return (
    <>
      <StepHeading level={level}>{security.stepUpTitle}</StepHeading>
      <LoadProblem loaded={loaded} />
      {!factors ? (
        <p class="reserved">{!loaded.problem && common.loading}</p>
      ) : factors.length > 0 ? (
        <>
          {factors.includes('totp') && <WithTotp hasPasskey={factors.includes('passkey')} done={done} />}
          {factors.includes('passkey') && <WithPasskey isSecond={factors.includes('totp')} done={done} />}
          {factors.includes('totp') && <LeaveWithoutPhone />}
        </>
      ) : (
        <WithPassword done={done} />
      )}
    </>
  )
}

/** @param isSecond under the field for a code, which is enough alone */
function WithPasskey({ isSecond, done }: StepUpProps & { isSecond: boolean }) {
  return (
    <>
      <p>{isSecond ? security.stepUpOrPasskey : security.stepUpByPasskey}</p>
      <PasskeyPrompt
        label={security.usePasskey}
        isSecond={isSecond}
        ceremony={async (browser) => {
          const outcome = await browser.stepUpWithPasskey()
          if (outcome.problem?.code === 'session_required') leaveToLogIn()
          return outcome
        }}
        done={() => {
          void done()
          return 'leaving'
        }}
      />
    </>
  )
}

const digits = policy.totpDigits
const besidePasskey = { ...factorRefusals, totp_used_up: totpUsedUp.passkey }
const aboutTheCode = ['totp_wrong', 'totp_late', 'totp_used']

function WithTotp({ hasPasskey, done }: StepUpProps & { hasPasskey: boolean }) {
  const form = useForm<Session>({
    check: (values): Record<string, string> =>
      values('totp').length === digits ? {} : { totp: fieldErrors.codeIncomplete(digits) },
    send: (values) => call('POST', '/step-up/totp', { code: values('totp') }),
    done: () => {
      void done()
      return 'leaving'
    },
    place: (problem): Record<string, string> => {
      if (problem.code === 'session_required') leaveToLogIn()
      return aboutTheCode.includes(problem.code) ? { totp: wordsOf(problem.code, factorRefusals) } : {}
    },
  })
  return (
    <>
      <p>{factorStep.lead}</p>
      <FormFrame form={form} submit={security.stepUpSubmit} words={hasPasskey ? besidePasskey : factorRefusals}>
        <CodeField name="totp" label={factorStep.code} digits={digits} hint="" error={form.errors.totp} sendsItself />
      </FormFrame>
    </>
  )
}

function WithPassword({ done }: StepUpProps) {
  const form = useForm<Session>({
    check: (values): Record<string, string> => (values('password') ? {} : { password: fieldErrors.passwordRequired }),
    send: (values) => call('POST', '/step-up/password', { password: values('password') }),
    done: () => {
      void done()
      return 'leaving'
    },
    place: (problem): Record<string, string> => {
      if (problem.code === 'session_required') leaveToLogIn()
      return problem.code === 'credentials_wrong' ? { password: security.wrongPassword } : {}
    },
  })
  return (
    <>
      <p>{security.stepUpText}</p>
      <FormFrame form={form} submit={security.stepUpSubmit}>
        <PasswordField error={form.errors.password} autocomplete="current-password" />
      </FormFrame>
    </>
  )
}
