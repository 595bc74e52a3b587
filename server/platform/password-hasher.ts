import { hash, verify } from '@node-rs/argon2'
import { lowerHashPriority } from './hash-priority.ts'
import { Refusal } from './refusals.ts'

// The package's own `const enum` cannot be imported where types are stripped.
const ARGON2ID = 2

export interface HashPolicy {
  memoryKib: number
  iterations: number
  parallelism: number
}

/** How a hash waits for its turn. */
export interface Waiting {
  /** Gives it up while it waits; once at work it is finished. */
  signal?: AbortSignal | undefined
  /** Of somebody who has shown nothing yet: waits behind all others, and makes room for them. */
  isStranger?: boolean
}

export interface PasswordHasher {
  /** @returns a PHC string: Argon2id (RFC 9106), 16-byte salt, 32-byte tag. @throws Refusal `busy` */
  hash(password: string): Promise<string>
  /**
   * True when `password` made `phc`; a `phc` that is undefined costs the same and is false.
   *
   * @throws Refusal `busy`, for a stranger also when somebody else needs the place; the signal's reason
   */
  verify(phc: string | undefined, password: string, waiting?: Waiting): Promise<boolean>
  /** True when `phc` was made under a weaker policy than today's. */
  isOutdated(phc: string): boolean
  /** Hashes at work and waiting. */
  load(): { running: number; waiting: number }
}

export interface HasherOptions extends HashPolicy {
  /** Hashes at once: one a core (more costs 30–42 % of the rate, docs/decisions/0006-password-hashing.md). */
  slots: number
  /** Hashes that may wait; one more is refused as `busy`. */
  queue: number
}

/**
 * Argon2id in a bounded queue, so that a storm of sign-ins costs a known amount of memory (slots × memory) and the rest of
 * the server keeps its core. Whoever has shown something goes before strangers, so that a storm of theirs shuts nobody out.
 * A password is normalised to NFC first (NIST SP 800-63B-4 §3.1.1.2) and never cut.
 */
export async function createPasswordHasher(options: HasherOptions): Promise<PasswordHasher> {
  const argon2 = {
    algorithm: ARGON2ID,
    memoryCost: options.memoryKib,
    timeCost: options.iterations,
    parallelism: options.parallelism,
    outputLen: 32,
  }
  const take = createSlots(options.slots, options.queue)
  // What an unknown account is compared with: same parameters, same work, nobody's password.
  const nobodys = await hash(crypto.randomUUID(), argon2)
  lowerHashPriority()
  const current = parameters(nobodys)

  return {
    hash: (password) => take.run(() => hash(password.normalize('NFC'), argon2)),
    async verify(phc, password, waiting) {
      const matches = await take.run(() => verify(phc ?? nobodys, password.normalize('NFC')), waiting)
      return matches && phc !== undefined
    },
    isOutdated: (phc) => parameters(phc) !== current,
    load: take.load,
  }
}

function parameters(phc: string): string {
  return phc.split('$').slice(0, 4).join('$')
}

interface Slots {
  run<T>(work: () => Promise<T>, waiting?: Waiting): Promise<T>
  load(): { running: number; waiting: number }
}

/** One that waits in line. */
interface Place {
  go(): void
  leave(reason: unknown): void
}

const busy = () => new Refusal('busy', { retryAfterSeconds: 2 })

/** Of the slots that come free while both wait, one in so many is a stranger's: whoever has an account cannot shut all others out. */
const STRANGERS_TURN = 4

function createSlots(slots: number, queue: number): Slots {
  let running = 0
  let freed = 0
  // Each in the order they came; whoever gives up leaves from the midst.
  const known = new Set<Place>()
  const strangers = new Set<Place>()

  /** A storm of strangers is no reason to turn away somebody who is known: the last of them makes room. */
  function makeRoom(isStranger: boolean): void {
    if (known.size + strangers.size < queue) return
    const last = isStranger ? undefined : [...strangers].at(-1)
    if (!last) throw busy()
    last.leave(busy())
  }

  const turn = ({ signal, isStranger = false }: Waiting) =>
    new Promise<void>((resolve, reject) => {
      const line = isStranger ? strangers : known
      const leave = (reason: unknown) => {
        line.delete(place)
        signal?.removeEventListener('abort', giveUp)
        reject(reason)
      }
      const giveUp = () => leave(signal?.reason)
      const go = () => {
        line.delete(place)
        signal?.removeEventListener('abort', giveUp)
        resolve()
      }
      const place: Place = { go, leave }
      line.add(place)
      signal?.addEventListener('abort', giveUp, { once: true })
    })

  return {
    async run(work, waiting = {}) {
      waiting.signal?.throwIfAborted()
      if (running >= slots) {
        makeRoom(waiting.isStranger ?? false)
        await turn(waiting)
      } else running++
      try {
        return await work()
      } finally {
        // The slot goes straight to the next in line, so that a newcomer cannot slip in between.
        const isStrangers = known.size === 0 || (strangers.size > 0 && ++freed % STRANGERS_TURN === 0)
        const [next] = isStrangers ? strangers : known
        if (next) next.go()
        else running--
      }
    },
    load: () => ({ running, waiting: known.size + strangers.size }),
  }
}
