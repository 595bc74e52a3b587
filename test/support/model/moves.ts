// Everything anybody can do from outside. A new capability adds its moves here.
import type { Dice } from './dice.ts'
import type { Move } from './move.ts'
import { accountMoves } from './moves/account.ts'
import { changeMoves } from './moves/change-identifier.ts'
import { freezeMoves } from './moves/freeze.ts'
import { recoveryMoves } from './moves/recovery.ts'
import { sessionMoves } from './moves/sessions.ts'
import { signInMoves } from './moves/sign-in.ts'
import { signUpMoves } from './moves/sign-up.ts'
import type { World } from './world.ts'

/** Minutes and an hour, within which codes, flows, proofs and sessions end, and more than a day, after which counts do. */
const wait: Move = {
  name: 'wait',
  weight: 3,
  async play(world, dice) {
    const seconds = dice.pick([30, 61, 301, 601, 1_801, 3_601, 90_000])
    world.lane.deps.clock.advance(seconds)
    world.log.push(`wait ${seconds} s`)
    if (seconds > 24 * 3600) world.codeTries.clear()
    return true
  },
}

const sides: readonly (readonly Move[])[] = [
  recoveryMoves,
  signUpMoves,
  signInMoves,
  sessionMoves,
  accountMoves,
  changeMoves,
  freezeMoves,
  [wait],
]

export const moves: readonly Move[] = sides.flat()

/** How much more often the moves of a sequence's own side come: journeys of many steps are finished now and then. */
const OWN_SIDE = 6

/** What a sequence is mostly about: one side of the product, or all of them. */
export type Theme = readonly Move[] | undefined

export const pickTheme = (dice: Dice): Theme => (dice.isOneIn(4) ? undefined : dice.pick(sides))

/** One of those that are possible now, the weighty ones more often. */
export function pickMove(world: World, theme: Theme, dice: Dice): Move {
  const possible = moves.filter(({ isPossible }) => isPossible?.(world) ?? true)
  const weightOf = (move: Move) => move.weight * (theme?.includes(move) ? OWN_SIDE : 1)
  let left = dice.nat(possible.reduce((sum, move) => sum + weightOf(move), 0))
  const picked = possible.find((move) => {
    left -= weightOf(move)
    return left < 0
  })
  if (!picked) throw new Error('no move is possible')
  return picked
}
