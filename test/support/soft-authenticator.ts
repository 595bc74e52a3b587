// An authenticator in software, after WebAuthn L3 §6: it makes passkeys and signs with them, and does anything wrong it is told to.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { toCbor } from './cbor.ts'

/** What a ceremony says; each can be told wrongly. */
export interface Telling {
  type: string
  origin: string
  rpId: string
  challenge: string
  crossOrigin?: boolean
  topOrigin?: string
  /** User present, user verified, backup eligible, backed up. */
  flags: { up: boolean; uv: boolean; be: boolean; bs: boolean }
  counter: number
  id: string
  rawId: string
  credentialType: string
  userHandle: string | null
  /** Changes the authenticator data before it is signed, or the signature after. */
  authData?: (data: Buffer) => Buffer
  signature?: (signature: Buffer) => Buffer
  /** Registration alone. */
  attestation?: { fmt: string; attStmt: Map<string, unknown> }
  attestedId?: Buffer
  alg?: number
}

export type Algorithm = 'ES256' | 'Ed25519'

interface Options {
  challenge: string
  rpId?: string
  rp?: { id: string }
  user?: { id: string }
}

const ORIGIN = 'http://localhost:4000'
const COSE = { ES256: -7, Ed25519: -8 } as const
const AT = 0x40

/** One passkey in an authenticator that counts, unless `counts` is false as with those that are synced. */
export class SoftPasskey {
  readonly id = randomBytes(32)
  counter = 0
  userHandle = ''
  flags = { up: true, uv: true, be: false, bs: false }
  readonly aaguid: Buffer
  readonly counts: boolean
  readonly algorithm: Algorithm
  readonly #key: { publicKey: KeyObject; privateKey: KeyObject }

  constructor({
    algorithm = 'ES256',
    counts = true,
    synced = false,
    aaguid = Buffer.alloc(16),
  }: { algorithm?: Algorithm; counts?: boolean; synced?: boolean; aaguid?: Buffer } = {}) {
    this.algorithm = algorithm
    this.counts = counts
    this.aaguid = aaguid
    if (synced) this.flags = { ...this.flags, be: true, bs: true }
    this.#key =
      algorithm === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519')
  }

  /** COSE. */
  get publicKey(): Buffer {
    return this.#coseKey(COSE[this.algorithm])
  }

  /** `navigator.credentials.create()` and its toJSON(). */
  create(options: Options, wrongly: Partial<Telling> = {}) {
    this.userHandle = options.user?.id ?? ''
    const told = this.#tell('webauthn.create', options, wrongly)
    const id = told.attestedId ?? this.id
    const length = Buffer.alloc(2)
    length.writeUInt16BE(id.length)
    const attested = Buffer.concat([this.aaguid, length, id, this.#coseKey(told.alg ?? COSE[this.algorithm])])
    const authData = this.#authData(told, attested)
    const { fmt, attStmt } = told.attestation ?? { fmt: 'none', attStmt: new Map() }
    const attestationObject = toCbor(
      new Map<string, unknown>([
        ['fmt', fmt],
        ['attStmt', attStmt],
        ['authData', authData],
      ]),
    )
    return {
      id: told.id,
      rawId: told.rawId,
      type: told.credentialType,
      authenticatorAttachment: 'platform',
      clientExtensionResults: { credProps: { rk: true } },
      response: {
        clientDataJSON: clientData(told).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        transports: ['internal', 'hybrid'],
        publicKeyAlgorithm: COSE[this.algorithm],
      },
    }
  }

  /** `navigator.credentials.get()` and its toJSON(). */
  get(options: Options, wrongly: Partial<Telling> = {}) {
    if (this.counts) this.counter += 1
    const told = this.#tell('webauthn.get', options, wrongly)
    const authData = this.#authData(told)
    const data = clientData(told)
    const signed = this.#sign(Buffer.concat([authData, createHash('sha256').update(data).digest()]))
    return {
      id: told.id,
      rawId: told.rawId,
      type: told.credentialType,
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: data.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: (told.signature?.(signed) ?? signed).toString('base64url'),
        userHandle: told.userHandle,
      },
    }
  }

  #tell(type: string, options: Options, wrongly: Partial<Telling>): Telling {
    const id = this.id.toString('base64url')
    return {
      type,
      origin: ORIGIN,
      rpId: options.rpId ?? options.rp?.id ?? 'localhost',
      challenge: options.challenge,
      flags: this.flags,
      counter: this.counter,
      id,
      rawId: id,
      credentialType: 'public-key',
      userHandle: this.userHandle,
      ...wrongly,
    }
  }

  #authData({ rpId, flags, counter, authData }: Telling, attested = Buffer.alloc(0)): Buffer {
    const { up, uv, be, bs } = flags
    const bits = (up ? 1 : 0) | (uv ? 4 : 0) | (be ? 8 : 0) | (bs ? 16 : 0) | (attested.length ? AT : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    const data = Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.of(bits), count, attested])
    return authData?.(data) ?? data
  }

  #coseKey(alg: number): Buffer {
    const { x = '', y = '' } = this.#key.publicKey.export({ format: 'jwk' })
    const at = (text: string) => Buffer.from(text, 'base64url')
    return this.algorithm === 'ES256'
      ? toCbor(
          new Map<number, unknown>([
            [1, 2],
            [3, alg],
            [-1, 1],
            [-2, at(x)],
            [-3, at(y)],
          ]),
        )
      : toCbor(
          new Map<number, unknown>([
            [1, 1],
            [3, alg],
            [-1, 6],
            [-2, at(x)],
          ]),
        )
  }

  #sign(data: Buffer): Buffer {
    return sign(this.algorithm === 'ES256' ? 'sha256' : null, data, this.#key.privateKey)
  }
}

function clientData({ type, challenge, origin, crossOrigin = false, topOrigin }: Telling): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin, ...(topOrigin ? { topOrigin } : {}) }))
}
