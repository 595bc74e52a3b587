// The account's own screens, as the pages have them; the authenticator has a switch here.
import { Activity } from '../pages/account/activity.tsx'
import { Devices } from '../pages/account/devices.tsx'
import { SecurityWith } from '../pages/account/security.tsx'
import { Approve } from '../pages/approve/approve.tsx'
import { AuthenticatorSwitch } from './authenticator-switch.tsx'

export const SecurityScreen = () => <SecurityWith Authenticator={AuthenticatorSwitch} />
export const DevicesScreen = () => <Devices />
export const ActivityScreen = () => <Activity />
export const ApproveScreen = () => (
  <div class="ds-card card">
    <Approve />
  </div>
)
