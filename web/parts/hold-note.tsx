import { type Hold, serverNow } from '../api.ts'
import { signedIn } from '../words/active.ts'
import { dateTime } from './format.ts'
import { left } from './time-left.ts'

/** So well is the server's time known here: what ends in 24 hours is never said to have 24 h 1 min left. */
const UNSURE_MS = 2_000

/** Says until when withdrawals are on hold and why; the later end wins. */
export function HoldNote({ holds = [] }: { holds?: Hold[] }) {
  const [last, ...others] = holds.toSorted((one, other) => other.endsAt.localeCompare(one.endsAt))
  if (!last) return null
  const reasons = [last, ...others].flatMap(({ reason }) => reasonWords(reason) ?? [])
  return (
    <div class="ds-alert" data-color="info">
      <p>{signedIn.hold(dateTime(last.endsAt), left((Date.parse(last.endsAt) - UNSURE_MS - serverNow()) / 1000))}</p>
      {reasons.length > 0 && (
        <p class="small">
          {reasons.length === 1 ? signedIn.holdWhy(reasons[0] ?? '') : signedIn.holdWhyAll(reasons.join('; '))}
        </p>
      )}
      <p class="small">
        <a class="ds-link" href="/help/withdrawal-holds">
          {signedIn.holdGuide}
        </a>
      </p>
    </div>
  )
}

/** Words for a reason this page knows. */
const reasonWords = (reason: string): string | undefined =>
  signedIn.holdReasons[reason as keyof typeof signedIn.holdReasons]
