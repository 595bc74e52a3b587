// J7: the authenticator bound on the phone it lives on. The switch sends the code, a whole code moves on by itself, the key is
// copied instead of scanned. Whoever comes back from the authenticator app, or opens the app anew, is where they were.
import { useEffect, useRef, useState } from 'preact/hooks'
import { policy } from '../../server/platform/policy.ts'
import { type Account, type Answer, call, type Flow } from '../api.ts'
import { authenticatorMemory } from '../pages/account/authenticator-rows.tsx'
import { ProofInPlace } from '../pages/account/proof-in-place.tsx'
import { StepUp } from '../pages/account/step-up.tsx'
import { Done, Elsewhere } from '../pages/authenticator/endings.tsx'
import { LeaveQuestion } from '../pages/authenticator/leave-question.tsx'
import { type Change, type Following, path, type Step, useChange } from '../pages/authenticator/use-change.ts'
import { established } from '../parts/channels.tsx'
import { CodeStep } from '../parts/code-step.tsx'
import { ProblemAlert } from '../parts/form.tsx'
import { PhraseStep } from '../parts/phrase-step.tsx'
import { authenticator, common, factorRefusals, appAuthenticator as words } from '../words/active.ts'
import { CopiedKey } from './copied-key.tsx'
import { go, onLeave } from './router.ts'

const home = '/account/security'
const hours = policy.firstBindingHoldSeconds / 3600

export function Bind() {
  const following = useChange({
    act: 'bind',
    isUnderWay: (yes) => (yes ? authenticatorMemory.keep('bind') : authenticatorMemory.forget()),
    changed() {},
  })
  const { place, cancel } = following
  const [isSeen, setSeen] = useState(false)
  const [isLeaving, setLeaving] = useState(false)
  const change = place.at === 'under-way' ? place.change : undefined
  // Whoever has seen a phrase may have it on paper: it is worth a question.
  const needsQuestion = change?.state === 'phrase' && (isSeen || !change.phrase)
  const finish = () => go(home, { replaces: true })

  // «Tilbake», anywhere: unbound, switch off.
  const stop = useRef(cancel)
  stop.current = cancel
  const asks = useRef(needsQuestion)
  asks.current = needsQuestion
  useEffect(
    () =>
      onLeave(() => {
        if (asks.current) setLeaving(true)
        else stop.current()
        return !asks.current
      }),
    [],
  )
  const leave = () => {
    cancel()
    finish()
  }
  return (
    <div class="ds-card card bind">
      {isLeaving && needsQuestion && <LeaveQuestion level={1} stay={() => setLeaving(false)} stop={leave} />}
      <div hidden={isLeaving && needsQuestion}>
        <Place following={following} seen={() => setSeen(true)} finish={finish} />
      </div>
    </div>
  )
}

interface PlaceProps {
  following: Following
  seen(): void
  finish(): void
}

function Place({ following, seen, finish }: PlaceProps) {
  const { place, problem, look } = following
  switch (place.at) {
    case 'looking':
      return <p class="reserved">{common.loading}</p>
    case 'unreachable':
      return (
        <>
          {problem && <ProblemAlert problem={problem} />}
          <button class="ds-button" data-variant="secondary" data-fullwidth type="button" onClick={() => void look()}>
            {common.tryAgain}
          </button>
        </>
      )
    case 'proof':
      return <StepUp level={1} done={() => look(undefined, true)} />
    case 'begin':
      return <Send account={place.account} following={following} />
    case 'under-way':
      return <UnderWay change={place.change} following={following} seen={seen} />
    case 'done':
      return <Done act="bind" level={1} finish={finish} />
    case 'elsewhere':
      return <Elsewhere level={1} finish={finish} />
  }
}

const endings = ['session_required', 'step_up_required', 'totp_enrolled']

/** The switch was moved: the code is on its way. What keeps it from being sent is said, and where else it could go. */
function Send({ account, following }: { account: Account; following: Following }) {
  const { advance, ended, problem: before } = following
  const [problem, setProblem] = useState(before)
  const [busy, setBusy] = useState(!before)
  async function send(identifierId: string | undefined) {
    setBusy(true)
    setProblem(undefined)
    const answer: Answer<Step> = await call('POST', path, { kind: 'bind', identifierId })
    if (answer.ok) return advance(answer.value)
    setBusy(false)
    if (endings.includes(answer.problem.code)) ended(answer.problem)
    else setProblem(answer.problem)
  }
  useEffect(() => {
    if (!before) void send(established(account)[0]?.id)
  }, [])
  if (busy) return <p class="reserved">{words.sending}</p>
  return (
    <>
      {problem && <ProblemAlert problem={problem} words={factorRefusals} />}
      <Channels account={account} send={send} />
    </>
  )
}

const Channels = ({ account, send }: { account: Account; send(identifierId: string): Promise<void> }) => (
  <div class="choice">
    {established(account).map(({ id, masked }) => (
      <button
        class="ds-button"
        data-variant="secondary"
        data-fullwidth
        type="button"
        key={id}
        onClick={() => void send(id)}
      >
        {words.sendOther(masked)}
      </button>
    ))}
  </div>
)

function UnderWay({ change, following, seen }: { change: Change; following: Following; seen(): void }) {
  const { advance, ended } = following
  const { flow, state, endsAt, key, phrase } = change
  const step = { flow, path, level: 1, done: advance, ended } as const
  if (state === 'code')
    return (
      <ProofInPlace>
        {(reach) => (
          <CodeStep
            {...step}
            effect={authenticator.whenDone(hours)}
            otherChannel={following.otherChannel(change, reach)}
            flow={change}
            sendsItself
            done={(next: Step) => void advance(next) as undefined}
            onFlow={(next: Flow) => advance(next as Change)}
          />
        )}
      </ProofInPlace>
    )
  if (state === 'key' && key) return <CopiedKey {...step} pending={key} endsAt={endsAt} />
  return <PhraseStep {...step} key={flow} phrase={phrase} seen={seen} renewed={advance} />
}
