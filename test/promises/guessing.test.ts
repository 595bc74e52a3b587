// Promise P3: thirty days of guessing at one account, from a new network at every try, by whoever has all the time there is.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { markFrozen } from '../../server/accounts/freeze.ts'
import { newId } from '../../server/platform/ids.ts'
import { policy } from '../../server/platform/policy.ts'
import { enrolTotp } from '../../server/totp/enrol-totp.ts'
import { newTotpKey } from '../../server/totp/totp.ts'
import {
  type Api,
  newEmail,
  newNetwork,
  newPhone,
  PASSWORD,
  postFromAnywhere,
  verdict,
  WRONG_PASSWORD,
  withApi,
} from '../support/api.ts'
import { type Bound, bindAuthenticator } from '../support/authenticator.ts'
import { knownDevices } from '../support/known-devices.ts'
import { addPasskey } from '../support/passkeys.ts'
import { accountOf, addAddress, NEW_PASSWORD } from '../support/recovery.ts'

const DAYS = 30
const CODES = 10 ** policy.codeDigits
/** How likely a guess of an authenticator's code is right: of each step that is accepted there is one. */
const RIGHT_TOTP = (1 + 2 * policy.totpSkewSteps) / 10 ** policy.totpDigits

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const post = (path: string, body: object) => postFromAnywhere(api, path, body)

interface PasswordGuesser {
  evaluated: number
  told: Set<string>
}

/** Thirty days of wrong passwords at these doors in turn. */
async function guessPasswords(email: string, doors: readonly ('sign-in' | 'thaw')[]): Promise<PasswordGuesser> {
  let evaluated = 0
  const told = new Set<string>()
  for (let hours = 0; hours < DAYS * 24; hours += 6) {
    for (let at = 0; at < 12; at++) {
      const door = doors[at % doors.length] ?? 'sign-in'
      const { status, body } = await post(door, { identifier: email, password: WRONG_PASSWORD })
      if (door === 'thaw' ? body.state === 'code' : status === 401) evaluated++
      else break
    }
    api.deps.clock.advance(6 * 3600)
    for (const { text } of await api.messages(email)) {
      const said = /feil passord (\d+) ganger/.exec(text)?.[1]
      if (said) told.add(said)
    }
  }
  const where = doors.join(' and ')
  console.log(
    `P3: of ${DAYS} days of guesses at ${where}, ${evaluated} passwords were looked at; told at ${[...told].join(', ')}`,
  )
  return { evaluated, told }
}

test('strangers have fifty passwords looked at in thirty days, and the owner hears of it at 5, 20 and 50', async () => {
  const email = newEmail()
  await api.account(email)
  const { evaluated, told } = await guessPasswords(email, ['sign-in'])
  expect(evaluated).toBe(policy.wrongPasswordsInARow)
  expect([...told]).toEqual(['5', '20', '50'])
  // And the owner, at the end of it: on any device, with the mailbox.
  const { flow } = (await post('sign-in', { identifier: email, password: PASSWORD })).body
  await post('sign-in/code', { flow, code: await api.code(email) })
  expect((await post('sign-in', { identifier: email, password: PASSWORD, flow })).body.state).toBe('signed_in')
})

test.each([
  ['of a frozen account', true],
  ['of one that is not', false],
])(
  'the same fifty %s, at the door that opens it again and at that of the sign-in together',
  async (_whose, isFrozen) => {
    const email = newEmail()
    const accountId = await accountOf(api, await api.account(email))
    if (isFrozen) await markFrozen(api.deps.db, api.deps, accountId)
    const { evaluated, told } = await guessPasswords(email, ['thaw', 'sign-in', 'thaw'])
    expect(evaluated).toBe(policy.wrongPasswordsInARow)
    expect([...told]).toEqual(['5', '20', '50'])
  },
)

