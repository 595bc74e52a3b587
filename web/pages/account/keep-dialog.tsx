import { Dialog } from '../../parts/dialog.tsx'
import { StepUp } from './step-up.tsx'

/** Keeping an account needs a fresh proof. */
export const KeepDialog = ({ keep, close }: { keep(): Promise<void>; close(): void }) => (
  <Dialog close={close}>
    <StepUp done={keep} />
  </Dialog>
)
