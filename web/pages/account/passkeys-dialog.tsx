// The account's passkeys: add, rename, remove; each asks for a fresh proof first when the last is old.
import { useState } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import { type Account, type Answer, call, type Method, type Passkey, type Problem, serverNow } from '../../api.ts'
import { ago } from '../../parts/ago.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { FormFrame, ProblemAlert } from '../../parts/form.tsx'
import { date } from '../../parts/format.ts'
import { PasskeyPrompt } from '../../parts/passkey-prompt.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm } from '../../parts/use-form.ts'
import { leaveToLogIn } from '../../parts/use-load.ts'
import { passkeys as words } from '../../words/active.ts'
import { StepUp } from './step-up.tsx'

const addedHours = policy.firstBindingHoldSeconds / 3600
const removedHours = policy.credentialHoldSeconds / 3600

interface PasskeysDialogProps {
  account: Account
  changed(said: string): void
  close(): void
}

type View = 'list' | { proof: Method[] | undefined } | { rename: Passkey } | { remove: Passkey }

const isProof = (view: View): view is { proof: Method[] | undefined } => typeof view === 'object' && 'proof' in view

const nameOf = ({ name }: Passkey) => name || words.unnamed

export function PasskeysDialog({ account, changed, close }: PasskeysDialogProps) {
  const [view, setView] = useState<View>('list')
  /** Where a fresh proof leads back to. */
  const [after, setAfter] = useState<View>('list')
  const askForProof = (methods: Method[] | undefined, back: View) => {
    if (!isProof(back)) setAfter(back)
    setView({ proof: methods })
  }
  /**
   * @param back what a fresh proof leads back to, where that is not what is shown
   * @returns whether the refusal has been seen to
   */
  const seeTo = ({ code, methods }: Problem, back = view): boolean => {
    if (code === 'session_required') leaveToLogIn()
    if (code === 'step_up_required') askForProof(methods, back)
    return code === 'session_required' || code === 'step_up_required'
  }
  /** To add one it may take the password and a code: both are asked for before the browser is. */
  const proven = async () => {
    const answer = after === 'list' ? await call('POST', '/account/passkeys/options') : undefined
    if (!answer || answer.ok || !seeTo(answer.problem)) setView(after)
  }
  const finish = (said: string) => {
    changed(said)
    close()
  }
  if (isProof(view))
    return (
      <Dialog close={close}>
        <StepUp key={String(view.proof)} methods={view.proof} done={proven} />
      </Dialog>
    )
  return (
    <Dialog close={close}>
      {view === 'list' ? (
        <List account={account} show={setView} seeTo={seeTo} added={() => finish(words.saidAdded)} />
      ) : 'rename' in view ? (
        <Rename
          passkey={view.rename}
          seeTo={(problem, typed) => seeTo(problem, { rename: typed })}
          renamed={() => finish(words.saidRenamed)}
        />
      ) : (
        <Remove
          passkey={view.remove}
          others={account.passkeys.filter(({ id }) => id !== view.remove.id)}
          hasAuthenticator={account.authenticator !== null}
          seeTo={seeTo}
          removed={() => finish(words.saidRemoved)}
        />
      )}
      {view !== 'list' && (
        <button class="ds-button" data-variant="tertiary" data-fullwidth type="button" onClick={() => setView('list')}>
          {words.back}
        </button>
      )}
    </Dialog>
  )
}

interface ListProps {
  account: Account
  show(view: View): void
  seeTo(problem: Problem): boolean
  added(): void
}