test('the codes of resets: thirty tries a day count, at both addresses and past the proof of the mailbox', async () => {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  await addAddress(api, cookie, phone)
  await markFrozen(api.deps.db, api.deps, await accountOf(api, cookie))
  api.deps.clock.advance(25 * 3600)
  let [strangers, proven] = [0, 0]
  /**
   * Tries the right code as often as a flow may be tried: the account is frozen, which is said once the code was found right.
   * @returns how often it was looked at
   */
  const guessAt = async (flow: string, address: string): Promise<number> => {
    const guess = { flow, code: await api.code(address), password: NEW_PASSWORD, repeat: NEW_PASSWORD }
    let looked = 0
    for (let tries = 0; tries < policy.codeTries; tries++) {
      const said = verdict(await post('forgot-password/finish', guess))
      expect(['403 account_frozen', '429 too_many_attempts', '422 code_spent']).toContain(said)
      if (said === '403 account_frozen') looked++
    }
    return looked
  }
  for (let day = 0; day < DAYS; day++) {
    for (let hour = 0; hour < 24; hour += 4) {
      for (const address of [email, phone]) {
        const { body } = await post('forgot-password', { identifier: address })
        if (body.state === 'code') strangers += await guessAt(body.flow, address)
        else {
          // And the guesser is let past what stands before, which costs tries of its own: see the next test.
          const passed = await post('forgot-password/code', { flow: body.flow, code: await api.code(email) })
          if (passed.body.state === 'code') proven += await guessAt(passed.body.flow, address)
        }
      }
      api.deps.clock.advance(4 * 3600)
    }
  }
  const evaluated = strangers + proven
  const chance = evaluated / CODES
  const shares = `${strangers} by whoever has an address, ${proven} by whoever reads its mail`
  console.log(
    `P3: of ${DAYS} days of reset codes, ${evaluated} tries counted (${shares}): ${chance.toExponential(1)} (most 1e-5)`,
  )
  expect(strangers).toBeGreaterThan(0)
  expect(strangers).toBeLessThanOrEqual(2 * DAYS * policy.codeTriesOfStrangersPerDay)
  expect(proven).toBeGreaterThan(0)
  expect(chance).toBeLessThanOrEqual(1e-5)
})

test('the codes that open a frozen account: the same thirty tries a day, by whoever has the password, at both addresses and past the proof', async () => {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  await addAddress(api, cookie, phone)
  const accountId = await accountOf(api, cookie)
  // The right code leads on to the factor then, which tells that it was looked at, and the account stays frozen.
  await api.query("UPDATE accounts SET factors = '{totp}' WHERE account_id = $1", [accountId])
  await markFrozen(api.deps.db, api.deps, accountId)
  let [strangers, proven] = [0, 0]
  const guessAt = async (flow: string) => {
    for (let tried = 0; tried < policy.codeTries; tried++) {
      const said = verdict(await post('thaw/code', { flow, code: '00000000' }))
      expect(['422 code_wrong', '422 code_spent']).toContain(said)
      if (said === '422 code_wrong') strangers++
    }
  }
  const start = (identifier: string, flow?: string) =>
    post('thaw', { identifier, password: PASSWORD, ...(flow ? { flow } : {}) })
  for (let day = 0; day < DAYS; day++) {
    for (const address of [email, phone]) {
      await post('sign-in', { identifier: address, password: PASSWORD }) // gives back no try that was counted
      let { body } = await start(address)
      while (body.state === 'code') {
        await guessAt(body.flow)
        api.deps.clock.advance(61)
        body = (await post('thaw/resend', { flow: body.flow })).body
      }
      expect(body.state).toBe('mailbox')
      // And the guesser is let past what stands before.
      await post('sign-in/code', { flow: body.flow, code: await api.code(email) })
      for (let at = 0; at < policy.wrongPasswordsAfterMailboxProof; at++) {
        const { flow } = (await start(address, body.flow)).body
        const said = verdict(await post('thaw/code', { flow, code: await api.code(address) }))
        expect(['200', '422 code_used', '422 code_wrong', '429 too_many_attempts']).toContain(said)
        if (said === '200') proven++
      }
    }
    api.deps.clock.advance(24 * 3600)
  }
  const chance = (strangers + proven) / CODES
  console.log(
    `P3: of ${DAYS} days of codes that open a frozen account, ${strangers} tries by whoever has the password and ${proven} past ` +
      `the proof of the mailbox counted: ${chance.toExponential(1)} (most 1e-5)`,
  )
  expect(strangers).toBeGreaterThan(0)
  expect(strangers).toBeLessThanOrEqual(2 * DAYS * policy.codeTriesOfStrangersPerDay)
  expect(proven).toBeGreaterThan(0)
  expect(chance).toBeLessThanOrEqual(1e-5)
})

