// Refusals that only the app meets.
import type * as nb from './nb-device.ts'

export const deviceRefusals: typeof nb.deviceRefusals = {
  device_proof_invalid:
    'We could not make sure that it is this phone that is asking. Check that its clock is right, and try again.',
  device_proof_required:
    'We could not make sure that this sign-in belongs to this phone. Check the clock, or log in again.',
  app_too_old: 'This version of the app is too old. Update the app, and try again.',
}
