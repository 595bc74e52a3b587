import { StepHeading } from '../../parts/step-heading.tsx'
import { recoveryKey as words } from '../../words/active.ts'

/** Asked before a phrase that was seen becomes worthless. */
export const LeaveQuestion = ({ stay, stop }: { stay(): void; stop(): void }) => (
  <>
    <StepHeading level={2}>{words.leaveTitle}</StepHeading>
    <p>{words.leave}</p>
    <div class="choice">
      <button class="ds-button" data-fullwidth type="button" onClick={stay}>
        {words.stay}
      </button>
      <button
        class="ds-button"
        data-variant="secondary"
        data-color="danger"
        data-fullwidth
        type="button"
        onClick={stop}
      >
        {words.stop}
      </button>
    </div>
  </>
)
