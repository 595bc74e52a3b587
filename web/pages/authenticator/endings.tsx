// How it ends: what holds from now on, and until when withdrawals pause.
import { policy } from '../../../server/platform/policy.ts'
import { Ready } from '../../parts/ready.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { authenticator as words } from '../../words/active.ts'
import type { Act } from './use-change.ts'

const hours = policy.credentialHoldSeconds / 3600
const firstHours = policy.firstBindingHoldSeconds / 3600

const told: Record<Act, string> = {
  bind: words.bound(firstHours),
  change: words.changed(hours),
  remove: words.removed(hours),
  renew_phrase: words.renewed,
}

interface EndingProps {
  /** Of its heading: 2 within a dialog. */
  level?: 1 | 2
  finish(): void
}

export const Done = ({ act, level = 2, finish }: EndingProps & { act: Act }) => (
  <div class="ending">
    {act === 'remove' ? <Unlinked /> : <Ready />}
    <StepHeading level={level}>{act === 'remove' ? words.removedTitle : words.doneTitle}</StepHeading>
    <p>{told[act]}</p>
    <Finish finish={finish} />
  </div>
)

export const Elsewhere = ({ level = 2, finish }: EndingProps) => (
  <div class="ending">
    <StepHeading level={level}>{words.elsewhere}</StepHeading>
    <Finish finish={finish} />
  </div>
)

const Finish = ({ finish }: Pick<EndingProps, 'finish'>) => (
  <button class="ds-button" data-fullwidth type="button" onClick={finish}>
    {words.finish}
  </button>
)

/** The same phone, its link to the gate undone. */
const Unlinked = () => (
  <svg viewBox="0 0 160 96" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
    <g stroke-linecap="round" stroke-linejoin="round">
      <path d="M10 88h140" />
      <rect x="24" y="14" width="40" height="74" rx="7" />
      <path d="M38 21h12" opacity=".5" />
      <path d="M38 52h12" opacity=".35" />
      <path d="M98 88V56a22 22 0 0 1 44 0v32M109 88V58a11 11 0 0 1 22 0v30" />
      <path d="M72 58h5M85 58h5" opacity=".5" />
    </g>
  </svg>
)
