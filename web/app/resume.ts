// A phone drops an app while another one is open. Whoever opens it anew is where they were, as long as that waits for them.
import { flowMemory } from '../parts/flow-memory.ts'
import { go, place } from './router.ts'
import { waitingSignIn } from './waiting-sign-in.ts'

const journeys = [
  ['authenticator', '/account/security'],
  ['forgot-password', '/forgot-password'],
  ['sign-up', '/sign-up'],
] as const

/** Opens the journey that is under way, if the app was opened at its front. */
export function resumeWhereLeft(): void {
  if (place.get() !== '/') return
  const found = journeys.find(([journey]) => flowMemory(journey).read())
  const address = waitingSignIn.address() ?? found?.[1]
  if (address) go(address)
}

/** Whoever signs out on a phone or computer of several people leaves nothing of theirs to go on with. */
export function forgetJourneys(): void {
  for (const [journey] of journeys) flowMemory(journey).forget()
  flowMemory('authenticator-key').forget()
  waitingSignIn.forget()
}
