// What the model believes of proofs of a mailbox, before a sign-in and before a reset: one code serves all that ask.
import type { Answer } from './call.ts'
import type { Dice } from './dice.ts'
import { readCodes } from './mail.ts'
import { codeFor, isOver } from './move.ts'
import { isMail, nowOf, type Proof, type World } from './world.ts'

const CODE_MS = 600 * 1000
const FLOW_TRIES = 5
const NETWORK_TRIES = 10

type Shared = Pick<Proof, 'purpose' | 'address' | 'person' | 'toOther'>
const sharedKey = ({ purpose, address, person, toOther }: Shared) =>
  `${purpose} ${address} ${person?.accountId ?? 'nobody'} ${toOther}`

/** Where the code of a proof goes: to the mail address if there is one, or with `toOther` to the other one. */
function mailboxOf({ person, toOther }: Shared): string | undefined {
  const addresses = person?.addresses ?? []
  const first = addresses.find(isMail) ?? addresses[0]
  return (toOther && addresses.find((each) => each !== first)) || first
}

/** A proof was begun: its code is the one that all of the mailbox share, if one was sent a moment ago. */
export async function keepProof(
  world: World,
  { body }: Answer,
  { purpose, address, person, toOther }: Shared,
): Promise<void> {
  const shared = { purpose, address, person, toOther }
  const tries = { codeTries: 0, passwordTries: 0 }
  const startedAt = nowOf(world)
  const list = purpose === 'sign_in' ? world.proofs : world.mailboxes
  list.push({
    token: body.flow,
    ...shared,
    version: person?.version ?? 1,
    startedAt,
    state: 'code',
    ...tries,
  })
  const mailbox = mailboxOf(shared)
  const [letter] = await readCodes(world, mailbox ? [mailbox] : [])
  if (!letter?.code) return
  const key = sharedKey(shared)
  const last = world.shared.get(key)
  const isStillOpen = last?.code && !last.isConsumed && last.version === person?.version
  const earlier = isStillOpen ? { code: last.code as string, endsAt: last.issuedAt + CODE_MS } : undefined
  const version = person?.version ?? 1
  const over = isStillOpen ? undefined : last?.code
  world.shared.set(key, { code: letter.code, issuedAt: startedAt, version, isConsumed: false, earlier, over })
}

/** A code that might be sent for a proof: mostly its own. */
export function codeOf(world: World, proof: Proof, dice: Dice): string {
  const shared = world.shared.get(sharedKey(proof))
  return codeFor(world, { code: shared?.code, replaced: shared?.earlier?.code }, dice)
}

/** The codes of this mailbox were used. */
export function useShared(world: World, proof: Proof): void {
  const shared = world.shared.get(sharedKey(proof))
  if (shared) shared.isConsumed = true
}

/** What may be answered to the code of a proof; `granted` when it is the one that was sent there. */
export function allowedProof(world: World, proof: Proof, code: string, granted: string): string[] {
  const shared = world.shared.get(sharedKey(proof))
  if (isOver(world, proof)) return ['410 flow_ended']
  if (++proof.codeTries > FLOW_TRIES) return ['422 code_spent']
  const tooMany = ++world.proofTries > NETWORK_TRIES ? ['429 too_many_attempts'] : []
  const now = nowOf(world)
  const isNewest = code === shared?.code && now < shared.issuedAt + CODE_MS
  const isEarlier = code === shared?.earlier?.code && now < shared.earlier.endsAt
  const isOfBefore = shared?.over !== undefined && code === shared.over
  if (!shared || (!isNewest && !isEarlier))
    return ['422 code_wrong', '422 code_expired', ...(isOfBefore ? ['422 code_used'] : []), ...tooMany]
  const isClosed = shared.isConsumed || (proof.person !== undefined && proof.person.version !== shared.version)
  return [isClosed ? '422 code_used' : granted, ...tooMany]
}
