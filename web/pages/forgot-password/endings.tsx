// How a reset ends: with a new password, and nobody signed in.
import { policy } from '../../../server/platform/policy.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { forgotPassword } from '../../words/active.ts'

const holdHours = policy.credentialHoldSeconds / 3600

export const Done = () => (
  <div class="ending">
    <NewKey />
    <StepHeading>{forgotPassword.doneTitle}</StepHeading>
    <p>{forgotPassword.done(holdHours)}</p>
    <a class="ds-button" data-fullwidth href="/log-in">
      {forgotPassword.logIn}
    </a>
  </div>
)

/** A new key on its ring. */
const NewKey = () => (
  <svg viewBox="0 0 160 96" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
    <g stroke-linecap="round" stroke-linejoin="round">
      <circle cx="50" cy="48" r="24" />
      <circle cx="44" cy="48" r="7" />
      <path d="M74 42h62l8 8-8 8h-8l-5-6-6 6h-5l-6-6-6 6H74" />
      <path d="M80 48h48" opacity=".4" />
      <path d="M37 43a16 16 0 0 1 30-20M20 48a24 24 0 0 0 2 16" opacity=".35" />
      <path d="M138 24v10M133 29h10M116 14v6M113 17h6M22 84h116" opacity=".4" />
    </g>
  </svg>
)
