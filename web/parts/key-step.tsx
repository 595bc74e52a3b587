// The new key and how it gets into an authenticator app: by its QR code or by hand; then the first code of that app.
import { useRef } from 'preact/hooks'
import { policy } from '../../server/platform/policy.ts'
import { type Answer, call, type Problem } from '../api.ts'
import { code, common, factorRefusals, fieldErrors, authenticator as words } from '../words/active.ts'
import { CodeField } from './code-field.tsx'
import { CopyButton } from './copy-button.tsx'
import { FormFrame, wordsOf } from './form.tsx'
import { clockTime } from './format.ts'
import { Qr } from './qr.tsx'
import { StepHeading } from './step-heading.tsx'
import { useForm } from './use-form.ts'

const stores = [
  [words.appStore, 'https://apps.apple.com/app/google-authenticator/id388497605'],
  [words.playStore, 'https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2'],
] as const

const digits = policy.totpDigits
const aboutTheCode = ['totp_wrong', 'totp_late']
const endings = ['flow_ended', 'wrong_state', 'session_required', 'totp_enrolled']

/** A pending key as the server shows it. */
export interface PendingKey {
  secret: string
  uri: string
  qr: string
}

interface KeyStepProps<T> {
  flow: string
  pending: PendingKey
  endsAt: string
  /** The journey's path: `${path}/key` takes the code. */
  path: string
  level: 1 | 2
  done(value: T): void
  /** A refusal that ends the step. */
  ended(problem: Problem): void
}

export function KeyStep<T>({ flow, pending, endsAt, path, level, done, ended }: KeyStepProps<T>) {
  const form = useForm<T>({
    check: (values): Record<string, string> =>
      values('code').length === digits ? {} : { code: fieldErrors.codeIncomplete(digits) },
    send: (values): Promise<Answer<T>> => call('POST', `${path}/key`, { flow, code: values('code') }),
    done: (value) => void done(value) as undefined,
    place: (problem): Record<string, string> => {
      if (endings.includes(problem.code)) ended(problem)
      return aboutTheCode.includes(problem.code) ? { code: wordsOf(problem.code, factorRefusals) } : {}
    },
  })
  return (
    <>
      <StepHeading level={level}>{words.keyTitle}</StepHeading>
      <ol class="steps">
        <li>
          <p>{words.install}</p>
          <Stores />
        </li>
        <li>
          <p>{words.scan}</p>
          <Key {...pending} />
        </li>
        <li>
          <p>{words.enter}</p>
          <FormFrame form={form} submit={code.confirm} words={factorRefusals}>
            <CodeField digits={digits} label={words.appCode} hint="" error={form.errors.code} sendsItself />
          </FormFrame>
        </li>
      </ol>
      <p class="small">{words.until(clockTime(endsAt))}</p>
    </>
  )
}

const Stores = () => (
  <ul class="stores">
    {stores.map(([name, address]) => (
      <li key={name}>
        <a class="ds-link" href={address} target="_blank" rel="noopener noreferrer">
          {name}
          <span class="ds-sr-only">{common.opensNew}</span>
        </a>
      </li>
    ))}
  </ul>
)

function Key({ secret, uri, qr }: PendingKey) {
  const text = useRef<HTMLElement>(null)
  return (
    <>
      <div class="scan">
        <Qr svg={qr} alt={words.keyQr} />
        <div class="secret">
          <p class="small">{words.key}</p>
          <code ref={text}>{secret.match(/.{1,4}/g)?.join(' ')}</code>
          <div class="acts">
            <CopyButton text={secret} shown={text}>
              {words.copyKey}
            </CopyButton>
            {/* Drawn where a finger points: on a computer no app answers it. */}
            <a class="ds-link here-app" href={uri}>
              {words.openApp}
            </a>
          </div>
        </div>
      </div>
      <details class="by-key">
        <summary>{words.cannotScan}</summary>
        <ol>
          {words.byKey.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ol>
      </details>
    </>
  )
}
