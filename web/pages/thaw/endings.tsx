// How opening a frozen account ends: open, and nobody signed in; or not yet.
import { policy } from '../../../server/platform/policy.ts'
import { dateTime } from '../../parts/format.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { SupportLink } from '../../parts/support-link.tsx'
import { common, thaw } from '../../words/active.ts'

const holdHours = policy.credentialHoldSeconds / 3600

/** @param next what there is to do at the sign-in, where it is not as before */
export const Done = ({ next = thaw.asBefore }: { next?: string }) => (
  <div class="ending">
    <OpenGate />
    <StepHeading>{thaw.doneTitle}</StepHeading>
    <p>{next}</p>
    <p>{thaw.done(holdHours)}</p>
    <a class="ds-button" data-fullwidth href="/log-in">
      {common.logIn}
    </a>
  </div>
)

/** All was right, and it stays frozen for a while, whoever it was. */
export const Waiting = ({ opensAt }: { opensAt: string }) => (
  <div class="ending">
    <StepHeading>{thaw.waitTitle}</StepHeading>
    <p>{thaw.wait(dateTime(opensAt))}</p>
    <p>
      {thaw.waitHelp} <SupportLink />
    </p>
  </div>
)

/** The gate, its door ajar again, and the ice dripping off. */
const OpenGate = () => (
  <svg viewBox="0 0 160 96" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
    <g stroke-linecap="round" stroke-linejoin="round">
      <path d="M14 88h132" />
      <path d="M48 88V44a32 32 0 0 1 64 0v44M58 88V46a22 22 0 0 1 44 0v42" />
      <path d="M58 88l26-9V34l-8-9M79 54v7" />
      <path d="M52 34l2 6M104 26l2 6M110 44v4M44 56v5M116 66v5" opacity=".55" />
      <circle cx="136" cy="22" r="8" opacity=".55" />
      <path d="M136 6v4M136 34v4M120 22h4M148 22h4M125 11l3 3M144 30l3 3M147 11l-3 3M128 30l-3 3" opacity=".4" />
      <path d="M90 88l12 4M84 88l2 4M22 88c2-6 10-6 12 0" opacity=".4" />
    </g>
  </svg>
)
