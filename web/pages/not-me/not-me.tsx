// J13: the page behind «Dette var ikke meg». Opening it changes nothing; its one act only tightens, and needs no sign-in.
import { useEffect, useState } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import { call, type Problem } from '../../api.ts'
import { country } from '../../parts/country.ts'
import { deviceName } from '../../parts/device-name.ts'
import { FormFrame, ProblemAlert } from '../../parts/form.tsx'
import { dateTime } from '../../parts/format.ts'
import { Consequences, Frozen } from '../../parts/frozen.tsx'
import { isLinkSecret } from '../../parts/link-secret.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm } from '../../parts/use-form.ts'
import { common, freeze, noticeHeadings, notLetIn, notMe, unknownDevice } from '../../words/active.ts'

interface Told {
  state: 'open' | 'frozen'
  event: string
  at: string
  device: { browser: string; system: string }
  place: string
}

/** Of these it is said that they come to nothing. */
const STOPPED_BY_FREEZING = new Set(['account_deletion_requested', 'account_deletion_soon'])
/** Whoever did it has the password, and would be the one who can open the account again. */
const SETS_PASSWORD = /^password_/
const holdHours = policy.credentialHoldSeconds / 3600
const ended: Problem = { code: 'link_ended' }

export function NotMe() {
  const [token, setToken] = useState('')
  const [told, setTold] = useState<Told>()
  const [problem, setProblem] = useState<Problem>()

  const look = async (secret: string) => {
    setProblem(undefined)
    const answer = await call<Told>('POST', '/not-me/look', { token: secret })
    if (answer.ok) setTold(answer.value)
    else setProblem(answer.problem)
  }
  useEffect(() => {
    // Another link in the same tab changes the part behind the # alone: the browser would stay on this page.
    const follow = () => isLinkSecret(location.hash.slice(1)) && location.reload()
    addEventListener('hashchange', follow)
    const secret = location.hash.slice(1)
    setToken(secret)
    if (isLinkSecret(secret)) void look(secret)
    else setProblem(ended)
    return () => removeEventListener('hashchange', follow)
  }, [])

  if (told?.state === 'frozen') return <Frozen />
  if (problem?.code === 'link_ended') return <Ended />
  if (told)
    return (
      <Freeze
        token={token}
        told={told}
        done={() => setTold({ ...told, state: 'frozen' })}
        ended={() => setProblem(ended)}
      />
    )
  return (
    <>
      <Heading />
      {problem ? (
        <>
          <ProblemAlert problem={problem} />
          <button
            class="ds-button"
            data-variant="secondary"
            data-fullwidth
            type="button"
            onClick={() => void look(token)}
          >
            {common.tryAgain}
          </button>
        </>
      ) : (
        <p class="reserved">{common.loading}</p>
      )}
    </>
  )
}

const Heading = () => (
  <h1 class="ds-heading" data-size="md">
    {notMe.title}
  </h1>
)

interface FreezeProps {
  token: string
  told: Told
  done(): void
  ended(): void
}

function Freeze({ token, told, done, ended }: FreezeProps) {
  const calm: string | undefined = notLetIn[told.event as keyof typeof notLetIn]
  const form = useForm({
    check: () => ({}),
    send: () => call('POST', '/not-me', { token }),
    done: () => void done() as undefined,
    place: (problem) => {
      if (problem.code === 'link_ended') ended()
      return {}
    },
  })
  return (
    <>
      <Heading />
      <p>{notMe.told}</p>
      <p class="told">
        <strong>{headingOf(told.event)}</strong>
        <br />
        {whereOf(told)}
      </p>
      {SETS_PASSWORD.test(told.event) && (
        <p>
          <a class="ds-link" href="/forgot-password">
            {notMe.passwordFirst}
          </a>{' '}
          {notMe.passwordWait}
        </p>
      )}
      {calm && <p>{calm}</p>}
      <p>{calm ? notMe.ifFreeze : notMe.ifNot}</p>
      <Consequences hours={holdHours} />
      {STOPPED_BY_FREEZING.has(told.event) && <p>{notMe.stopsDeletion}</p>}
      <FormFrame form={form} submit={freeze.freeze}>
        {null}
      </FormFrame>
      <p class="small">{notMe.ifYou}</p>
    </>
  )
}

const Ended = () => (
  <>
    <StepHeading>{notMe.endedTitle}</StepHeading>
    <p class="consequences">{notMe.ended}</p>
    <a class="ds-button" data-fullwidth href="/log-in?next=/account/security">
      {common.logIn}
    </a>
  </>
)

/** An event that is newer than this page still has a name. */
const headingOf = (event: string) => noticeHeadings[event as keyof typeof noticeHeadings] ?? notMe.other

function whereOf({ at, device, place }: Told): string {
  const name = deviceName(device) || unknownDevice
  return [dateTime(at), name, place && country(place)].filter(Boolean).join(' · ')
}
