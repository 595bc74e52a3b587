// While nothing but the password guards the account: one calm card, never in the way, away for a week on request.
import { useState } from 'preact/hooks'
import { type Account, call, type Problem } from '../api.ts'
import { signedIn } from '../words/active.ts'
import { ProblemAlert } from './form.tsx'
import { type Loaded, leaveToLogIn } from './use-load.ts'

const words = signedIn.reminder

interface ReminderProps<T> {
  loaded: Loaded<T>
}

export function Reminder<T extends { account?: Account }>({ loaded }: ReminderProps<T>) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const { value } = loaded
  if (!value?.account?.reminder) return null

  async function notNow() {
    if (busy || !value) return
    setBusy(true)
    setProblem(undefined)
    const answer = await call<Account>('POST', '/account/reminder/snooze')
    setBusy(false)
    if (answer.ok) loaded.set({ ...value, account: answer.value })
    else if (answer.problem.code === 'session_required') leaveToLogIn()
    else setProblem(answer.problem)
  }

  return (
    <section class="ds-card advice-card">
      <h2 class="ds-heading" data-size="xs">
        {words.title}
      </h2>
      <p>{words.text}</p>
      {problem && <ProblemAlert problem={problem} />}
      <div class="acts">
        <a class="ds-button" href="/account/security#authenticator">
          {words.setUp}
        </a>
        <button
          class="ds-button"
          data-variant="tertiary"
          type="button"
          aria-busy={busy}
          aria-disabled={busy}
          onClick={() => void notNow()}
        >
          {words.notNow}
        </button>
      </div>
    </section>
  )
}
