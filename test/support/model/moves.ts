// Everything anybody can do from outside. A new capability adds its moves here.
import type { Dice } from './dice.ts'
import { isOpen, type Move } from './move.ts'
import { accountMoves } from './moves/account.ts'
import { additionMoves } from './moves/add-identifier.ts'
import { addressProofMoves } from './moves/address-proof.ts'
import { approvalMoves } from './moves/approvals.ts'
import { authenticatorMoves } from './moves/authenticator.ts'
import { changeMoves } from './moves/change-identifier.ts'
import { deletionMoves } from './moves/deletion.ts'
import { freezeMoves } from './moves/freeze.ts'
import { approvePasskeyMoves, resetPasskeyMoves, signInPasskeyMoves, thawPasskeyMoves } from './moves/passkey-doors.ts'
import { passkeyMoves } from './moves/passkeys.ts'
import { recoveryMoves, straightResetMoves } from './moves/recovery.ts'
import { resetFactorMoves, signInFactorMoves, thawFactorMoves } from './moves/second-factor.ts'
import { sessionMoves } from './moves/sessions.ts'
import { besiegedMoves, signIn, signInMoves } from './moves/sign-in.ts'
import { signUpMoves } from './moves/sign-up.ts'
import type { World } from './world.ts'

/** Minutes and an hour, within which codes, flows, proofs and sessions end, more than a day, after which counts do, and than three. */
export const wait: Move = {
  name: 'wait',
  weight: 3,
  async play(world, dice) {
    const seconds = dice.pick([30, 61, 301, 601, 1_801, 3_601, 90_000, 260_000])
    world.lane.deps.clock.advance(seconds)
    world.log.push(`wait ${seconds} s`)
    if (seconds > 24 * 3600) world.codeTries.clear()
    return true
  },
}

/** What a sequence is mostly about. */
export interface Theme {
  moves: readonly Move[]
  /** Its moves are those of somebody signed in. */
  isSignedIn?: boolean
  /** They begin with a right password of somebody with a factor. */
  isWaiting?: boolean
  /** It begins when everybody has just signed in, by all they have. */
  isRaised?: boolean
  /** It begins when everybody who has a factor has frozen the account. */
  isFrozen?: boolean
}

const raised = { isSignedIn: true, isRaised: true }
const themes: readonly Theme[] = [
  { moves: [...recoveryMoves, ...resetFactorMoves, ...resetPasskeyMoves] },
  { moves: [...straightResetMoves, ...resetFactorMoves, ...resetPasskeyMoves] },
  { moves: signUpMoves },
  { moves: signInMoves },
  { moves: [...freezeMoves, ...thawFactorMoves, ...thawPasskeyMoves, ...besiegedMoves], isRaised: true },
  { moves: [...freezeMoves, ...thawFactorMoves, ...thawPasskeyMoves, ...besiegedMoves], isFrozen: true },
  { moves: sessionMoves, isSignedIn: true },
  { moves: accountMoves, ...raised },
  { moves: [...additionMoves, ...addressProofMoves], ...raised },
  { moves: changeMoves, ...raised },
  { moves: deletionMoves, isSignedIn: true },
  { moves: signInFactorMoves, isWaiting: true },
  { moves: [...authenticatorMoves, ...addressProofMoves], ...raised },
  { moves: [...approvalMoves, ...approvePasskeyMoves], ...raised },
  { moves: signInPasskeyMoves, isWaiting: true },
  { moves: passkeyMoves, ...raised },
]

export const moves: readonly Move[] = [...new Set(themes.flatMap((theme) => theme.moves)), wait]

/** How much more often the moves of a sequence's own theme come: journeys of many steps are finished now and then. */
const OWN_THEME = 6

/** And how much more often the moves come that a journey has come to. */
const DUE = 12

/** One for each sequence; one of four is about everything. */
export const pickTheme = (dice: Dice): Theme | undefined => (dice.isOneIn(4) ? undefined : dice.pick(themes))

function weightIn(theme: Theme | undefined, world: World, move: Move): number {
  const { sessions, waiting } = world
  const isMissing = (theme?.isSignedIn && !sessions.some(isOpen)) || (theme?.isWaiting && waiting.length === 0)
  const leadsThere = move === signIn && isMissing
  const isOwn = leadsThere || theme?.moves.includes(move)
  return move.weight * (isOwn ? OWN_THEME : 1) * (move.isDue?.(world) ? DUE : 1)
}

/** One of those that are possible now, the weighty ones more often. */
export function pickMove(world: World, theme: Theme | undefined, dice: Dice): Move {
  const possible = moves.filter(({ isPossible }) => isPossible?.(world) ?? true)
  const weightOf = (move: Move) => weightIn(theme, world, move)
  let left = dice.nat(possible.reduce((sum, move) => sum + weightOf(move), 0))
  const picked = possible.find((move) => {
    left -= weightOf(move)
    return left < 0
  })
  if (!picked) throw new Error('no move is possible')
  return picked
}