function List({ account: { passkeys, authenticator }, show, seeTo, added }: ListProps) {
  const isFirstFactor = !passkeys.length && !authenticator
  return (
    <>
      <StepHeading level={2}>{words.title}</StepHeading>
      <p>{words.text}</p>
      {passkeys.length > 0 && (
        <ul class="passkeys">
          {passkeys.map((passkey) => (
            <li key={passkey.id}>
              <div>
                <strong>{nameOf(passkey)}</strong>
                <p>{passkey.suspended ? words.suspended : usedWords(passkey)}</p>
              </div>
              <div class="acts">
                <Act words={words.rename} of={nameOf(passkey)} act={() => show({ rename: passkey })} />
                <Act words={words.remove} of={nameOf(passkey)} act={() => show({ remove: passkey })} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {passkeys.length < 2 && !authenticator && <p class="small">{words.alone}</p>}
      {passkeys.length === 1 && authenticator && <p class="small">{words.another}</p>}
      <p class="small">
        {isFirstFactor && `${words.first} `}
        {words.hold(addedHours)}
      </p>
      <PasskeyPrompt
        label={words.add}
        ceremony={async (browser) => {
          const outcome = await browser.addPasskey()
          return outcome.problem && seeTo(outcome.problem) ? {} : outcome
        }}
        done={() => void added() as undefined}
      />
    </>
  )
}

const usedWords = ({ createdAt, lastUsedAt }: Passkey) =>
  `${words.added(date(createdAt))}, ${lastUsedAt ? words.lastUsed(ago(lastUsedAt, serverNow())) : words.neverUsed}`

function Act({ words: label, of, act }: { words: string; of: string; act(): void }) {
  return (
    <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" onClick={act}>
      {label}
      <span class="ds-sr-only"> {of}</span>
    </button>
  )
}

interface ActProps {
  passkey: Passkey
  seeTo(problem: Problem): boolean
}

interface RenameProps {
  passkey: Passkey
  /** @param typed the same with the name as typed, which a proof asked for must not lose */
  seeTo(problem: Problem, typed: Passkey): boolean
  renamed(): void
}

function Rename({ passkey, seeTo, renamed }: RenameProps) {
  const [name, setName] = useState(passkey.name)
  const form = useForm({
    check: (): Record<string, string> => (name.trim() ? {} : { name: words.nameWrong }),
    send: (): Promise<Answer<Passkey>> => call('PATCH', `/account/passkeys/${passkey.id}`, { name }),
    done: () => void renamed() as undefined,
    place: (problem): Record<string, string> => {
      seeTo(problem, { ...passkey, name })
      return problem.fields?.length ? { name: words.nameWrong } : {}
    },
  })
  return (
    <>
      <StepHeading level={2}>{words.renameTitle}</StepHeading>
      <FormFrame form={form} submit={words.save}>
        <TextField
          name="name"
          label={words.name}
          hint={words.nameHint}
          error={form.errors.name}
          input={{
            type: 'text',
            autocomplete: 'off',
            maxLength: 60,
            value: name,
            onInput: ({ currentTarget }) => setName(currentTarget.value),
          }}
        />
      </FormFrame>
    </>
  )
}

interface RemoveProps extends ActProps {
  /** Beside it. */
  others: Passkey[]
  /** What guards the account after the last one, beside the password. */
  hasAuthenticator: boolean
  removed(): void
}

function Remove({ passkey, others, hasAuthenticator, seeTo, removed }: RemoveProps) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const isLastThatWorks = !hasAuthenticator && others.every(({ suspended }) => suspended)
  async function remove() {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    const answer = await call('DELETE', `/account/passkeys/${passkey.id}`)
    setBusy(false)
    // One that is gone already is what the person asked for.
    if (answer.ok || answer.problem.code === 'not_found') removed()
    else if (!seeTo(answer.problem)) setProblem(answer.problem)
  }
  return (
    <>
      <StepHeading level={2}>{words.removeTitle(nameOf(passkey))}</StepHeading>
      <p>{words.removeText(removedHours)}</p>
      {others.length === 0 ? (
        <p>{hasAuthenticator ? words.removeLastButApp : words.removeLast}</p>
      ) : (
        isLastThatWorks && <p>{words.removeLastThatWorks}</p>
      )}
      <p>{words.removeAfter}</p>
      {problem && <ProblemAlert problem={problem} />}
      <button
        class="ds-button"
        data-color="danger"
        data-fullwidth
        type="button"
        aria-busy={busy}
        aria-disabled={busy}
        onClick={() => void remove()}
      >
        {words.removeSubmit}
      </button>
    </>
  )
}