test('the code before the password is a gate: guessed, it gives five passwords and nothing else', async () => {
  const email = newEmail()
  await api.account(email)
  for (let at = 0; at < 20; at++) await post('sign-in', { identifier: email, password: WRONG_PASSWORD })
  // What one network may try, and what a thousand could in thirty days; each success is five passwords of a fifteen-letter one.
  const perNetworkDay = policy.sharedCodeTriesPerNetworkHour * 24
  const gates = (1000 * perNetworkDay * DAYS) / CODES
  const passwords = policy.wrongPasswordsInARow + gates * policy.wrongPasswordsAfterMailboxProof
  console.log(
    `P3: a thousand networks pass the gate ${gates.toFixed(2)} times in ${DAYS} days: ${passwords.toFixed(1)} guesses`,
  )
  expect(passwords).toBeLessThan(100)
  const remoteAddress = newNetwork()
  let looked = 0
  for (let hour = 0; hour < 3; hour++) {
    for (let at = 0; at < 30; at++) {
      const { flow } = (await post('sign-in', { identifier: email, password: WRONG_PASSWORD })).body
      const answer = await api.call('POST', 'sign-in/code', { flow, code: '00000000' }, { remoteAddress })
      if (answer.status === 422) looked++
    }
    api.deps.clock.advance(3601)
  }
  expect(looked).toBe(3 * policy.sharedCodeTriesPerNetworkHour)
})

const DOORS = ['reset', 'signIn', 'device'] as const
type Door = (typeof DOORS)[number]

interface TotpThief {
  /** Tries wrong codes by each door until it refuses to look, or so many. */
  guess(doors?: readonly Door[], most?: number): Promise<void>
  /** When a code was looked at, by door. */
  looked: Record<Door, Date[]>
  accountId: string
  wrongCode(): string
}

/** Somebody with password, mailbox and a known device of an account, and without its authenticator. */
async function totpThief(email: string): Promise<TotpThief> {
  const { app, cookie } = await bindAuthenticator(api, await api.account(email), email)
  api.deps.clock.advance(30)
  const accountId = await accountOf(api, cookie)
  const [stolen = ''] = await knownDevices(api, accountId, 1)
  const code = () => String((Number(app.code()) + 1) % 10 ** policy.totpDigits).padStart(policy.totpDigits, '0')
  const atSignIn = async (device?: string) => {
    const { flow } = (await post('sign-in', { identifier: email, password: PASSWORD })).body
    const headers = device ? { 'portvakt-device': device } : {}
    return api.call('POST', 'sign-in/totp', { flow, code: code() }, { remoteAddress: newNetwork(), headers })
  }
  const inReset = async () => {
    const { flow } = (await post('forgot-password', { identifier: email })).body
    const about = { flow, password: NEW_PASSWORD, repeat: NEW_PASSWORD }
    await post('forgot-password/finish', { ...about, code: await api.code(email) })
    return post('forgot-password/totp', { ...about, code: code() })
  }
  const by = { reset: inReset, signIn: () => atSignIn(), device: () => atSignIn(stolen) }
  const looked: TotpThief['looked'] = { reset: [], signIn: [], device: [] }
  return {
    looked,
    accountId,
    wrongCode: code,
    async guess(doors = DOORS, most = 12) {
      for (const door of doors)
        for (let at = 0; at < (door === 'reset' ? 1 : most); at++) {
          const answer = await by[door]()
          if (verdict(answer) !== '422 totp_wrong') {
            expect(['429 too_many_attempts', '429 totp_used_up']).toContain(verdict(answer))
            break
          }
          looked[door].push(api.deps.clock.now())
        }
    },
  }
}

/** What may be looked at in thirty days: at the sign-in, behind a mailbox, on a device that is known. */
const SHARES = [policy.totpFailuresBehindPassword, policy.totpFailuresBehindMailbox, policy.totpFailuresOfDevice]

/** The most that fell within some thirty days. */
function mostInDays(times: Date[]): number {
  const length = DAYS * 24 * 3600_000
  return Math.max(...times.map((from) => times.filter((at) => at >= from && Number(at) - Number(from) < length).length))
}

