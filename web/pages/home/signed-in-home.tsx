// The home page of whoever is signed in: who you are, how safe the account is, what to do next.
import { HoldNote } from '../../parts/hold-note.tsx'
import { host } from '../../parts/host.ts'
import { LoadProblem } from '../../parts/load-problem.tsx'
import { loadOverview } from '../../parts/overview.ts'
import { Reminder } from '../../parts/reminder.tsx'
import { SecurityCheck } from '../../parts/security-check.tsx'
import { useLoad } from '../../parts/use-load.ts'
import { signedIn } from '../../words/active.ts'
import { DeletionCard } from '../account/deletion-card.tsx'

export function SignedInHome() {
  const loaded = useLoad(loadOverview, () => host.replace('/?ended'))
  const session = loaded.value?.session
  const who = session?.account.identifiers.map(({ masked }) => masked).join(' · ')
  return (
    <div class="column">
      <h1 class="ds-heading" data-size="lg">
        {signedIn.title}
      </h1>
      <p class="lead">{who ?? '\u00a0'}</p>
      <LoadProblem loaded={loaded} />
      <DeletionCard loaded={loaded} />
      {!loaded.value?.account.deletion.endsAt && (
        <>
          <HoldNote holds={session?.holds} />
          <Reminder loaded={loaded} />
          <SecurityCheck loaded={loaded} />
        </>
      )}
    </div>
  )
}
