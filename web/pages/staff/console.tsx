// Behind the door. No cases come in yet, and it says so.
import { useEffect, useState } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import { call, type Problem, serverNow } from '../../api.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { clockTime, country, dateTime } from '../../parts/format.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { devices, staff as words } from '../../words/active.ts'
import type { StaffSession, Why } from './answers.ts'
import { Colleagues } from './colleagues.tsx'

interface ConsoleProps {
  session: StaffSession
  left(why: Why): void
}

export function Console({ session: { member, session, acts }, left }: ConsoleProps) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  // A screen that was left shows nothing for longer than its session lasts.
  useEffect(() => {
    const timer = setTimeout(() => left('session_over'), Date.parse(session.idleEndsAt) - serverNow())
    return () => clearTimeout(timer)
  }, [])

  async function logOut() {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    const answer = await call('DELETE', '/staff/session')
    if (answer.ok) return left(undefined)
    setProblem(answer.problem)
    setBusy(false)
  }

  return (
    <div class="column console">
      <div class="head">
        <div>
          <StepHeading>{member.name}</StepHeading>
          <p class="lead">{words.roles[member.role]}</p>
        </div>
        <button
          class="ds-button"
          data-variant="secondary"
          type="button"
          aria-busy={busy}
          aria-disabled={busy}
          onClick={() => void logOut()}
        >
          {words.logOut}
        </button>
      </div>
      {problem && <ProblemAlert problem={problem} />}
      <div class="ds-card">
        <h2 class="ds-heading" data-size="2xs">
          {words.emptyTitle}
        </h2>
        <p>{words.empty}</p>
      </div>
      {member.role === 'admin' && <Colleagues self={member.id} left={() => left('session_over')} />}
      <h2 class="ds-heading" data-size="xs">
        {words.actsTitle}
      </h2>
      <ul class="rows">
        {acts.map(({ id, kind, at, device, place }) => (
          <li key={id}>
            <div>
              <h3 class="ds-heading" data-size="2xs">
                {words.acts[kind]}
              </h3>
              <p>{[dateTime(at), nameOf(device), place && country(place)].filter(Boolean).join(' · ')}</p>
            </div>
          </li>
        ))}
      </ul>
      <p class="small">{words.notYou}</p>
      <p class="small">{words.ends(policy.staffSessionIdleSeconds / 60, clockTime(session.endsAt))}</p>
    </div>
  )
}

const nameOf = ({ browser, system }: { browser: string; system: string }) =>
  browser && system ? devices.on(browser, system) : browser || system
