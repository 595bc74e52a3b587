// The new key on the phone that its authenticator app is on: copied or handed over, then the first code of that app.
import { useRef, useState } from 'preact/hooks'
import { policy } from '../../server/platform/policy.ts'
import { type Answer, call, type Problem } from '../api.ts'
import { CodeField } from '../parts/code-field.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { flowMemory } from '../parts/flow-memory.ts'
import { FormFrame, wordsOf } from '../parts/form.tsx'
import { clockTime } from '../parts/format.ts'
import type { PendingKey } from '../parts/key-step.tsx'
import { StepHeading } from '../parts/step-heading.tsx'
import { useForm } from '../parts/use-form.ts'
import { authenticator, code, factorRefusals, fieldErrors, appAuthenticator as words } from '../words/active.ts'
import { running } from './state.ts'

const digits = policy.totpDigits
const aboutTheCode = ['totp_wrong', 'totp_late']
const endings = ['flow_ended', 'wrong_state', 'session_required', 'totp_enrolled']

/** Of which change the key is in the authenticator app already: whoever opens the app anew is at the code. */
const copied = flowMemory('authenticator-key')

interface CopiedKeyProps<T> {
  flow: string
  pending: PendingKey
  endsAt: string
  path: string
  done(value: T): void
  ended(problem: Problem): void
}

export function CopiedKey<T>(props: CopiedKeyProps<T>) {
  const [isCopied, setCopied] = useState(() => copied.read() === props.endsAt)
  const turn = (yes: boolean) => {
    if (yes) copied.keep(props.endsAt)
    else copied.forget()
    setCopied(yes)
  }
  return isCopied ? <Code {...props} back={() => turn(false)} /> : <Key {...props} next={() => turn(true)} />
}

function Key({ pending, endsAt, next }: Pick<CopiedKeyProps<never>, 'pending' | 'endsAt'> & { next(): void }) {
  const text = useRef<HTMLElement>(null)
  const [answered, setAnswered] = useState<boolean>()
  const { secret, uri } = pending
  return (
    <>
      <StepHeading>{words.keyTitle}</StepHeading>
      <p>{words.keyLead}</p>
      <div class="secret">
        <p class="small">{authenticator.key}</p>
        <code ref={text}>{secret.match(/.{1,4}/g)?.join(' ')}</code>
        <div class="acts">
          <CopyButton text={secret} shown={text}>
            {authenticator.copyKey}
          </CopyButton>
          <button
            class="ds-button"
            data-variant="secondary"
            type="button"
            onClick={() => void running.platform.openAuthenticator(uri).then(setAnswered)}
          >
            {authenticator.openApp}
          </button>
        </div>
        <p class="small" role="status">
          {answered === false && words.noApp}
        </p>
      </div>
      <ol class="by-key">
        {authenticator.byKey.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ol>
      <button class="ds-button" data-fullwidth type="button" onClick={next}>
        {words.next}
      </button>
      <p class="small">{words.stays(clockTime(endsAt))}</p>
    </>
  )
}

function Code<T>({ flow, path, done, ended, back }: CopiedKeyProps<T> & { back(): void }) {
  const form = useForm<T>({
    check: (values): Record<string, string> =>
      values('code').length === digits ? {} : { code: fieldErrors.codeIncomplete(digits) },
    send: (values): Promise<Answer<T>> => call('POST', `${path}/key`, { flow, code: values('code') }),
    done: (value) => {
      copied.forget()
      done(value)
      return undefined
    },
    place: (problem): Record<string, string> => {
      if (endings.includes(problem.code)) ended(problem)
      return aboutTheCode.includes(problem.code) ? { code: wordsOf(problem.code, factorRefusals) } : {}
    },
  })
  return (
    <>
      <StepHeading>{words.codeTitle}</StepHeading>
      <p>{authenticator.enter}</p>
      <FormFrame form={form} submit={code.confirm} words={factorRefusals}>
        <CodeField digits={digits} label={authenticator.appCode} hint="" error={form.errors.code} sendsItself />
      </FormFrame>
      <button class="ds-button" data-variant="tertiary" data-fullwidth type="button" onClick={back}>
        {words.seeKey}
      </button>
    </>
  )
}
