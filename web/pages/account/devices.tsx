// «Enheter»: where the account is signed in, and a way to end each place.
import { useState } from 'preact/hooks'
import { type Account, type Answer, call, type Device, type KnownDevice, type Problem, serverNow } from '../../api.ts'
import { ago } from '../../parts/ago.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemAlert } from '../../parts/form.tsx'
import { dateTime } from '../../parts/format.ts'
import { LoadProblem } from '../../parts/load-problem.tsx'
import { Reminder } from '../../parts/reminder.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { leaveToLogIn, useLoad } from '../../parts/use-load.ts'
import { common, devices } from '../../words/active.ts'
import { AccountPage } from './account-page.tsx'
import { DataSource, KnownDevices, nameOf, whereOf } from './known-devices.tsx'
import { StepUp } from './step-up.tsx'

interface Loaded {
  sessions: Device[]
  devices: KnownDevice[]
  /** For the reminder, which the page can do without. */
  account?: Account
}

async function loadDevices(): Promise<Answer<Loaded>> {
  const [sessions, devices, account] = await Promise.all([
    call<Pick<Loaded, 'sessions'>>('GET', '/sessions'),
    call<Pick<Loaded, 'devices'>>('GET', '/devices'),
    call<Account>('GET', '/account'),
  ])
  if (!sessions.ok) return sessions
  if (!devices.ok) return devices
  return { ok: true, value: { ...sessions.value, ...devices.value, account: account.ok ? account.value : undefined } }
}

export function Devices() {
  const loaded = useLoad(loadDevices)
  const [asking, setAsking] = useState(false)
  /** What waits for a fresh proof. */
  const [waiting, setWaiting] = useState<{ path: string; words: string }>()
  const [busy, setBusy] = useState<string>()
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const sessions = [...(loaded.value?.sessions ?? [])].sort((a, b) => Number(b.current) - Number(a.current))

  async function end(path: string, words: string) {
    if (busy) return
    setBusy(path)
    setProblem(undefined)
    const answer = await call('DELETE', path)
    setBusy(undefined)
    setAsking(false)
    const isProofOld = !answer.ok && answer.problem.code === 'step_up_required'
    setWaiting(isProofOld ? { path, words } : undefined)
    if (isProofOld) return
    if (!answer.ok && answer.problem.code === 'session_required') return leaveToLogIn()
    // One that is gone already is what the person asked for.
    if (answer.ok || answer.problem.code === 'not_found') setSaid(words)
    else setProblem(answer.problem)
    await loaded.reload()
  }

  return (
    <AccountPage current="devices">
      <p class="lead">{devices.lead}</p>
      <LoadProblem loaded={loaded} />
      <Reminder loaded={loaded} />
      {problem && <ProblemAlert problem={problem} />}
      <p class="said" role="status">
        {said}
      </p>
      {loaded.value ? (
        <ul class="rows">
          {sessions.map((session) => (
            <DeviceRow
              key={session.id}
              session={session}
              busy={busy === `/sessions/${session.id}`}
              end={() => void end(`/sessions/${session.id}`, devices.ended)}
            />
          ))}
        </ul>
      ) : (
        <p class="reserved">{!loaded.problem && common.loading}</p>
      )}
      {sessions.length > 1 && (
        <button
          class="ds-button"
          data-variant="secondary"
          data-color="danger"
          type="button"
          onClick={() => setAsking(true)}
        >
          {devices.endOthers}
        </button>
      )}
      {loaded.value && sessions.length === 1 && <p>{devices.onlyThis}</p>}
      {loaded.value && loaded.value.devices.length > 0 && (
        <KnownDevices
          devices={loaded.value.devices}
          busy={busy}
          remove={(id) => void end(`/devices/${id}`, devices.removed)}
          distrust={(id) => void end(`/devices/${id}/trust`, devices.distrusted)}
        />
      )}
      {loaded.value && <DataSource />}
      {waiting && (
        <Dialog close={() => setWaiting(undefined)}>
          <StepUp done={() => end(waiting.path, waiting.words)} />
        </Dialog>
      )}
      {asking && (
        <Dialog close={() => setAsking(false)}>
          <StepHeading level={2}>{devices.endOthersTitle}</StepHeading>
          <p>{devices.endOthersText}</p>
          <button
            class="ds-button"
            data-color="danger"
            data-fullwidth
            type="button"
            aria-busy={!!busy}
            aria-disabled={!!busy}
            onClick={() => void end('/sessions', devices.othersEnded)}
          >
            {devices.endOthers}
          </button>
        </Dialog>
      )}
    </AccountPage>
  )
}

interface DeviceRowProps {
  session: Device
  busy: boolean
  end(): void
}

function DeviceRow({ session, busy, end }: DeviceRowProps) {
  const name = nameOf(session)
  return (
    <li>
      <div>
        <h2 class="ds-heading" data-size="2xs">
          {name}
        </h2>
        <p>
          {session.current ? (
            <strong class="here">{devices.current}</strong>
          ) : (
            devices.lastSeen(ago(session.lastSeenAt, serverNow()))
          )}
          {' · '}
          {devices.since(dateTime(session.createdAt))}
          {whereOf(session) && ` · ${whereOf(session)}`}
        </p>
      </div>
      {!session.current && (
        <button
          class="ds-button"
          data-variant="secondary"
          type="button"
          aria-busy={busy}
          aria-disabled={busy}
          onClick={end}
        >
          {devices.end}
          <span class="ds-sr-only">{devices.endName(name)}</span>
        </button>
      )}
    </li>
  )
}
