import { describe, expect, it } from 'vitest'
import { compare, type Pixels } from './compare.ts'

/** One colour everywhere, and another in one square. */
function drawn(width: number, height: number, mark?: { x: number; y: number; side: number; colour: number }): Pixels {
  const data = new Uint8Array(width * height * 4).fill(240)
  for (let y = 0; mark && y < mark.side; y++)
    for (let x = 0; x < mark.side; x++)
      data.fill(mark.colour, ((mark.y + y) * width + mark.x + x) * 4, ((mark.y + y) * width + mark.x + x) * 4 + 3)
  return { width, height, data }
}

describe('two pictures', () => {
  it('are the same when nothing differs, or by what nobody sees', () => {
    expect(compare(drawn(100, 80), drawn(100, 80))).toBeUndefined()
    expect(compare(drawn(100, 80), drawn(102, 83))).toBeUndefined()
    expect(compare(drawn(100, 80), drawn(100, 80, { x: 40, y: 40, side: 16, colour: 236 }))).toBeUndefined()
  })

  it('are the same when something lies two pixels further on, and not when it lies twenty', () => {
    const before = drawn(100, 80, { x: 40, y: 40, side: 10, colour: 20 })
    expect(compare(before, drawn(100, 80, { x: 42, y: 41, side: 10, colour: 20 }))).toBeUndefined()
    expect(compare(before, drawn(100, 80, { x: 60, y: 40, side: 10, colour: 20 }))?.percent).toBeGreaterThan(1)
  })

  it('differ where something came or went, and there alone', () => {
    const mark = { x: 40, y: 40, side: 10, colour: 20 }
    for (const places of [
      compare(drawn(100, 80), drawn(100, 80, mark))?.places,
      compare(drawn(100, 80, mark), drawn(100, 80))?.places,
    ]) {
      expect(places?.length).toBeGreaterThan(0)
      for (const { x, y } of places ?? []) expect(Math.max(Math.abs(x - 40), Math.abs(y - 40))).toBeLessThan(20)
    }
  })

  it('differ wholly when one is wider or higher', () => {
    expect(compare(drawn(100, 80), drawn(106, 80))?.percent).toBe(100)
    expect(compare(drawn(100, 80), drawn(100, 90))?.percent).toBe(100)
  })
})
