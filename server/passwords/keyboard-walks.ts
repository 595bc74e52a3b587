/** Steps from one character to the next that need no thought: the same again, the next in order, a neighbouring key. */

export type StepKind = 'same' | 'order' | 'row' | 'walk'

/** Norwegian, US and QWERTZ rows, plain and shifted, each row half a key to the right of the one above. */
const layouts = [
  ['|1234567890+\\', 'qwertyuiopå¨', "asdfghjkløæ'", 'zxcvbnm,.-'],
  ['§!"#¤%&/()=?`', 'qwertyuiopå^', 'asdfghjkløæ*', 'zxcvbnm;:_'],
  ['`1234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./'],
  ['~!@#$%^&*()_+', 'qwertyuiop{}', 'asdfghjkl:"', 'zxcvbnm<>?'],
  ['^1234567890ß´', 'qwertzuiopü+', 'asdfghjklöä#', 'yxcvbnm,.-'],
]

interface Key {
  row: number
  column: number
}

const keyboards = layouts.map((rows) => new Map(rows.flatMap(keysOfRow)))

// The number row begins one key to the left of q.
function keysOfRow(characters: string, row: number): [string, Key][] {
  return [...characters].map((character, place) => [character, { row, column: row === 0 ? place - 1 : place }])
}

/** Whether the character at `end` goes on with the run of `kind` that began at `from`; `end` is after `from`. */
export function isStep(kind: StepKind, text: string, from: number, end: number): boolean {
  const before = text.charAt(end - 1)
  const next = text.charAt(end)
  if (kind === 'same') return before === next
  if (kind === 'order') return isInOrder(text, from, end)
  return keyboards.some((keys) =>
    kind === 'row' ? isStraight(keys, text, from, end) : isNeighbour(keys, before, next),
  )
}

/** abc, cba, 123, 135: the same small step all along; 9 goes on with 0. */
function isInOrder(text: string, from: number, end: number): boolean {
  const step = distance(text, from)
  return step !== 0 && Math.abs(step) <= 2 && distance(text, end - 1) === step
}

function distance(text: string, at: number): number {
  const pair = text.slice(at, at + 2)
  if (pair === '90') return 1
  if (pair === '09') return -1
  const isOneKind = /^(\d\d|[a-zæøå]{2})$/.test(pair)
  return isOneKind ? pair.charCodeAt(1) - pair.charCodeAt(0) : 0
}

function isStraight(keys: Map<string, Key>, text: string, from: number, end: number): boolean {
  const first = stepBetween(keys, text.charAt(from), text.charAt(from + 1))
  const last = stepBetween(keys, text.charAt(end - 1), text.charAt(end))
  if (!first || !last || !areNeighbours(first)) return false
  return first.row === last.row && first.column === last.column
}

function isNeighbour(keys: Map<string, Key>, one: string, other: string): boolean {
  const step = stepBetween(keys, one, other)
  return step !== undefined && areNeighbours(step)
}

function stepBetween(keys: Map<string, Key>, one: string, other: string): Key | undefined {
  const [from, to] = [keys.get(one), keys.get(other)]
  return from && to && { row: to.row - from.row, column: to.column - from.column }
}

/** Left, right, and the two keys above and below that a slanted keyboard has. */
function areNeighbours({ row, column }: Key): boolean {
  if (row === 0) return Math.abs(column) <= 1
  return (row === 1 && (column === 0 || column === -1)) || (row === -1 && (column === 0 || column === 1))
}
