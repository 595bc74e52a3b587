// How it ends: approved, declined, too late, or nowhere to be found; and the way back to where it began.
import { nextAddress } from '../../parts/next-link.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { approval as words } from '../../words/active.ts'
import { type Approval, amountOf } from './approval.ts'

export function Ending({ approval }: { approval: Approval }) {
  const { state, returnTo } = approval
  const isApproved = state === 'approved' || state === 'redeemed'
  return (
    <div class="ending">
      {isApproved && <SealedGate />}
      <StepHeading>{isApproved ? words.approvedTitle : titles[state]}</StepHeading>
      <p>{isApproved ? words.approved(amountOf(approval), approval.askedBy) : texts[state]}</p>
      <Back to={returnTo} />
    </div>
  )
}

const titles: Record<string, string> = { declined: words.declinedTitle, expired: words.expiredTitle }
const texts: Record<string, string> = { declined: words.declined, expired: words.expired }

export const Missing = () => (
  <div class="ending">
    <StepHeading>{words.missingTitle}</StepHeading>
    <p>{words.missing}</p>
    <Back to={null} />
  </div>
)

/** Only to our own origin, whoever named the place. */
const Back = ({ to }: { to: string | null }) => (
  <a class="ds-button" data-fullwidth href={nextAddress(to, location.origin)}>
    {words.back}
  </a>
)

/** The gate, open, and a letter with a seal going through. */
const SealedGate = () => (
  <svg viewBox="0 0 160 96" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
    <g stroke-linecap="round" stroke-linejoin="round">
      <path d="M14 88h132M48 88V44a32 32 0 0 1 64 0v44M58 88V46a22 22 0 0 1 44 0v42" />
      <path d="M64 52h38v24H64zM64 52l19 13 19-13" />
      <circle cx="83" cy="70" r="5" />
      <path d="M81 70l2 2 3-4" />
      <path d="M36 64h18M30 72h16M40 80h10M116 64h12M116 72h18" opacity=".5" />
    </g>
  </svg>
)