test('the codes of the authenticator: thirty days with password and mailbox, by every door and on a device that is known', async () => {
  const email = newEmail()
  const { guess, looked, accountId, wrongCode } = await totpThief(email)
  const guessAtThaw = async () => {
    await markFrozen(api.deps.db, api.deps, accountId)
    const said = []
    for (let at = 0; at < 5; at++) {
      const { flow } = (await post('thaw', { identifier: email, password: PASSWORD })).body
      const proven = (await post('thaw/code', { flow, code: await api.code(email) })).body
      said.push(verdict(await post('thaw/totp', { flow: proven.flow, code: wrongCode() })))
      api.deps.clock.advance(120)
    }
    return said.filter((each) => each === '422 totp_wrong').length
  }
  const told = new Set<string>()
  let thaw = 0
  for (let hours = 0; hours < DAYS * 24; hours += 6) {
    // At the end of it, once codes to the address are looked at again, by the door that is there only while the account is frozen.
    if (hours === DAYS * 24 - 6) thaw = await guessAtThaw()
    else if (hours < DAYS * 24 - 30) await guess()
    api.deps.clock.advance(6 * 3600)
    for (const { text } of await api.messages(email)) {
      const [, after, count] = /riktig (\S+).* feil kode fra autentiseringsappen (\d+) ganger/.exec(text) ?? []
      if (count) told.add(`${after} ${count}`)
    }
  }
  const { reset, signIn, device } = looked
  expect(thaw).toBe(policy.totpFailuresOfThaw)
  const strangers = reset.length + signIn.length + thaw
  const chance = (strangers + device.length) * RIGHT_TOTP
  console.log(
    `P3: of ${DAYS} days of an authenticator's codes, ${strangers} by strangers and ${device.length} on a known device ` +
      `were looked at: ${chance.toExponential(1)} (most 1e-4); told at ${[...told].join(', ')}`,
  )
  expect([signIn.length, reset.length, device.length]).toEqual(SHARES)
  expect(chance).toBeLessThanOrEqual(1e-4)
  const everywhere = ['passord, 5', 'passord, 10', 'bekreftelseskode 5', 'bekreftelseskode 7']
  expect([...told]).toEqual(expect.arrayContaining(everywhere))
})

test('the codes of the authenticator: whoever guesses once, waits for the thirty days to end and guesses across that', async () => {
  const { guess, looked } = await totpThief(newEmail())
  await guess()
  api.deps.clock.advance((DAYS * 24 - 10) * 3600)
  for (let minutes = 0; minutes < 60 * 60; minutes += 30) {
    // Whoever has shown nothing but an address has five codes of resets a day looked at.
    await guess(minutes % 300 === 0 ? DOORS : ['signIn', 'device'])
    api.deps.clock.advance(30 * 60)
  }
  const most = [mostInDays(looked.signIn), mostInDays(looked.reset), mostInDays(looked.device)]
  const chance = most.reduce((sum, each) => sum + each) * RIGHT_TOTP
  console.log(`P3: across the end of ${DAYS} days, ${most.join(', ')}: ${chance.toExponential(1)} (most 1e-4)`)
  expect(most).toEqual(SHARES)
  expect(looked.signIn.length).toBeGreaterThan(policy.totpFailuresBehindPassword)
  expect(looked.reset.length).toBeGreaterThan(policy.totpFailuresBehindMailbox)
  expect(chance).toBeLessThanOrEqual(1e-4)
})

