// «Sikkerhetssjekk»: at most three pieces of advice, the most protective first, each leading to where it is followed.
import { common, signedIn } from '../words/active.ts'
import type { Overview } from './overview.ts'
import type { Loaded } from './use-load.ts'

const mostShown = 3

/** Advice this page has no words for is left out. */
const links: Record<keyof typeof signedIn.advice, string> = {
  add_authenticator: '/account/security#authenticator',
  add_passkey: '/account/security#add-passkey',
  add_email: '/account/security#add-email',
  add_phone: '/account/security#add-phone',
  review_devices: '/account/devices',
}

export function SecurityCheck({ loaded }: { loaded: Loaded<Overview> }) {
  const { value } = loaded
  const codes = value && adviceOf(value)
  // Beside a reminder «all is well» would be wrong.
  if (value?.account.reminder && !codes?.length) return null
  return (
    <section class="ds-card">
      <h2 class="ds-heading" data-size="xs">
        {signedIn.checkTitle}
      </h2>
      {codes ? <Advice codes={codes} /> : <p class="reserved">{!loaded.problem && common.loading}</p>}
    </section>
  )
}

/** What the reminder says already is not said twice. */
const adviceOf = ({ account }: Overview) =>
  account.advice
    .filter((code) => code in links && code !== account.reminder)
    .slice(0, mostShown) as (keyof typeof links)[]

function Advice({ codes }: { codes: (keyof typeof links)[] }) {
  if (!codes.length) return <p class="reserved">{signedIn.allGood}</p>
  return (
    <ul class="advice">
      {codes.map((code) => (
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
