// The help centre within the app: the very pages of `/help`, without their frame. The service worker keeps them for reading
// without a network; a shell carries them. The search is done here, so that it needs neither.
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Policy, policy } from '../../server/platform/policy.ts'
import { call } from '../api.ts'
import { brand } from '../parts/operator.ts'
import { common, app as words } from '../words/active.ts'
import type { ScreenProps } from './addresses.ts'
import { helpPage } from './help-page.ts'
import { go } from './router.ts'
import { running } from './state.ts'

const asked = () => new URLSearchParams(location.search).get('q')?.trim().slice(0, 100) ?? ''

export function Help({ name }: ScreenProps) {
  const [question, setQuestion] = useState(asked)
  const [main, setMain] = useState<Element>()
  const [failed, setFailed] = useState(false)
  const [hasOldFigures, setOldFigures] = useState(false)
  const text = useRef<HTMLDivElement>(null)
  const look = async () => {
    setFailed(false)
    const found = await helpPage(name, question)
    setMain(found)
    setFailed(found === undefined)
  }
  useEffect(() => void look(), [name, question])
  useEffect(() => void isPolicyNewer().then(setOldFigures), [])
  useEffect(() => {
    if (!main || !text.current) return
    text.current.replaceChildren(...[...main.children].map((child) => document.importNode(child, true)))
    document.title = `${text.current.querySelector('h1')?.textContent} – ${brand()}`
  }, [main])
  // «Alle veiledninger», and Back from there, lead to the screen that is open already. The router hears both first.
  useEffect(() => {
    const reread = () => setQuestion(asked())
    addEventListener('click', reread)
    addEventListener('popstate', reread)
    return () => {
      removeEventListener('click', reread)
      removeEventListener('popstate', reread)
    }
  }, [])
  const search = (event: SubmitEvent) => {
    event.preventDefault()
    const query = new URLSearchParams(new FormData(event.target as HTMLFormElement) as never)
    if (name) return void go(`/help?${query}`)
    history.replaceState(history.state, '', `/app/help?${query}`)
    setQuestion(asked())
  }
  if (failed)
    return (
      <div class="ds-alert" data-color="warning" role="alert">
        <p>{words.needsNet}</p>
        <button class="ds-button" data-variant="secondary" type="button" onClick={() => void look()}>
          {common.tryAgain}
        </button>
      </div>
    )
  return (
    <>
      {hasOldFigures && <OldFigures name={name} />}
      {!main && <p class="reserved">{common.loading}</p>}
      <div ref={text} onSubmit={search} />
    </>
  )
}

/** The guides have the figures of the day the app was made; the server has those that count. */
async function isPolicyNewer(): Promise<boolean> {
  const answer = await call<Partial<Policy>>('GET', '/policy')
  if (!answer.ok) return false
  const told = Object.entries(answer.value) as [keyof Policy, number][]
  return told.some(([name, figure]) => name in policy && policy[name] !== figure)
}

const OldFigures = ({ name }: { name: string }) => (
  <div class="ds-alert" data-color="warning" role="alert">
    <p>{words.oldFigures}</p>
    <button
      class="ds-button"
      data-variant="secondary"
      type="button"
      onClick={() => running.platform.openOutside(`${running.platform.server || location.origin}/help/${name}`)}
    >
      {words.helpOutside}
    </button>
  </div>
)
