// The end of freezing, wherever it began.
import { common, freeze } from '../words/active.ts'
import { StepHeading } from './step-heading.tsx'

export const Frozen = () => (
  <div class="ending">
    <IceGate />
    <StepHeading>{freeze.frozenTitle}</StepHeading>
    <p>{freeze.frozen}</p>
    <a class="ds-button" data-variant="secondary" data-fullwidth href="/thaw">
      {common.thaw}
    </a>
  </div>
)

/** What freezing does, where the decision is made. */
export const Consequences = ({ hours }: { hours: number }) => (
  <ul class="effects">
    {freeze.consequences(hours).map((words) => (
      <li key={words}>{words}</li>
    ))}
  </ul>
)

/** The gate, shut, under ice. */
const IceGate = () => (
  <svg viewBox="0 0 160 96" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
    <g stroke-linecap="round" stroke-linejoin="round">
      <path d="M14 88h132" />
      <path d="M48 88V44a32 32 0 0 1 64 0v44M58 88V46a22 22 0 0 1 44 0v42M80 24v20M80 68v20" />
      <path d="M80 44v24M69.6 50l20.8 12M69.6 62l20.8-12M80 48l-4-3M80 48l4-3M80 64l-4 3M80 64l4 3M73 52l-1-5M87 60l1 5M73 60l-5 1M87 52l5-1" />
      <path d="M44 38l3 12 4-16M54 22l3 12 4-17M99 17l4 16 3-11M109 34l4 16 3-13" opacity=".55" />
      <path
        d="M22 88c2-8 10-10 14-5M124 83c5-6 13-3 14 5M26 24v12M20 30h12M134 40v8M130 44h8M24 60h4M136 16h4"
        opacity=".4"
      />
    </g>
  </svg>
)
