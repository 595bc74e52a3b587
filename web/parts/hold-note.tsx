import type { Hold } from '../api.ts'
import { signedIn } from '../words/active.ts'
import { dateTime } from './format.ts'

/** Says until when withdrawals are on hold; the later end wins. */
export function HoldNote({ holds = [] }: { holds?: Hold[] }) {
  const ends = holds.map(({ endsAt }) => endsAt).sort()
  const last = ends.at(-1)
  if (!last) return null
  return (
    <div class="ds-alert" data-color="info">
      <p>{signedIn.hold(dateTime(last))}</p>
    </div>
  )
}
