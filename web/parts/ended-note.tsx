// On the page a person is led to because their session ended by itself: what happened, calmly, and what to do.
import { refusals } from '../words/active.ts'

export const EndedNote = () => (
  <div class="ds-alert" data-color="info" role="status">
    <p>{refusals.session_required}</p>
  </div>
)
