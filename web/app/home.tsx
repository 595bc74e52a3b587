// The front of the app: drawn before its script is there, with nothing to press until it is known whether somebody is signed in.
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Entrance } from '../parts/drawings.tsx'
import { common, home, app as words } from '../words/active.ts'
import { NeedsNet } from './obstacles.tsx'
import { standing } from './state.ts'

export function Home({ brand }: { brand: string }) {
  const stands = standing.use()
  const [SignedIn, setSignedIn] = useState<ComponentType>()
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    if (stands !== 'signed-in' || SignedIn) return
    import('../pages/home/signed-in-home.tsx').then(
      ({ SignedInHome }) => setSignedIn(() => SignedInHome),
      () => setFailed(true),
    )
  }, [stands])
  if (failed) return <NeedsNet />
  return stands === 'signed-in' && SignedIn ? <SignedIn /> : <Front brand={brand} isOpen={stands === 'signed-out'} />
}

/* What may be pressed takes its place from the beginning, unseen, so that nothing moves once it is known who is there. */
const Front = ({ brand, isOpen }: { brand: string; isOpen: boolean }) => (
  <div class="app-entry" data-waits={isOpen ? undefined : ''}>
    <Entrance />
    <div>
      <h1 class="ds-heading" data-size="lg">
        {home.title(brand)}
      </h1>
      <p class="lead">{words.leadSignedOut}</p>
    </div>
    <div class="choice">
      <a class="ds-button" data-fullwidth href="/log-in">
        {common.logIn}
      </a>
      <a class="ds-button" data-variant="secondary" data-fullwidth href="/sign-up">
        {common.signUp}
      </a>
      <a class="ds-button" data-variant="tertiary" data-fullwidth href="/help">
        {words.help}
      </a>
    </div>
  </div>
)
