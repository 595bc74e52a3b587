// To change or remove: the code that was sent and one of the app there is, on one screen. Neither stands in for the other.
import { policy } from '../../../server/platform/policy.ts'
import { type Answer, call } from '../../api.ts'
import { CodeField } from '../../parts/code-field.tsx'
import { aboutTheCode, Resend, type ResendProps } from '../../parts/code-step.tsx'
import { FormFrame, wordsOf } from '../../parts/form.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm, type Values } from '../../parts/use-form.ts'
import { code, factorRefusals, fieldErrors, authenticator as words } from '../../words/active.ts'
import { LeaveWithoutPhone } from '../account/leave-without-phone.tsx'
import { type Change, type Following, path, type Step } from './use-change.ts'

const aboutTheApp = ['totp_wrong', 'totp_late', 'totp_used']
const endings = ['flow_ended', 'wrong_state', 'session_required', 'totp_not_enrolled']

interface BothCodesProps {
  change: Change
  following: Following
  awaited: Pick<ResendProps, 'onFlow' | 'otherChannel'>
}

export function BothCodes({ change, following, awaited }: BothCodesProps) {
  const { advance, ended } = following
  const { flow, channel, destination = '' } = change
  const form = useForm<Step>({
    check,
    send: (values): Promise<Answer<Step>> =>
      call('POST', `${path}/code`, { flow, code: values('code'), totp: values('totp') }),
    done: (step) => void advance(step) as undefined,
    place: (problem): Record<string, string> => {
      if (endings.includes(problem.code)) ended(problem)
      if (aboutTheCode.test(problem.code)) return { code: wordsOf(problem.code) }
      return aboutTheApp.includes(problem.code) ? { totp: wordsOf(problem.code, factorRefusals) } : {}
    },
  })
  return (
    <>
      <StepHeading level={2}>{words.bothTitle}</StepHeading>
      <p>{channel === 'sms' ? code.sentBySms(destination) : code.sentByEmail(destination)}</p>
      <FormFrame form={form} submit={code.confirm} words={factorRefusals}>
        <CodeField digits={policy.codeDigits} error={form.errors.code} />
        <CodeField
          name="totp"
          label={words.oldCode}
          digits={policy.totpDigits}
          error={form.errors.totp}
          autocomplete="section-authenticator one-time-code"
        />
      </FormFrame>
      {form.problem?.code === 'totp_used_up' && <LeaveWithoutPhone />}
      <Resend flow={change} path={path} {...awaited} ended={ended} />
    </>
  )
}

function check(values: Values): Record<string, string> {
  const short = (name: string, digits: number) =>
    values(name).length === digits ? {} : { [name]: fieldErrors.codeIncomplete(digits) }
  return { ...short('code', policy.codeDigits), ...short('totp', policy.totpDigits) }
}
