import { expect, test } from 'vitest'
import { evenOut, SLOT_MS } from './even-out.ts'

/** Works without giving way, as what is to be hidden does. */
function work(milliseconds: number): void {
  const until = performance.now() + milliseconds
  while (performance.now() < until);
}

test('a slot ends no sooner after more work than after less', async () => {
  for (const worked of [0, 1.3, 4.6, 9.9, 0.4, 7.2]) {
    await new Promise(setImmediate)
    const began = performance.now()
    work(worked)
    await evenOut(performance.now() - began)
    expect(performance.now() - began).toBeGreaterThanOrEqual(SLOT_MS)
  }
})
