// Why it cannot be approved now, and what to do.
import { policy } from '../../../server/platform/policy.ts'
import { dateTime } from '../../parts/format.ts'
import { approval as words } from '../../words/active.ts'
import type { Approval } from './approval.ts'

const bindingHours = policy.firstBindingHoldSeconds / 3600

export function ObstacleNote({ approval: { obstacle, holds } }: { approval: Approval }) {
  const isHold = obstacle === 'hold'
  const end = holds
    .map(({ endsAt }) => endsAt)
    .sort()
    .at(-1)
  return (
    <div class="ds-alert" data-color="warning">
      <h2 class="ds-heading" data-size="2xs">
        {isHold ? words.holdTitle : words.noFactorTitle}
      </h2>
      <p>{isHold && end ? words.hold(dateTime(end)) : words.noFactor(bindingHours)}</p>
      {!isHold && (
        <p>
          <a class="ds-link" href="/account/security">
            {words.setUp}
          </a>
        </p>
      )}
    </div>
  )
}
