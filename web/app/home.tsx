import { SignedInHome } from '../pages/home/signed-in-home.tsx'
import { Entrance } from '../parts/drawings.tsx'
import { brand } from '../parts/operator.ts'
import { common, home, app as words } from '../words/active.ts'
import { standing } from './state.ts'

export function Home() {
  return standing.use() === 'signed-in' ? <SignedInHome /> : <Entry />
}

const Entry = () => (
  <div class="app-entry">
    <Entrance />
    <div>
      <h1 class="ds-heading" data-size="lg">
        {home.title(brand())}
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
