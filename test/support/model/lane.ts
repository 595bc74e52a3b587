import type { FastifyInstance } from 'fastify'
import { addIdentifier } from '../../../server/accounts/add-identifier.ts'
import { createAccount } from '../../../server/accounts/create-account.ts'
import { canonicalIdentifier } from '../../../server/accounts/identifier.ts'
import { buildApp } from '../../../server/app.ts'
import { type HashedPassword, insertPassword } from '../../../server/passwords/set-password.ts'
import type { Deps } from '../../../server/platform/deps.ts'
import { newId } from '../../../server/platform/ids.ts'
import { policy } from '../../../server/platform/policy.ts'
import type { TestClock } from '../database.ts'
import { FIRST_PASSWORD } from './move.ts'
import type { Tally } from './tally.ts'
import type { Lane, Person, World } from './world.ts'

// What is tried here is that the proof is asked for and taken once, not how much work it is: as much as in the product would
// be a fifth of a second, more than the whole sequence.
Object.assign(policy, { botCheckRounds: 1, botCheckMostTries: 8 })

const DAY_AND_HOUR = 25 * 3600
/** How many worlds a person goes through: enough for versions above the first, too few for counts that last for months. */
const WORLDS_OF_A_PERSON = 8

/** A server whose clock stands still unless a move or a call moves it: however slow the machine is, nothing runs out. */
export async function openLane(deps: Deps, hashed: HashedPassword, tally: Tally): Promise<Lane> {
  let now = Date.now()
  const clock: TestClock = {
    now: () => new Date(now),
    advance: (seconds) => {
      now += seconds * 1000
    },
  }
  const own = { ...deps, clock }
  const app: FastifyInstance = (await buildApp(own)).http
  return { app, deps: own, hashed, people: [], worlds: 0, botChecks: 0, lookups: new Map(), tally }
}

let serial = 0
const newMail = () => `person${++serial}@example.com`
/** Of a hundred prefixes, since a few dozen SMS an hour go to each: 7919 shares no factor with ten. */
const newPhone = () => `+479${String((++serial * 7919) % 1e7).padStart(7, '0')}`

/**
 * Two people, one of whom has two addresses, and two addresses of nobody; a day later, so that no wait, no flow and no
 * message of the world before is left.
 */
export async function newWorld(lane: Lane): Promise<World> {
  lane.deps.clock.advance(DAY_AND_HOUR)
  const people = await peopleFor(lane)
  const at = ++serial
  const startedAt = lane.deps.clock.now().getTime()
  return {
    lane,
    network: `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`,
    startedAt,
    people: [...people],
    addresses: [...people.flatMap(({ addresses }) => addresses), newMail(), newPhone()],
    resets: [],
    signUps: [],
    thaws: [],
    additions: [],
    changes: [],
    proofs: [],
    shared: new Map(),
    sessions: [],
    links: [],
    kept: new Map(),
    besieged: new Map(),
    codes: [],
    mailReadAt: startedAt,
    codeTries: new Map(),
    proofTries: 0,
    reached: new Set(),
    log: [],
  }
}

async function peopleFor(lane: Lane): Promise<Person[]> {
  const [kari, ola] = lane.people
  if (lane.worlds++ % WORLDS_OF_A_PERSON === 0) lane.lookups.clear()
  const isOld = lane.worlds % WORLDS_OF_A_PERSON === 1
  lane.people = [
    kari && !isOld && kari.addresses.length === 2 ? kari : await newPerson(lane, [newMail(), newPhone()]),
    ola && !isOld && ola.addresses.length === 1
      ? ola
      : await newPerson(lane, [lane.worlds % 2 ? newMail() : newPhone()]),
  ]
  return lane.people
}

async function newPerson({ deps, hashed }: Lane, addresses: string[]): Promise<Person> {
  const accountId = newId()
  await deps.db.transaction(async (tx) => {
    const [first = '', ...more] = addresses
    await createAccount(tx, deps, { accountId, identifier: canonicalIdentifier(first), locale: 'nb' })
    await insertPassword(tx, deps, accountId, hashed)
    for (const address of more) await addIdentifier(tx, deps, accountId, canonicalIdentifier(address))
  })
  const secrets = { password: FIRST_PASSWORD, version: 1, devices: new Set<string>() }
  return { accountId, addresses: [...addresses], isFrozen: false, isLeaving: false, ...secrets }
}
