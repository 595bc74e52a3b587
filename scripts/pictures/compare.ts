// Whether two pictures show the same to the eye: docs/decisions/0034. Pure: pixels in, a judgement out.

export interface Pixels {
  width: number
  height: number
  /** Four bytes a pixel, row by row: red, green, blue, opacity. */
  data: Uint8Array
}

/** A square of the picture that shows something else. */
export interface Place {
  x: number
  y: number
}

export interface Difference {
  /** Of all squares, those that show something else, in per cent. */
  percent: number
  places: Place[]
}

/** Side of a square: two letters wide. */
export const SIDE = 16
/** How far a square may have moved and still show the same, in pixels: other fonts run a little wider. */
const REACH = 3
/** Mean distance of colours, of 255, that the edges of letters make at full size when another machine draws them. */
const NOISE = 13
/** So often is each pixel made the mean of its neighbourhood: how an edge was smoothed no longer matters. */
const SOFTENINGS = 3
/** Sides that differ by more are another picture, whatever is in it. */
const MOST_SIDE_PX = 4

/**
 * Compares square by square.
 *
 * @param scale pixels of a picture for one of the page: edges are a larger part of a square the more it magnifies
 * @returns undefined when both show the same
 */
export function compare(before: Pixels, after: Pixels, scale = 1): Difference | undefined {
  const [width, height] = [Math.min(before.width, after.width), Math.min(before.height, after.height)]
  if (Math.max(before.width, after.width) - width > MOST_SIDE_PX) return { percent: 100, places: [] }
  if (Math.max(before.height, after.height) - height > MOST_SIDE_PX) return { percent: 100, places: [] }
  const [one, other] = [soften(before), soften(after)]
  const noise = NOISE * scale
  const places: Place[] = []
  let squares = 0
  for (let y = 0; y + SIDE <= height; y += SIDE / 2)
    for (let x = 0; x + SIDE <= width; x += SIDE / 2) {
      squares++
      const place = { x, y }
      if (!isFoundNear(one, other, place, noise) || !isFoundNear(other, one, place, noise)) places.push(place)
    }
  return places.length ? { percent: (100 * places.length) / squares, places } : undefined
}

function soften(pixels: Pixels): Pixels {
  let { data } = pixels
  const row = pixels.width * 4
  for (let pass = 0; pass < SOFTENINGS; pass++) data = meanAlong(meanAlong(data, 4), row)
  return { ...pixels, data }
}

/** Each byte becomes the mean of itself and of those a step before and behind it. */
function meanAlong(data: Uint8Array, step: number): Uint8Array {
  const means = new Uint8Array(data)
  for (let at = step; at < data.length - step; at++)
    means[at] = ((data[at - step] as number) + (data[at] as number) + (data[at + step] as number)) / 3
  return means
}

/** Whether a square of one picture is in the other, there or close by. */
function isFoundNear(one: Pixels, other: Pixels, place: Place, noise: number): boolean {
  if (isAlike(one, other, place, noise, 0, 0)) return true
  for (let down = -REACH; down <= REACH; down++)
    for (let right = -REACH; right <= REACH; right++) if (isAlike(one, other, place, noise, right, down)) return true
  return false
}

/** Whether the colours of a square and of what lies at a shift from it are near; beyond an edge goes on what lies on it. */
function isAlike(one: Pixels, other: Pixels, { x, y }: Place, noise: number, right: number, down: number): boolean {
  const most = noise * SIDE * SIDE
  let sum = 0
  for (let row = 0; row < SIDE; row++) {
    const there = within(y + down + row, other.height) * other.width
    for (let column = 0; column < SIDE; column++)
      sum += colourDistance(
        one.data,
        ((y + row) * one.width + x + column) * 4,
        other.data,
        (there + within(x + right + column, other.width)) * 4,
      )
    if (sum > most) return false
  }
  return true
}

const within = (at: number, length: number) => (at < 0 ? 0 : at < length ? at : length - 1)

function colourDistance(one: Uint8Array, at: number, other: Uint8Array, there: number): number {
  let most = 0
  for (let channel = 0; channel < 3; channel++) {
    const apart = (one[at + channel] as number) - (other[there + channel] as number)
    if (apart > most) most = apart
    else if (-apart > most) most = -apart
  }
  return most
}
