/** Which tries a sign-in counts against, so that nobody else's failures stand in the way of an owner (promises P2, P12). */

import type { Account } from '../accounts/find-account.ts'
import type { Identifier } from '../accounts/identifier.ts'
import { noteForBotCheck, requireBotCheck } from '../bot-check/require-bot-check.ts'
import { noteWrongPassword } from '../devices/known-devices.ts'
import { type Attempt, beginAttempt, beginAttemptOrNothing } from '../limits/begin-attempt.ts'
import {
  beginStrangerTry,
  beginStrangerTryOrNothing,
  claimTelling,
  endRowOfStrangers,
  failAsStranger,
  type InARow,
  isUsedUp,
  type StrangerTry,
} from '../limits/stranger-tries.ts'
import type { MailboxFlow } from '../mailbox-proof/flow.ts'
import { readFlow } from '../mailbox-proof/flow.ts'
import { TOLD_AT, type WrongPasswords } from '../notices/tell-wrong-passwords.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { LookedUp } from './look-up.ts'
import * as queries from './queries.ts'

/** One try under way. */
export interface Allowance extends Omit<Attempt, 'fail'> {
  /** Of somebody who has shown neither a known device nor the mailbox. */
  isStranger: boolean
  /** @returns what the owner is to hear of now */
  fail(): Promise<Telling | undefined>
}

export type Telling = Pick<WrongPasswords, 'count' | 'claim'>

export interface Tryer {
  identifier: Identifier
  /** See `networkOf`. */
  network: string
  /** What the device brought along to be known by. */
  deviceSecret: Uint8Array | undefined
  /** A mailbox being proven. */
  flow: string | undefined
  /** A proof of work, where a network was wrong too often. */
  botCheck: string | undefined
}

/** What strangers' tries at an address are counted under. */
export function strangersKey({ keys }: Pick<Deps, 'keys'>, { kind, canonical }: Identifier): Buffer {
  return keys.mac('index', ['attempt', 'sign_in', 'strangers', kind, canonical])
}

/**
 * Counts a try, before it is made, against what its maker may try: a proof of the mailbox, a known device, or else what all
 * strangers share.
 *
 * @param looking the account and its device, which are asked for meanwhile
 * @returns undefined for a stranger who has to prove the mailbox first
 * @throws Refusal `too_many_attempts`, `bot_check_required`
 */
export async function openAllowance(
  deps: Deps,
  tryer: Tryer,
  looking: Promise<Pick<LookedUp, 'profile' | 'known'>>,
): Promise<Allowance | undefined> {
  const { deviceSecret, flow } = tryer
  const { profile: account, known } = flow || deviceSecret ? await looking : {}
  const proven = flow ? await spendProof(deps, flow, tryer.identifier, account) : undefined
  if (proven) return proven
  if (!account || !known) return beginAsStranger(deps, tryer)
  const { accountId } = account
  const { deviceId } = known
  const key = deps.keys.mac('index', ['attempt', 'sign_in', 'device', accountId, deviceId])
  const attempt = await beginAttempt(deps, key)
  return {
    ...attempt,
    isStranger: false,
    async fail() {
      const [count] = await Promise.all([noteWrongPassword(deps, accountId, deviceId), attempt.fail()])
      return { count }
    },
  }
}

/** Of strangers many may come to a number, and the number may be passed by a proof that was spent: the most that is due is told. */
function tellingOf(key: Buffer, row: InARow | undefined): Telling | undefined {
  const count = row && TOLD_AT.findLast((each) => row.told < each && row.count >= each)
  return count === undefined ? undefined : { count, claim: (tx) => claimTelling(tx, key, count) }
}

async function beginAsStranger(deps: Deps, { identifier, network, botCheck }: Tryer): Promise<Allowance | undefined> {
  const { kind, canonical } = identifier
  const everywhere = strangersKey(deps, identifier)
  // Under attack this is the whole of it: one question, nothing written. And whoever shares a network with the attacker
  // need not wait for it, once the mailbox is what decides.
  if (await isUsedUp(deps, everywhere)) return undefined
  await requireBotCheck(deps, { purpose: 'sign_in', network, solution: botCheck })
  const key = deps.keys.mac('index', ['attempt', 'sign_in', kind, canonical, network])
  const noteWrong = () => noteForBotCheck(deps, 'sign_in', network)
  // Nearly always nobody else is under way: both are counted in one commit then, with one wait for the disk.
  const atOnce = await deps.db.atOnce(async (tx) => {
    const [here, anywhere] = await Promise.all([
      beginAttemptOrNothing(deps, tx, key),
      beginStrangerTryOrNothing(deps, tx, everywhere),
    ])
    return both(here, anywhere, everywhere, noteWrong)
  })
  if (atOnce) return atOnce
  const here = await beginAttempt(deps, key)
  const anywhere = await beginStrangerTry(deps, everywhere).catch(async (error: unknown) => {
    await here.abandon()
    throw error
  })
  if (!anywhere) await here.abandon()
  return anywhere && both(here, anywhere, everywhere, noteWrong)
}

function both(here: Attempt, anywhere: StrangerTry, everywhere: Buffer, noteWrong: () => Promise<void>): Allowance {
  return {
    isStranger: true,
    async succeed(tx) {
      await Promise.all([here.succeed(tx), anywhere.succeed(tx)])
    },
    async fail() {
      const [, row] = await Promise.all([here.fail(), anywhere.fail(), noteWrong()])
      return tellingOf(everywhere, row)
    },
    async abandon() {
      await Promise.all([here.abandon(), anywhere.abandon()])
    },
  }
}

/** @returns undefined for a flow that proves nothing for this address (any more) */
async function spendProof(
  deps: Deps,
  token: string,
  identifier: Identifier,
  account: Account | undefined,
): Promise<Allowance | undefined> {
  const flow = readFlow(deps, 'sign_in', token)
  if (!flow || !isFor(flow, identifier, account)) return undefined
  const { accountId, flowId, credentialVersion } = flow
  const most = policy.wrongPasswordsAfterMailboxProof
  const [spent] = await deps.db.query(queries.spendTry, [accountId, flowId, credentialVersion, most, deps.clock.now()])
  if (!spent) return undefined
  const key = strangersKey(deps, identifier)
  return {
    isStranger: false,
    async succeed(tx = deps.db) {
      const used = await tx.execute(queries.useProof, [accountId, flowId, deps.clock.now()])
      if (used === 0) throw new Refusal('flow_ended')
      await endRowOfStrangers(tx, key)
    },
    fail: async () => tellingOf(key, await failAsStranger(deps, key)),
    async abandon() {
      await deps.db.execute(queries.giveBackTry, [accountId, flowId])
    },
  }
}

function isFor(flow: MailboxFlow, { kind, canonical }: Identifier, account: Account | undefined): boolean {
  const isAddress = flow.identifier.kind === kind && flow.identifier.canonical === canonical
  const isAccount = flow.accountId === (account?.accountId ?? flow.addressId)
  return isAddress && isAccount && flow.credentialVersion === (account?.credentialVersion ?? 1)
}
