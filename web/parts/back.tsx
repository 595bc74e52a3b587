import { lostPhone as words } from '../words/active.ts'

export const Back = ({ to }: { to(): void }) => (
  <button class="ds-button" data-variant="tertiary" data-fullwidth type="button" onClick={to}>
    {words.back}
  </button>
)
