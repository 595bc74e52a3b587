import type { Answer, Problem } from '../api.ts'
import { code, factorRefusals, recoveryKey as words } from '../words/active.ts'
import { Field, tie } from './field.tsx'
import { FormFrame, type ProblemWords, wordsOf } from './form.tsx'
import { isWellTyped } from './recovery-key.ts'
import { useForm } from './use-form.ts'

interface EnterPhraseProps<T> {
  send(phrase: string): Promise<Answer<T>>
  done(value: T): 'leaving' | undefined
  /** A refusal that ends the step. */
  ended(problem: Problem): void
  /** Words of this step, where the general ones say too little. */
  refused?: ProblemWords
}

const aboutThePhrase = ['recovery_key_mistyped', 'recovery_key_wrong', 'recovery_key_spent']
const endings = ['flow_ended', 'wrong_state', 'session_required', 'totp_enrolled', 'password_weak']

/** The whole phrase in one field. A slip is told before anything is sent. */
export function EnterPhrase<T>({ send, done, ended, refused }: EnterPhraseProps<T>) {
  const placed = { ...factorRefusals, ...refused }
  const form = useForm<T>({
    check: (values): Record<string, string> =>
      values('recovery-key').trim() ? {} : { 'recovery-key': words.required },
    send: async (values): Promise<Answer<T>> => {
      const phrase = values('recovery-key').trim()
      if (!(await isWellTyped(phrase))) return { ok: false, problem: { code: 'recovery_key_mistyped' } }
      return send(phrase)
    },
    done,
    place: (problem): Record<string, string> => {
      if (endings.includes(problem.code)) ended(problem)
      return aboutThePhrase.includes(problem.code) ? { 'recovery-key': wordsOf(problem.code, placed) } : {}
    },
  })
  const { 'recovery-key': error } = form.errors
  return (
    <FormFrame form={form} submit={code.confirm} words={placed}>
      <Field name="recovery-key" label={words.label} error={error} hint={words.enterHint}>
        <textarea
          class="ds-input phrase-field"
          rows={3}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          onKeyDown={(event) => {
            // One phrase, one line: Enter sends it, as in any other field.
            if (event.key !== 'Enter') return
            event.preventDefault()
            event.currentTarget.form?.requestSubmit()
          }}
          {...tie('recovery-key', error, words.enterHint)}
        />
      </Field>
    </FormFrame>
  )
}
