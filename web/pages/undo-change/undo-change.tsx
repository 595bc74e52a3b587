// Behind the link in a notice to an address that was changed or removed, or beside which another was added. Opening it changes nothing.
import { useEffect, useState } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import { call, type Problem } from '../../api.ts'
import { FormFrame, ProblemAlert } from '../../parts/form.tsx'
import { dateTime } from '../../parts/format.ts'
import { isLinkSecret } from '../../parts/link-secret.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm } from '../../parts/use-form.ts'
import { common, locale, undoChange } from '../../words/active.ts'
import { intlLocales } from '../../words/locales.ts'

interface Told {
  masked: string
  /** What was added, masked; absent: a change or a removal. */
  takesAway?: string
  /** What stops working, masked. */
  ends: string[]
  at: string
}

const holdHours = policy.credentialHoldSeconds / 3600
const over = ['link_ended', 'identifier_taken']

export function UndoChange() {
  const [token, setToken] = useState('')
  const [told, setTold] = useState<Told>()
  const [isDone, setDone] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  const look = async (secret: string) => {
    setProblem(undefined)
    const answer = await call<Told>('POST', '/undo-change/look', { token: secret })
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
    else setProblem({ code: 'link_ended' })
    return () => removeEventListener('hashchange', follow)
  }, [])

  if (isDone) {
    const isAdded = told?.takesAway !== undefined
    return (
      <Ending
        title={isAdded ? undoChange.doneTitleAdded : undoChange.doneTitle}
        text={(isAdded ? undoChange.doneAdded : undoChange.done)(holdHours)}
      />
    )
  }
  // Its secret may freeze for longer than it undoes.
  if (problem && over.includes(problem.code))
    return (
      <Ending title={undoChange.endedTitle} text={undoChange.ended} token={isLinkSecret(token) ? token : undefined} />
    )
  if (told) return <PutBack token={token} told={told} done={() => setDone(true)} ended={setProblem} />
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
    {undoChange.title}
  </h1>
)

interface PutBackProps {
  token: string
  told: Told
  done(): void
  ended(problem: Problem): void
}

function PutBack({ token, told, done, ended }: PutBackProps) {
  const { takesAway: added } = told
  const at = dateTime(told.at)
  const form = useForm({
    check: () => ({}),
    send: () => call('POST', '/undo-change', { token }),
    done: () => void done() as undefined,
    place: (problem) => {
      if (over.includes(problem.code)) ended(problem)
      return {}
    },
  })
  return (
    <>
      <Heading />
      <p class="told">{added ? undoChange.toldAdded(added, at) : undoChange.told(told.masked, at)}</p>
      <p>{undoChange.consequences(holdHours, list(told.ends))}</p>
      <FormFrame form={form} submit={added ? undoChange.submitAdded(added) : undoChange.submit}>
        {null}
      </FormFrame>
      <Freeze token={token} />
      <p class="small">{undoChange.ifYou}</p>
    </>
  )
}

const Freeze = ({ token }: { token: string }) => (
  <p class="consequences">
    <a class="ds-link" href={`/not-me#${token}`}>
      {undoChange.freeze}
    </a>
  </p>
)

interface EndingProps {
  title: string
  text: string
  /** With which the account may still be frozen. */
  token?: string | undefined
}

const Ending = ({ title, text, token }: EndingProps) => (
  <>
    <StepHeading>{title}</StepHeading>
    <p class="consequences">{text}</p>
    {token && <Freeze token={token} />}
    <a class="ds-button" data-fullwidth href="/log-in?next=/account/security">
      {common.logIn}
    </a>
  </>
)

/** `den ene og den andre`; of none, nothing. */
const list = (items: readonly string[]) => new Intl.ListFormat(intlLocales[locale]).format(items)
