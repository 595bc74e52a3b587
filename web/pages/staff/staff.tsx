// /staff: an invitation is answered, a member signs in, and behind it the console. What stands behind the # is the invitation.
import { useEffect, useState } from 'preact/hooks'
import { call, type Problem } from '../../api.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { common, staff as words } from '../../words/active.ts'
import type { Invitation, StaffSession, Why } from './answers.ts'
import { Console } from './console.tsx'
import { Door } from './door.tsx'
import { Invited } from './invited.tsx'

const INVITATION = /^[\w-]{64}$/
/** Where «Hopp til innholdet» leads. */
const MAIN = 'main'

export function Staff() {
  const [secret, setSecret] = useState('')
  const [invitation, setInvitation] = useState<Invitation>()
  const [session, setSession] = useState<StaffSession>()
  const [why, setWhy] = useState<Why>()
  const [isAtDoor, setAtDoor] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  const toDoor = (because: Why) => {
    setInvitation(undefined)
    setSession(undefined)
    setWhy(because)
    setAtDoor(true)
  }
  const joined = (opened: StaffSession) => {
    // It is used up: a reload shows the console and not that it is over.
    history.replaceState(null, '', location.pathname)
    setSession(opened)
  }
  /** Whoever follows an invitation is shown it, signed in or not: it may be for somebody else at this machine. */
  const look = async (brought: string) => {
    setProblem(undefined)
    if (brought) {
      const answer = await call<Invitation>('POST', '/staff/invitation', { invitation: brought })
      if (answer.ok) return setInvitation(answer.value)
      if (!['invitation_ended', 'request_invalid'].includes(answer.problem.code)) return setProblem(answer.problem)
    }
    const answer = await call<StaffSession>('GET', '/staff/session')
    if (answer.ok) return setSession(answer.value)
    if (answer.problem.code !== 'session_required') return setProblem(answer.problem)
    toDoor(brought ? 'invitation_ended' : undefined)
  }
  useEffect(() => {
    const hash = location.hash.slice(1)
    const brought = hash === MAIN ? '' : hash
    setSecret(brought)
    void look(brought)
    const follow = () => INVITATION.test(location.hash.slice(1)) && location.reload()
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])

  if (session) return <Console session={session} left={toDoor} />
  const ended = () => toDoor('invitation_ended')
  return (
    <div class="ds-card card">
      {invitation && <Invited secret={secret} invitation={invitation} joined={joined} ended={ended} />}
      {isAtDoor && <Door why={why} signedIn={setSession} />}
      {!invitation && !isAtDoor && <Waiting problem={problem} tryAgain={() => void look(secret)} />}
    </div>
  )
}

const Waiting = ({ problem, tryAgain }: { problem: Problem | undefined; tryAgain(): void }) => (
  <>
    <h1 class="ds-heading" data-size="md">
      {words.title}
    </h1>
    {problem ? (
      <>
        <ProblemAlert problem={problem} />
        <button class="ds-button" data-variant="secondary" data-fullwidth type="button" onClick={tryAgain}>
          {common.tryAgain}
        </button>
      </>
    ) : (
      <p class="reserved">{common.loading}</p>
    )}
  </>
)
