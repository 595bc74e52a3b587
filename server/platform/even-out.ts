import { setTimeout as sleep } from 'node:timers/promises'

/** Far more than what remains of the difference (a row read, an address opened: some 0.1 ms of 3). */
export const SLOT_MS = 25

/**
 * Waits for the end of the slot that began with the work, so that a tenth of a millisecond more for an address that an
 * account has shows nowhere (ASVS 6.3.8). The work is as equal as can be without; this hides the rest, and costs nothing
 * but the time. Work that took longer than its slot is blurred instead: a grid of slots would make much of little there,
 * where that tenth decides between the end of one and the end of the next.
 *
 * @param elapsedMs since the work began
 * @param slotMs longer than the work takes, as a rule
 */
export async function evenOut(elapsedMs: number, slotMs = SLOT_MS): Promise<void> {
  if (elapsedMs > slotMs) return blur(slotMs)
  // A timer's milliseconds are whole: without chance in its place the part that is cut off would show through. And they count from
  // when its turn of the loop began: what was worked since, and is to be hidden, would come off the end.
  const endsAt = performance.now() + slotMs - elapsedMs + Math.random()
  for (let left = endsAt - performance.now(); left > 0; left = endsAt - performance.now()) await sleep(left)
}

/**
 * Waits for anything up to a slot, evenly: for work whose length no slot fits, such as a password hash. What is left of a
 * difference tells as much of it as its share of the slot, 0.1 ms of 25: an AUC of 0.504.
 */
export async function blur(slotMs = SLOT_MS): Promise<void> {
  await sleep(1 + slotMs * Math.random())
}
