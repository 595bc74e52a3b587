// The only factor is a passkey, and none is at hand: an honest page, and the way on.
import { lostPasskey as words } from '../words/active.ts'
import { Back } from './back.tsx'
import { NoWayIn } from './no-way-in.tsx'

/** @param back absent: none of the account's passkeys works, so that looking for one is of no use */
export function LostPasskey({ back }: { back?: () => void }) {
  if (!back) return <NoWayIn words={{ ...words, noneLead: words.noneWorks, tryFirst: words.tryFirst.slice(-1) }} />
  return (
    <>
      <NoWayIn words={words} />
      <Back to={back} />
    </>
  )
}
