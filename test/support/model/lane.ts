import type { FastifyInstance } from 'fastify'
import { addIdentifier } from '../../../server/accounts/add-identifier.ts'
import { createAccount } from '../../../server/accounts/create-account.ts'
import { bindFactor } from '../../../server/accounts/factors.ts'
import { getDataKey } from '../../../server/accounts/get-data-key.ts'
import { canonicalIdentifier } from '../../../server/accounts/identifier.ts'
import { createApiKey } from '../../../server/api-keys/manage-api-keys.ts'
import { buildApp } from '../../../server/app.ts'
import { freezeOwnAccount } from '../../../server/freeze/freeze-account.ts'
import * as passkeys from '../../../server/passkeys/queries.ts'
import { sealName, sealPublicKey } from '../../../server/passkeys/stored-passkey.ts'
import { type HashedPassword, insertPassword } from '../../../server/passwords/set-password.ts'
import type { Tx } from '../../../server/platform/db.ts'
import type { Deps } from '../../../server/platform/deps.ts'
import { idFromBytes, newId } from '../../../server/platform/ids.ts'
import { policy } from '../../../server/platform/policy.ts'
import { enrolRecoveryKey } from '../../../server/recovery-key/enrol-recovery-key.ts'
import { newPhrase } from '../../../server/recovery-key/recovery-key.ts'
import { openSession } from '../../../server/sessions/open-session.ts'
import { parseToken } from '../../../server/sessions/token.ts'
import { enrolTotp } from '../../../server/totp/enrol-totp.ts'
import { newTotpKey, stepAt, toBase32 } from '../../../server/totp/totp.ts'
import { authenticatorApp } from '../authenticator-app.ts'
import type { TestClock } from '../database.ts'
import { SoftPasskey } from '../soft-authenticator.ts'
import { FIRST_PASSWORD } from './move.ts'
import { noteFrozen } from './moves/freeze.ts'
import { usableOf } from './passkey.ts'
import type { Tally } from './tally.ts'
import { hasFactor, type Lane, nothingBound, nowOf, type OwnPasskey, type Person, type World } from './world.ts'

/**
 * What is tried here is that the proof of work is asked for and taken once, not how much work it is: as much as in the product
 * would be a fifth of a second, more than the whole sequence.
 *
 * @returns puts it back, for what else runs in the process
 */
export function easeBotCheck(): () => void {
  const { botCheckRounds, botCheckMostTries } = policy
  Object.assign(policy, { botCheckRounds: 1, botCheckMostTries: 8 })
  return () => Object.assign(policy, { botCheckRounds, botCheckMostTries })
}

const DAY_AND_HOUR = 25 * 3600
/** How many worlds a person goes through: enough for versions above the first, too few for counts that last for months. */
const WORLDS_OF_A_PERSON = 8

/**
 * A server whose clock stands still unless a move or a call moves it: however slow the machine is, nothing runs out.
 *
 * @param isBound whether half of the people with two addresses have an authenticator
 * @param hasPasskeys whether half of them have a passkey, and some of the others
 */
export async function openLane(
  deps: Deps,
  hashed: HashedPassword,
  tally: Tally,
  { isBound = true, hasPasskeys = true } = {},
): Promise<Lane> {
  let now = Date.now()
  const clock: TestClock = {
    now: () => new Date(now),
    advance: (seconds) => {
      now += seconds * 1000
    },
  }
  const own = { ...deps, clock }
  const app: FastifyInstance = (await buildApp(own)).http
  const { key: apiKey } = await createApiKey(own, { name: 'Nordbørs', scopes: ['approvals:write'], days: 36_500 })
  return {
    app,
    deps: own,
    hashed,
    apiKey,
    isBound,
    hasPasskeys,
    people: [],
    worlds: 0,
    botChecks: 0,
    lookups: new Map(),
    tally,
  }
}

const someDevice = { browser: '', system: '' }

let serial = 0
const newMail = () => `person${++serial}@example.com`
/** Of a hundred prefixes, since a few dozen SMS an hour go to each: 7919 shares no factor with ten. */
const newPhone = () => `+479${String((++serial * 7919) % 1e7).padStart(7, '0')}`

/**
 * Two people, one of whom has two addresses and half of the time an authenticator, half of the time a passkey; and two addresses
 * of nobody; a day later, so that no wait, no flow and no message of the world before is left.
 *
 * @param isRaised everybody has just signed in, by all they have
 * @param isFrozen whoever has a factor has frozen the account
 */
export async function newWorld(lane: Lane, { isRaised = false, isFrozen = false } = {}): Promise<World> {
  lane.deps.clock.advance(DAY_AND_HOUR)
  const people = await peopleFor(lane)
  const at = ++serial
  const startedAt = lane.deps.clock.now().getTime()
  const world: World = {
    lane,
    network: `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`,
    startedAt,
    people: [...people],
    addresses: [...people.flatMap(({ addresses }) => addresses), newMail(), newPhone()],
    resets: [],
    signUps: [],
    thaws: [],
    additions: [],
    addressProofs: [],
    changes: [],
    waiting: [],
    thawings: [],
    authenticatorChanges: [],
    replacings: [],
    approvals: [],
    ceremonies: [],
    made: [],
    signed: [],
    proofs: [],
    mailboxes: [],
    shared: new Map(),
    sessions: [],
    links: [],
    kept: new Map(),
    besieged: new Map(),
    codes: [],
    mailReadAt: startedAt,
    codeTries: new Map(),
    strangersTries: new Map(),
    proofTries: 0,
    reached: new Set(),
    log: [],
  }
  const able = people.filter((person) => !person.isFrozen && (methodOf(person) || !hasFactor(person)))
  if (isRaised) for (const person of able) await openFor(world, person)
  if (isFrozen) for (const person of able.filter(hasFactor)) await freezeFor(world, person)
  return world
}

