import { StepHeading } from '../../parts/step-heading.tsx'
import { recoveryKey as words } from '../../words/active.ts'

interface LeaveQuestionProps {
  /** Of its heading: 2 within a dialog. */
  level?: 1 | 2
  stay(): void
  stop(): void
}

/** Asked before a phrase that was seen becomes worthless. */
export const LeaveQuestion = ({ level = 2, stay, stop }: LeaveQuestionProps) => (
  <>
    <StepHeading level={level}>{words.leaveTitle}</StepHeading>
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