test('the codes of the authenticator: freezing and opening again give no guess more, a reset its owner proved gives three; another one has its own', async () => {
  const email = newEmail()
  const { app, cookie } = await bindAuthenticator(api, await api.account(email), email)
  const accountId = await accountOf(api, cookie)
  let password = PASSWORD
  let looked = 0
  const wrong = () => String((Number(app.code()) + 1) % 10 ** policy.totpDigits).padStart(policy.totpDigits, '0')
  const atSignIn = async () => (await post('sign-in', { identifier: email, password })).body.flow
  const atThaw = async () => {
    const { flow } = (await post('thaw', { identifier: email, password })).body
    return (await post('thaw/code', { flow, code: await api.code(email) })).body.flow
  }
  const guess = async (path: string, flowOf: () => Promise<string>, times = 4) => {
    const said = []
    for (let at = 0; at < times; at++) {
      said.push(verdict(await post(path, { flow: await flowOf(), code: wrong() })))
      api.deps.clock.advance(5 * 3600) // five codes a day to the address are looked at
    }
    looked += said.filter((each) => each === '422 totp_wrong').length
    return said
  }
  /** By its owner, who has the phone. */
  const reset = async () => {
    api.deps.clock.advance(24 * 3600)
    const { flow } = (await post('forgot-password', { identifier: email })).body
    const about = { flow, password: NEW_PASSWORD, repeat: NEW_PASSWORD }
    await post('forgot-password/finish', { ...about, code: await api.code(email) })
    expect(verdict(await post('forgot-password/totp', { ...about, code: app.code() }))).toBe('200')
    password = NEW_PASSWORD
    api.deps.clock.advance(4 * 24 * 3600)
  }
  for (let round = 0; round < 2; round++) {
    await guess('sign-in/totp', atSignIn)
    await markFrozen(api.deps.db, api.deps, accountId)
    await guess('thaw/totp', atThaw)
    expect(verdict(await post('thaw/totp', { flow: await atThaw(), code: app.code() }))).toBe('200')
    api.deps.clock.advance(3600)
    if (round === 0) await reset()
  }
  expect((await guess('sign-in/totp', atSignIn, 6)).at(-1)).toBe('429 totp_used_up')
  await markFrozen(api.deps.db, api.deps, accountId)
  expect((await guess('thaw/totp', atThaw)).at(-1)).toBe('429 totp_used_up')
  expect(await guess('thaw/totp', atThaw, 2)).toEqual(['429 totp_used_up', '429 totp_used_up'])
  // One reset, by its owner; and with what a device may try that is known meanwhile, still within the promise.
  const strangers = policy.totpFailuresBehindPassword + policy.totpFailuresBehindMailbox + policy.totpFailuresOfThaw
  expect(looked).toBe(strangers + policy.totpTriesGivenBack)
  expect((looked + policy.totpFailuresOfDevice) * RIGHT_TOTP).toBeLessThanOrEqual(1e-4)
  const another = { secretId: newId(), key: newTotpKey(), step: 0 }
  await api.deps.db.transaction((tx) => enrolTotp(tx, api.deps, accountId, another))
  expect(await guess('thaw/totp', atThaw, 1)).toEqual(['422 totp_wrong'])
})

test.each<[string, (email: string, cookie: string) => Promise<Bound>]>([
  ['an authenticator', (email, cookie) => bindAuthenticator(api, cookie, email)],
  ['a passkey, and then an authenticator', bindAfterPasskey],
])(
  'the codes of the authenticator: whoever signed in on many devices before the first factor, %s, is a stranger on each',
  async (_what, bind) => {
    const email = newEmail()
    const cookie = await api.account(email)
    const devices: string[] = []
    for (let at = 0; at < 12; at++) {
      const { body } = await post('sign-in', { identifier: email, password: PASSWORD, client: 'app' })
      devices.push(body.session.deviceToken)
    }
    const { app } = await bind(email, cookie)
    api.deps.clock.advance(30)
    const wrong = () => String((Number(app.code()) + 1) % 10 ** policy.totpDigits).padStart(policy.totpDigits, '0')
    let looked = 0
    for (let hours = 0; hours < 12; hours++) {
      for (const device of devices) {
        const about = { remoteAddress: newNetwork(), headers: { 'portvakt-device': device } }
        const { flow } = (await api.call('POST', 'sign-in', { identifier: email, password: PASSWORD }, about)).body
        if (verdict(await api.call('POST', 'sign-in/totp', { flow, code: wrong() }, about)) === '422 totp_wrong')
          looked++
      }
      api.deps.clock.advance(3600)
    }
    const chance = looked * RIGHT_TOTP
    console.log(
      `P3: on ${devices.length} devices of before the factor, ${looked} were looked at: ${chance.toExponential(1)}`,
    )
    expect(looked).toBe(policy.totpFailuresBehindPassword)
  },
)

async function bindAfterPasskey(email: string, cookie: string): Promise<Bound> {
  return bindAuthenticator(api, (await addPasskey(api, cookie)).cookie, email)
}

test.each([38, 36])(
  'the codes of the authenticator: of one wrong code every %i hours its owner hears every month',
  async (hours) => {
    const email = newEmail()
    const { guess, looked } = await totpThief(email)
    const told: number[] = []
    for (let at = 0; at < 90 * 24; at += hours) {
      await guess(['signIn'], 1)
      // What was sent the time before is not in the outbox any more.
      const [newest] = await api.messages(email)
      if (/feil kode fra autentiseringsappen \d+ ganger/.test(newest?.text ?? '')) told.push(Math.floor(at / 24))
      api.deps.clock.advance(hours * 3600)
    }
    console.log(
      `P3: one code every ${hours} hours, ${looked.signIn.length} in 90 days, told on days ${told.join(', ')}`,
    )
    expect(told.length).toBeGreaterThanOrEqual(3)
    expect(told.length).toBeLessThanOrEqual(6)
  },
)
