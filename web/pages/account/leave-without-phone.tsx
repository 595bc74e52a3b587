// The phone is gone and the session is not: the way on begins at the sign-in, where the second proof is asked for.
import { useState } from 'preact/hooks'
import { type Answer, call, type KnownDevice, type Problem } from '../../api.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { leaveToLogIn } from '../../parts/use-load.ts'
import { lostPhone, security } from '../../words/active.ts'

export function LeaveWithoutPhone() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  async function leave() {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    const answer = await signOutUntrusted()
    if (answer.ok || answer.problem.code === 'session_required') return leaveToLogIn(false)
    setBusy(false)
    setProblem(answer.problem)
  }
  return (
    <>
      {problem && <ProblemAlert problem={problem} />}
      <button
        class="ds-button"
        data-variant="tertiary"
        data-fullwidth
        type="button"
        aria-busy={busy}
        aria-disabled={busy}
        aria-describedby="without-phone"
        onClick={() => void leave()}
      >
        {lostPhone.link}
      </button>
      <p class="small" id="without-phone">
        {security.withoutPhone}
      </p>
    </>
  )
}

/** The trust goes first: a trusted device is let in by the password alone, past the link it is signed out for. */
async function signOutUntrusted(): Promise<Answer<unknown>> {
  const known = await call<{ devices: KnownDevice[] }>('GET', '/devices')
  if (!known.ok) return known
  const here = known.value.devices.find(({ current }) => current)
  if (here?.trustedUntil) {
    const ended = await call('DELETE', `/devices/${here.id}/trust`)
    // Trust that is over already is what is wanted.
    if (!ended.ok && ended.problem.code !== 'not_found') return ended
  }
  return call('DELETE', '/session')
}
