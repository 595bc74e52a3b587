// The home page of whoever is signed in: who you are, how safe the account is, what to do next.
import { type Account, type Answer, call, type Session } from '../../api.ts'
import { HoldNote } from '../../parts/hold-note.tsx'
import { LoadProblem } from '../../parts/load-problem.tsx'
import { useLoad } from '../../parts/use-load.ts'
import { common, signedIn } from '../../words/active.ts'

interface Overview {
  session: Session
  account: Account
}

const adviceShown = 3

/** Where each piece of advice is followed. Advice this page has no words for is left out. */
const adviceLinks: Record<keyof typeof signedIn.advice, string> = {
  add_email: '/account/security#add-email',
  add_phone: '/account/security#add-phone',
  review_devices: '/account/devices',
}

async function loadOverview(): Promise<Answer<Overview>> {
  const [session, account] = await Promise.all([call<Session>('GET', '/session'), call<Account>('GET', '/account')])
  if (!session.ok) return session
  return account.ok ? { ok: true, value: { session: session.value, account: account.value } } : account
}

export function SignedInHome() {
  const loaded = useLoad(loadOverview, () => location.replace('/?signed-out'))
  const overview = loaded.value
  const who = overview?.session.account.identifiers.map(({ masked }) => masked).join(' · ')
  return (
    <div class="column">
      <h1 class="ds-heading" data-size="lg">
        {signedIn.title}
      </h1>
      <p class="lead who">{who ?? '\u00a0'}</p>
      <LoadProblem loaded={loaded} />
      <HoldNote holds={overview?.session.holds} />
      <section class="ds-card">
        <h2 class="ds-heading" data-size="xs">
          {signedIn.checkTitle}
        </h2>
        {overview ? (
          <Advice codes={overview.account.advice} />
        ) : (
          <p class="reserved">{!loaded.problem && common.loading}</p>
        )}
      </section>
    </div>
  )
}

function Advice({ codes }: { codes: string[] }) {
  const known = codes.filter((code) => code in adviceLinks).slice(0, adviceShown) as (keyof typeof adviceLinks)[]
  if (!known.length) return <p class="reserved good">{signedIn.allGood}</p>
  return (
    <ul class="advice">
      {known.map((code) => (
        <li key={code}>
          <a class="ds-link" href={adviceLinks[code]}>
            {signedIn.advice[code]}
          </a>
          <p>{signedIn.adviceWhy[code]}</p>
        </li>
      ))}
    </ul>
  )
}
