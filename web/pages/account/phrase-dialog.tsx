// Choosing the phrase: (password, when the last proof is old) → saved.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { call, type Problem } from '../../api.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { FormFrame, ProblemAlert } from '../../parts/form.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm } from '../../parts/use-form.ts'
import { leaveToLogIn } from '../../parts/use-load.ts'
import { phrase as words } from '../../words/active.ts'
import { StepUp } from './step-up.tsx'

interface PhraseDialogProps {
  phrase: string | null
  /** With what to say, or undefined when the person closed the dialog. */
  done(said?: string): void
}

const save = (phrase: string | null) => call('PATCH', '/account/phrase', { phrase })

export function PhraseDialog({ phrase, done }: PhraseDialogProps) {
  /** What waits for a fresh proof. */
  const [waiting, setWaiting] = useState<{ phrase: string | null }>()
  const [problem, setProblem] = useState<Problem>()
  const said = (saved: string | null) => (saved === null ? words.removed : words.saved)
  const refuse = (refused: Problem, wanted: string | null) => {
    if (refused.code === 'session_required') leaveToLogIn()
    if (refused.code === 'step_up_required') setWaiting({ phrase: wanted })
    else setProblem(refused)
  }
  const send = async (wanted: string | null) => {
    setProblem(undefined)
    const answer = await save(wanted)
    if (answer.ok) return done(said(wanted))
    setWaiting(undefined)
    refuse(answer.problem, wanted)
  }
  return (
    <Dialog close={() => done()}>
      {waiting ? (
        <StepUp done={() => send(waiting.phrase)} />
      ) : (
        <Choose phrase={phrase} saved={(saved) => done(said(saved))} refused={refuse}>
          {problem && <ProblemAlert problem={problem} />}
          {phrase !== null && (
            <button
              class="ds-button"
              data-variant="tertiary"
              data-fullwidth
              type="button"
              onClick={() => void send(null)}
            >
              {words.remove}
            </button>
          )}
        </Choose>
      )}
    </Dialog>
  )
}

interface ChooseProps {
  phrase: string | null
  saved(phrase: string): void
  refused(problem: Problem, wanted: string): void
  children: ComponentChildren
}

function Choose({ phrase, saved, refused, children }: ChooseProps) {
  const [wanted, setWanted] = useState(phrase ?? '')
  const form = useForm({
    check: (): Record<string, string> => (wanted.trim().length < 3 ? { phrase: words.wrong } : {}),
    send: () => save(wanted),
    done: () => void saved(wanted) as undefined,
    place: (problem): Record<string, string> => {
      if (problem.fields?.length) return { phrase: words.wrong }
      if (problem.code === 'step_up_required' || problem.code === 'session_required') refused(problem, wanted)
      return {}
    },
  })
  return (
    <>
      <StepHeading level={2}>{phrase === null ? words.choose : words.change}</StepHeading>
      <p>{words.text}</p>
      <FormFrame form={form} submit={words.save}>
        <TextField
          name="phrase"
          label={words.label}
          hint={words.hint}
          error={form.errors.phrase}
          input={{
            type: 'text',
            autocomplete: 'off',
            maxLength: 60,
            value: wanted,
            onInput: ({ currentTarget }) => setWanted(currentTarget.value),
          }}
        />
      </FormFrame>
      {children}
    </>
  )
}