/** By which proof of the second kind somebody is signed in; undefined when nothing they have proves anything. */
function methodOf(person: Person): 'otp' | 'hwk' | undefined {
  if (person.totp && !person.totp.isSuspended) return 'otp'
  return usableOf(person).length > 0 ? 'hwk' : undefined
}

/** What freezing leaves, without a session's call. */
async function freezeFor(world: World, person: Person): Promise<void> {
  await freezeOwnAccount(world.lane.deps, await openFor(world, person), someDevice)
  await noteFrozen(world, person, 'frozen')
}

/** What a sign-in with the password, and the factor of whoever has one, leaves, without the sign-in. */
async function openFor(world: World, person: Person) {
  const { deps } = world.lane
  const { accountId, version } = person
  const method = methodOf(person)
  const about = { accountId, credentialVersion: version, client: 'web', device: someDevice } as const
  const proven = method ? { amr: ['pwd', method], aal: 2 } : { amr: ['pwd'], aal: 1 }
  const opened = await openSession(deps.db, deps, { ...about, ...proven, provesAddress: true })
  if (!opened) throw new Error('somebody could not be signed in')
  const now = nowOf(world)
  const times = { provenAt: now, factorAt: method && now, addressProvenAt: now, seenAt: now, version }
  const sessionId = parseToken(opened.token)?.sessionId ?? ''
  const cookie = `__Host-portvakt=${opened.token}`
  world.sessions.push({ cookie, device: undefined, sessionId, person, isEnded: false, ...times })
  return opened.session
}

async function peopleFor(lane: Lane): Promise<Person[]> {
  const [kari, ola] = lane.people
  if (lane.worlds++ % WORLDS_OF_A_PERSON === 0) lane.lookups.clear()
  const isOld = lane.worlds % WORLDS_OF_A_PERSON === 1
  const turn = Math.floor((lane.worlds - 1) / WORLDS_OF_A_PERSON) % 4
  const isBound = lane.isBound && turn % 2 === 0
  const hasPasskey = lane.hasPasskeys && turn < 2
  lane.people = [
    kari && !isOld && kari.addresses.length === 2
      ? kari
      : await newPerson(lane, [newMail(), newPhone()], { isBound, hasPasskey }),
    ola && !isOld && ola.addresses.length === 1
      ? ola
      : await newPerson(lane, [lane.worlds % 2 ? newMail() : newPhone()], {
          hasPasskey: lane.hasPasskeys && turn === 1,
        }),
  ]
  return lane.people
}

async function newPerson(
  { deps, hashed }: Lane,
  addresses: string[],
  { isBound = false, hasPasskey = false },
): Promise<Person> {
  const accountId = newId()
  const bound = isBound ? newBinding(deps, accountId) : undefined
  const passkey = hasPasskey ? newPasskey() : undefined
  await deps.db.transaction(async (tx) => {
    const [first = '', ...more] = addresses
    // Each asks by itself what it needs, after the account, which is asked for first: what is asked at once travels together.
    await Promise.all([
      createAccount(tx, deps, { accountId, identifier: canonicalIdentifier(first), locale: 'nb' }),
      insertPassword(tx, deps, accountId, hashed),
      ...more.map((address) => addIdentifier(tx, deps, accountId, canonicalIdentifier(address))),
      passkey && enrolPasskey(tx, deps, accountId, passkey),
      bound && enrolTotp(tx, deps, accountId, bound.confirmed),
      bound && enrolRecoveryKey(tx, deps, accountId, bound.check),
    ])
  })
  const now = deps.clock.now().getTime()
  const standings = new Map(addresses.map((address) => [address, { provenAt: now, kindSince: now }]))
  const about = { accountId, addresses: [...addresses], standings, password: FIRST_PASSWORD, version: 1 }
  return {
    ...about,
    isFrozen: false,
    isLeaving: false,
    ...nothingBound(),
    ...bound?.has,
    passkeys: passkey ? [passkey] : [],
  }
}

/** An authenticator that was bound some minutes ago, and its phrase. */
function newBinding({ clock }: Lane['deps'], accountId: string) {
  const confirmed = { secretId: newId(), key: newTotpKey(), step: stepAt(clock.now()) - 10 }
  const { phrase, ...check } = newPhrase(accountId)
  const app = authenticatorApp(toBase32(confirmed.key), () => clock.now())
  return { confirmed, check, has: { phrase, totp: { app, lastStep: confirmed.step, isSuspended: false } } }
}

/** One that counts, or one that is on several devices and does not. */
function newPasskey(): OwnPasskey {
  const counts = serial % 2 === 0
  const key = new SoftPasskey({ counts, synced: !counts })
  return { key, passkeyId: newId(), name: 'mobil', count: 0, usedAt: undefined, isSuspended: false }
}

/** What making one leaves, without the making. */
async function enrolPasskey(tx: Tx, deps: Deps, accountId: string, { key, passkeyId, name }: OwnPasskey) {
  const dataKey = await getDataKey(tx, deps, accountId)
  const { id: credentialId, flags, publicKey, aaguid } = key
  const sealed = sealPublicKey(dataKey, { accountId, passkeyId, credentialId, backupEligible: flags.be }, publicKey)
  await tx.execute(passkeys.insert, [
    accountId,
    passkeyId,
    credentialId,
    sealed,
    sealName(dataKey, accountId, passkeyId, name),
    0,
    ['internal'],
    flags.be,
    flags.bs,
    idFromBytes(aaguid),
    deps.clock.now(),
  ])
  await bindFactor(tx, accountId, 'passkey')
}
