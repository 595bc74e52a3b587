// «Aktivitet»: what happened to the account, and what to do if it was not you.
import { useState } from 'preact/hooks'
import { type Account, type Answer, call, type Problem } from '../../api.ts'
import { country } from '../../parts/country.ts'
import { deviceName } from '../../parts/device-name.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { dateTime } from '../../parts/format.ts'
import { LoadProblem } from '../../parts/load-problem.tsx'
import { Reminder } from '../../parts/reminder.tsx'
import { leaveToLogIn, useLoad } from '../../parts/use-load.ts'
import { common, devices, activity as words } from '../../words/active.ts'
import { AccountPage } from './account-page.tsx'

interface Act {
  id: string
  kind: string
  at: string
  device: { browser: string; system: string }
  place: string
  current: boolean
}

interface Page {
  activities: Act[]
  next: string | null
}

interface Loaded extends Page {
  /** For the reminder, which the page can do without. */
  account?: Account
}

const loadPage = (before?: string) => call<Page>('GET', `/account/activity${before ? `?before=${before}` : ''}`)

async function load(): Promise<Answer<Loaded>> {
  const [page, account] = await Promise.all([loadPage(), call<Account>('GET', '/account')])
  return page.ok ? { ok: true, value: { ...page.value, account: account.ok ? account.value : undefined } } : page
}

export function Activity() {
  const loaded = useLoad(load)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const page = loaded.value

  async function more() {
    if (busy || !page?.next) return
    setBusy(true)
    setProblem(undefined)
    const answer = await loadPage(page.next)
    setBusy(false)
    if (answer.ok)
      loaded.set({ ...page, ...answer.value, activities: [...page.activities, ...answer.value.activities] })
    else if (answer.problem.code === 'session_required') leaveToLogIn()
    else setProblem(answer.problem)
  }

  return (
    <AccountPage current="activity">
      <p class="lead">{words.lead}</p>
      <div class="ds-card advice-card">
        <h2 class="ds-heading" data-size="xs">
          {words.wasItYou}
        </h2>
        <p>{words.ifNot}</p>
        <div class="acts">
          <a class="ds-button" data-variant="secondary" data-color="danger" href="/account/security">
            {words.freeze}
          </a>
        </div>
      </div>
      <LoadProblem loaded={loaded} />
      <Reminder loaded={loaded} />
      {page ? (
        <ul class="rows">
          {page.activities.map((act) => (
            <Line key={act.id} act={act} />
          ))}
        </ul>
      ) : (
        <p class="reserved">{!loaded.problem && common.loading}</p>
      )}
      {problem && <ProblemAlert problem={problem} />}
      {page?.next && (
        <button
          class="ds-button"
          data-variant="secondary"
          type="button"
          aria-busy={busy}
          aria-disabled={busy}
          onClick={() => void more()}
        >
          {words.more}
        </button>
      )}
    </AccountPage>
  )
}

function Line({ act: { kind, at, device, place, current } }: { act: Act }) {
  return (
    <li>
      <div>
        <h2 class="ds-heading" data-size="2xs">
          {words.kinds[kind as keyof typeof words.kinds] ?? words.other}
        </h2>
        <p>
          {current && <strong class="here">{devices.current}</strong>}
          {current && ' · '}
          {[dateTime(at), deviceName(device), place && country(place)].filter(Boolean).join(' · ')}
        </p>
      </div>
    </li>
  )
}
