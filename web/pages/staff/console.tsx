// Behind the door. No cases come in yet, and it says so.
import { useEffect, useState } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import { call, type Problem, serverNow } from '../../api.ts'
import { country } from '../../parts/country.ts'
import { deviceName } from '../../parts/device-name.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { clockTime, dateTime } from '../../parts/format.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { staff as words } from '../../words/active.ts'
import type { StaffSession, Why } from './answers.ts'
import { Colleagues } from './colleagues.tsx'

interface ConsoleProps {
  session: StaffSession
  left(why: Why): void
}

export function Console({ session: { member, session, acts }, left }: ConsoleProps) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  const [endsAt, setEndsAt] = useState(Date.parse(session.idleEndsAt))
  const over = () => left('session_over')
  /** The server has just answered this session: it goes on for as long again. */
  const acted = () =>
    setEndsAt(Math.min(serverNow() + policy.staffSessionIdleSeconds * 1000, Date.parse(session.endsAt)))

  // A screen that was left shows nothing for longer than its session lasts, also on a machine that slept, or on the way back.
  useEffect(() => {
    const look = () => serverNow() >= endsAt && over()
    const timer = setTimeout(over, endsAt - serverNow())
    addEventListener('pageshow', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      removeEventListener('pageshow', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [endsAt])

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
      {member.role === 'admin' && <Colleagues self={member.id} acted={acted} left={over} />}
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
              <p>{[dateTime(at), deviceName(device), place && country(place)].filter(Boolean).join(' · ')}</p>
            </div>
          </li>
        ))}
      </ul>
      <p class="small">{words.notYou}</p>
      <p class="small">{words.ends(policy.staffSessionIdleSeconds / 60, clockTime(session.endsAt))}</p>
    </div>
  )
}
