// The help centre within the app: the very pages of `/help`, without their frame. The service worker keeps them for reading
// without a network; a shell carries them.
import { useEffect, useRef, useState } from 'preact/hooks'
import { brand } from '../parts/operator.ts'
import { common, locale, app as words } from '../words/active.ts'
import type { ScreenProps } from './addresses.ts'
import { go } from './router.ts'
import { running } from './state.ts'

/** Where a help page lies: at the server, or in the shell as the build drew it. */
function fileOf(name: string, query: string): string {
  if (running.platform.kind === 'browser') return `/help${name && `/${encodeURIComponent(name)}`}${query}`
  return `/${locale}/${name ? `guide-${encodeURIComponent(name)}` : 'help'}.html`
}

/** The page as the browser reads it: nothing in it runs, and no text of ours becomes one on the way. */
function loadHelp(name: string, query: string): Promise<Element | undefined> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('GET', fileOf(name, query))
    request.responseType = 'document'
    request.onload = () => resolve(request.responseXML?.querySelector('main') ?? undefined)
    request.onerror = () => resolve(undefined)
    request.send()
  })
}

export function Help({ name }: ScreenProps) {
  const [query, setQuery] = useState(location.search)
  const [main, setMain] = useState<Element>()
  const [failed, setFailed] = useState(false)
  const text = useRef<HTMLDivElement>(null)
  const look = async () => {
    setFailed(false)
    const found = await loadHelp(name, query)
    setMain(found)
    setFailed(found === undefined)
  }
  useEffect(() => void look(), [name, query])
  useEffect(() => {
    if (!main || !text.current) return
    text.current.replaceChildren(...[...main.children].map((child) => document.importNode(child, true)))
    document.title = `${text.current.querySelector('h1')?.textContent} – ${brand()}`
  }, [main])
  const search = (event: SubmitEvent) => {
    const form = event.target as HTMLFormElement
    event.preventDefault()
    const asked = `?${new URLSearchParams(new FormData(form) as never)}`
    // A shell has the guides, and no server beside it to look through them.
    if (running.platform.kind !== 'browser')
      return running.platform.openOutside(`${running.platform.server}/help${asked}`)
    if (name) go(`/help${asked}`)
    else {
      history.replaceState(history.state, '', `/app/help${asked}`)
      setQuery(asked)
    }
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
      {!main && <p class="reserved">{common.loading}</p>}
      <div ref={text} onSubmit={search} />
    </>
  )
}
