// «Sikkerhetssjekk»: at most three pieces of advice, the most protective first, each leading to where it is followed.
import { common, signedIn } from '../words/active.ts'
import type { Overview } from './overview.ts'
import type { Loaded } from './use-load.ts'

const mostShown = 3

/** Advice this page has no words for is left out. */
const links: Record<keyof typeof signedIn.advice, string> = {
  add_email: '/account/security#add-email',
  add_phone: '/account/security#add-phone',
  review_devices: '/account/devices',
}

export function SecurityCheck({ loaded }: { loaded: Loaded<Overview> }) {
  return (
    <section class="ds-card">
      <h2 class="ds-heading" data-size="xs">
        {signedIn.checkTitle}
      </h2>
      {loaded.value ? (
        <Advice codes={loaded.value.account.advice} />
      ) : (
        <p class="reserved">{!loaded.problem && common.loading}</p>
      )}
    </section>
  )
}

function Advice({ codes }: { codes: string[] }) {
  const known = codes.filter((code) => code in links).slice(0, mostShown) as (keyof typeof links)[]
  if (!known.length) return <p class="reserved">{signedIn.allGood}</p>
  return (
    <ul class="advice">
      {known.map((code) => (
        <li key={code}>
          <a class="ds-link" href={links[code]}>
            {signedIn.advice[code]}
          </a>
          <p>{signedIn.adviceWhy[code]}</p>
        </li>
      ))}
    </ul>
  )
}
