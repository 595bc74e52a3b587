// The frame of the app: profile or back above, the open screen below.
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Gate } from '../parts/drawings.tsx'
import { logInAddress } from '../parts/next-link.ts'
import { brand as brandOfPage } from '../parts/operator.ts'
import { common, frame, refusals, app as words } from '../words/active.ts'
import { base, findScreen, type ScreenProps } from './addresses.ts'
import type { Notice } from './connection.ts'
import { Home } from './home.tsx'
import { Locked, NeedsNet, TooOld } from './obstacles.tsx'
import { back, below, go, place } from './router.ts'
import { loadScreen } from './screens.ts'
import { notice, running, standing } from './state.ts'

/** @param brand while it is drawn by the build, the mark that stands for it */
export function App({ brand = brandOfPage() }: { brand?: string }) {
  const path = place.use()
  const isHome = path === '/'
  const stands = standing.use()
  const waiting = below.use()
  const isCovered = waiting !== undefined && stands !== 'locked'
  const isTooOld = stands === 'too-old'
  const isShut = stands === 'locked' || (isTooOld && isHome)
  return (
    <div class="app">
      <a class="skip" href="#main">
        {frame.skip}
      </a>
      <header class="app-top">
        {isShut ? (
          <span />
        ) : isHome ? (
          <a
            class="round"
            href={`${base}${stands === 'signed-in' ? '/settings' : '/log-in'}`}
            aria-label={words.profile}
          >
            <Person />
          </a>
        ) : (
          <button class="round" type="button" aria-label={words.back} onClick={back}>
            <Chevron />
          </button>
        )}
        <p class="app-brand">
          <Gate />
          <span>{brand}</span>
        </p>
      </header>
      <main id={isCovered ? undefined : 'main'} hidden={isCovered} tabIndex={-1}>
        <Said />
        {isTooOld && <TooOld isAbove={!isHome} />}
        {stands === 'locked' ? (
          <Locked />
        ) : (
          !isShut && <Open path={waiting ?? path} brand={brand} isCovered={isCovered} />
        )}
      </main>
      {isCovered && (
        <main id="main" tabIndex={-1}>
          <Open path={path} brand={brand} />
        </main>
      )}
    </div>
  )
}

interface Shown {
  path: string
  name: string
  /** Undefined: its script could not be fetched. */
  Screen?: ComponentType<ScreenProps>
}

interface OpenProps {
  path: string
  brand: string
  /** A guide lies over it. */
  isCovered?: boolean
}

/** The open screen. The one before stays until the next has come. */
function Open({ path, brand, isCovered }: OpenProps) {
  const stands = standing.use()
  const [shown, setShown] = useState<Shown>()
  const found = findScreen(path)
  const isStarting = stands === 'starting'
  const mustSignIn = found?.isOwn && stands === 'signed-out'

  useEffect(() => {
    if (!found || isStarting || place.get() !== path) return
    if (found.screen === 'home') return setShown(undefined)
    if (mustSignIn) return void go(logInAddress(base + path + location.search + location.hash), { replaces: true })
    let isOpen = true
    const show = (Screen?: Shown['Screen']) => isOpen && setShown({ path, name: found.name, Screen })
    loadScreen(found.screen).then(show, () => show())
    return () => {
      isOpen = false
    }
  }, [path, mustSignIn, isStarting, isCovered])

  const isNew = shown?.path === path || (path === '/' && !isStarting)
  useEffect(() => {
    if (!isNew || isCovered) return
    const heading = document.querySelector('main:not([hidden]) h1')?.textContent
    document.title = `${heading || words.home} – ${brand}`
    // What had the focus is gone with the screen before.
    if (document.activeElement === document.body) document.getElementById('main')?.focus()
    scrollTo(0, 0)
  }, [isNew && path, isCovered])

  // Until it is known who is there, every address looks the same: the front, which the build has drawn.
  if (isStarting || path === '/') return <Home brand={brand} />
  if (!found) return <Missing />
  if (!shown) return <p class="reserved">{common.loading}</p>
  if (!shown.Screen) return <NeedsNet />
  return <shown.Screen key={shown.path} name={shown.name} />
}

const said: Record<Notice, string> = {
  full: words.full,
  'lock-changed': words.lockChanged,
  ended: refusals.session_required,
}

/** What has to be said wherever the person is. */
function Said() {
  const what = notice.use()
  if (!what) return null
  return (
    <div class="ds-alert" data-color="warning" role="alert">
      <p>{said[what]}</p>
      <button class="ds-button" data-variant="secondary" type="button" onClick={() => running.connection.noticed()}>
        {common.close}
      </button>
    </div>
  )
}

const Missing = () => (
  <div class="ending">
    <h1 class="ds-heading" data-size="md">
      {words.missing}
    </h1>
    <p>{words.missingLead}</p>
    <a class="ds-button" data-fullwidth href={base}>
      {words.home}
    </a>
    <a class="ds-button" data-variant="secondary" data-fullwidth href="/help">
      {words.help}
    </a>
  </div>
)

const Person = () => (
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
    <circle cx="12" cy="8.5" r="4" />
    <path d="M4.5 20.5c1-4 4-6 7.5-6s6.5 2 7.5 6" stroke-linecap="round" />
  </svg>
)

const Chevron = () => (
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
    <path d="M15 5l-7 7 7 7" stroke-linecap="round" stroke-linejoin="round" />
  </svg>
)
