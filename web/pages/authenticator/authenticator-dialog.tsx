// J6, J8, J9 and a new phrase: one dialog that draws the state the server names.
import { useEffect, useState } from 'preact/hooks'
import type { Flow } from '../../api.ts'
import { CodeStep } from '../../parts/code-step.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemAlert } from '../../parts/form.tsx'
import { KeyStep } from '../../parts/key-step.tsx'
import { PhraseStep } from '../../parts/phrase-step.tsx'
import { common } from '../../words/active.ts'
import { ProofInPlace } from '../account/proof-in-place.tsx'
import { StepUp } from '../account/step-up.tsx'
import { Begin } from './begin.tsx'
import { BothCodes } from './both-codes.tsx'
import { Done, Elsewhere } from './endings.tsx'
import { LeaveQuestion } from './leave-question.tsx'
import { type Act, type Change, type Following, path, type Step, useChange } from './use-change.ts'

interface AuthenticatorDialogProps {
  act: Act
  /** It opened by itself after a reload: with nothing to go on with it closes again. */
  isResuming: boolean
  isUnderWay(yes: boolean): void
  changed(): void
  close(): void
}

export function AuthenticatorDialog({ act, isResuming, isUnderWay, changed, close }: AuthenticatorDialogProps) {
  const following = useChange({ act, isUnderWay, changed })
  const { place, cancel } = following
  const [isSeen, setSeen] = useState(false)
  const [isLeaving, setLeaving] = useState(false)
  const change = place.at === 'under-way' ? place.change : undefined
  // Whoever has seen a phrase may have it on paper: it is worth a question.
  const needsQuestion = change?.state === 'phrase' && (isSeen || !change.phrase)
  const isNothing = isResuming && (place.at === 'begin' || place.at === 'proof' || place.at === 'elsewhere')
  useEffect(() => {
    if (isNothing) close()
  }, [isNothing])

  const leave = () => {
    cancel()
    close()
  }
  const mayClose = () => {
    if (needsQuestion && !isLeaving) setLeaving(true)
    return !needsQuestion
  }
  return (
    <Dialog close={leave} mayClose={mayClose}>
      {isLeaving && needsQuestion && <LeaveQuestion stay={() => setLeaving(false)} stop={leave} />}
      <div class="dialog-step" hidden={isLeaving && needsQuestion}>
        <Place act={act} following={following} seen={() => setSeen(true)} close={close} />
      </div>
    </Dialog>
  )
}

interface PlaceProps {
  act: Act
  following: Following
  seen(): void
  close(): void
}

function Place({ act, following, seen, close }: PlaceProps) {
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
      return <StepUp done={() => look(undefined, true)} />
    case 'begin':
      return (
        <ProofInPlace>
          {(reach) => <Begin act={act} account={place.account} following={following} reach={reach} />}
        </ProofInPlace>
      )
    case 'under-way':
      return <UnderWay change={place.change} following={following} seen={seen} />
    case 'done':
      return <Done act={act} finish={close} />
    case 'elsewhere':
      return <Elsewhere finish={close} />
  }
}

function UnderWay({ change, following, seen }: { change: Change; following: Following; seen(): void }) {
  const { advance, ended } = following
  const { flow, kind, state, endsAt, key, phrase } = change
  const step = { flow, path, level: 2, done: advance, ended } as const
  const onFlow = (next: Flow) => advance(next as Change)
  if (state === 'code')
    return (
      <ProofInPlace>
        {(reach) => {
          const awaited = { onFlow, otherChannel: following.otherChannel(change, reach) }
          return kind === 'bind' ? (
            <CodeStep {...step} {...awaited} flow={change} done={(next: Step) => void advance(next) as undefined} />
          ) : (
            <BothCodes change={change} following={following} awaited={awaited} />
          )
        }}
      </ProofInPlace>
    )
  if (state === 'key' && key) return <KeyStep {...step} pending={key} endsAt={endsAt} />
  return (
    <PhraseStep
      {...step}
      key={flow}
      phrase={phrase}
      seen={seen}
      renewed={advance}
      isAnnounced={kind === 'renew_phrase'}
    />
  )
}
