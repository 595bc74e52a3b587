import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, withDatabase } from '../../test/support/database.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { CodePurpose, CodeSubject } from './code.ts'
import { issueCode } from './issue-code.ts'
import { renewAccountBudget, spendAccountBudget, spendCodeBudget } from './spend-code-budget.ts'
import {
  areSignedInTriesUsedUp,
  areStrangersTriesUsedUp,
  type CodeTryer,
  consumeCode,
  endCodes,
  giveBackTry,
  verifyCode,
} from './verify-code.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : error)
const outcome = (work: Promise<unknown>) => work.then(() => 'right', codeOf)

let serial = 0
const newSubject = (more: Partial<CodeSubject> = {}): CodeSubject => ({
  accountId: newId(),
  purpose: 'recovery',
  subjectId: newId(),
  destination: `person${++serial}@example.com`,
  ...more,
})

async function issue(subject: CodeSubject): Promise<string> {
  const issued = await issueCode(database.deps.db, database.deps, subject)
  if (!issued) throw new Error('no code')
  return issued.code
}

const wrong = (code: string) => String((Number(code) + 1) % 1e8).padStart(8, '0')

describe('a code is bound', () => {
  test.each([
    ['purpose', { purpose: 'sign_up' }],
    ['account', { accountId: newId() }],
    ['flow', { subjectId: newId() }],
    ['address', { destination: 'other@example.com' }],
  ] as [string, Partial<CodeSubject>][])('to its %s', async (_name, other) => {
    const subject = newSubject()
    const code = await issue(subject)
    const stranger = { ...subject, ...other }
    if (!('destination' in other)) await issue(stranger)
    expect(await outcome(verifyCode(database.deps, stranger, code))).toBe('code_wrong')
    expect(await outcome(verifyCode(database.deps, subject, code))).toBe('right')
  })

  test('also when its row is copied to another account by somebody with the database', async () => {
    const [mine, theirs] = [newSubject(), newSubject()]
    const code = await issue(mine)
    await issue(theirs)
    await database.query(
      `UPDATE codes AS t SET mac = m.mac, code_id = m.code_id FROM codes AS m
       WHERE t.account_id = $1 AND m.account_id = $2`,
      [theirs.accountId, mine.accountId],
    )
    expect(await outcome(verifyCode(database.deps, theirs, code))).toBe('code_wrong')
  })
})

describe('its end', () => {
  test('five tries, and the sixth is not looked at', async () => {
    const subject = newSubject()
    const code = await issue(subject)
    for (let at = 0; at < policy.codeTries; at++)
      expect(await outcome(verifyCode(database.deps, subject, wrong(code)))).toBe('code_wrong')
    expect(await outcome(verifyCode(database.deps, subject, code))).toBe('code_spent')
  })

  test('a right try that came to nothing is given back', async () => {
    const subject = newSubject()
    const code = await issue(subject)
    for (let at = 0; at < 10; at++)
      await giveBackTry(database.deps, subject, await verifyCode(database.deps, subject, code))
    expect(await outcome(verifyCode(database.deps, subject, code))).toBe('right')
  })

  test.each<[string, CodeTryer]>([
    ['whoever has proven the mailbox', { proven: 'proven.back@example.com' }],
    ['whoever opens a frozen account', 'thaw'],
    ['strangers', { typed: 'given.back@example.com' }],
  ])('and so is what it took of the day’s: of %s', async (_who, tryer) => {
    const subject = newSubject()
    const code = await issue(subject)
    for (let at = 0; at < 12; at++)
      await giveBackTry(database.deps, subject, await verifyCode(database.deps, subject, code, tryer), tryer)
    expect(await outcome(verifyCode(database.deps, subject, code, tryer))).toBe('right')
  })

  test('consumed by one, in one transaction', async () => {
    const subject = newSubject()
    const id = await verifyCode(database.deps, subject, await issue(subject))
    const { db } = database.deps
    const all = await Promise.all(
      Array.from({ length: 20 }, () => db.transaction((tx) => consumeCode(tx, database.deps, subject, id))),
    )
    expect(all.filter(Boolean)).toHaveLength(1)
  })

  test('every code of an account at once: none is consumed, and wrong digits go on being wrong', async () => {
    const accountId = newId()
    const subjects = (['recovery', 'add_identifier', 'sign_in'] as CodePurpose[]).map((purpose) =>
      newSubject({ accountId, purpose }),
    )
    const bystander = newSubject()
    const codes = []
    for (const subject of [...subjects, bystander]) codes.push(await issue(subject))
    await endCodes(database.deps.db, database.deps, accountId)
    for (const [at, subject] of [...subjects, bystander].entries()) {
      const code = codes[at] ?? ''
      expect(await outcome(verifyCode(database.deps, subject, wrong(code)))).toBe('code_wrong')
      const id = await verifyCode(database.deps, subject, code)
      expect(await consumeCode(database.deps.db, database.deps, subject, id)).toBe(subject === bystander)
    }
  })

  test('a new one brings the tries back, and a new end', async () => {
    const subject = newSubject()
    const old = await issue(subject)
    for (let at = 0; at < 5; at++) await outcome(verifyCode(database.deps, subject, wrong(old)))
    database.deps.clock.advance(policy.codeResendSeconds + 1)
    const code = await issue(subject)
    expect(await outcome(verifyCode(database.deps, subject, old))).toBe('code_replaced')
    expect(await outcome(verifyCode(database.deps, subject, code))).toBe('right')
  })
})

describe('an account has thirty-two tries a day over all its codes', () => {
  const TYPED = ['one@example.com', '+4791234567']
  /** Who may try what: each share by all that draws on it. */
  const shares: Record<string, [CodeTryer, CodePurpose[]][]> = {
    strangers: TYPED.map((typed) => [{ typed }, ['recovery', 'thaw']]),
    'signed in': [
      ['signed-in', ['add_identifier', 'change_identifier', 'new_identifier', 'step_up', 'recovery']],
      ['signed-in', ['authenticator_bind', 'authenticator_change', 'authenticator_remove']],
    ],
    'reset past the mailbox': TYPED.map((proven) => [{ proven }, ['recovery']]),
    'opening past the mailbox': [['thaw', ['thaw']]],
  }
  const most: Record<string, number> = {
    strangers: 10,
    'signed in': 7,
    'reset past the mailbox': 10,
    'opening past the mailbox': 5,
  }
  const attempt = async (
    accountId: string,
    purpose: CodePurpose,
    tryer: CodeTryer,
    change = (code: string) => code,
  ) => {
    const subject = newSubject({ accountId, purpose })
    return outcome(verifyCode(database.deps, subject, change(await issue(subject)), tryer))
  }
  /** Tries a share's codes, thirty of each thing it is good for. @returns how many right ones were taken */
  const useUp = async (accountId: string, ways: [CodeTryer, CodePurpose[]][]) => {
    const said: unknown[] = []
    for (const [tryer, purposes] of ways)
      for (let at = 0; at < 30; at++)
        for (const purpose of purposes) said.push(await attempt(accountId, purpose, tryer))
    const isOver = said.filter((each) => each !== 'right')
    expect(new Set(isOver).size).toBe(1)
    expect(['code_spent', 'too_many_attempts']).toContain(isOver[0])
    return said.length - isOver.length
  }

  test('in four shares, and over a month they keep the promise', async () => {
    const accountId = newId()
    let taken = 0
    for (const [name, ways] of Object.entries(shares)) {
      const ofShare = await useUp(accountId, ways)
      expect(ofShare, name).toBe(most[name])
      taken += ofShare
    }
    // A day of them begins with the first: thirty days may see thirty-one.
    expect((31 * taken) / 10 ** policy.codeDigits).toBeLessThanOrEqual(1e-5) // promise P3
  })

  test('with one mailbox nobody uses up what is proven by the other', async () => {
    const accountId = newId()
    const [one, other] = TYPED.map((proven): [CodeTryer, CodePurpose[]] => [{ proven }, ['recovery']])
    if (!one || !other) throw new Error('there are two')
    expect(await useUp(accountId, [one])).toBe(policy.codeTriesOfResetsPerDay)
    expect(await useUp(accountId, [other])).toBe(policy.codeTriesOfResetsPerDay)
  })

  test.each(Object.keys(shares))('what is used up of one leaves the others all of theirs: %s', async (used) => {
    const accountId = newId()
    database.deps.clock.advance(24 * 3600 + 1)
    await useUp(accountId, shares[used] ?? [])
    for (const [name, ways] of Object.entries(shares))
      if (name !== used) expect(await useUp(accountId, ways), name).toBe(most[name])
  })

  test('strangers at one address leave the other its own, and no guess past the last one shows anything', async () => {
    const [accountId, typed] = [newId(), 'another@example.com']
    for (let at = 0; at < policy.codeTriesOfStrangersPerDay; at++)
      expect(await attempt(accountId, 'recovery', { typed }, wrong)).toBe('code_wrong')
    expect(await areStrangersTriesUsedUp(database.deps, typed)).toBe(true)
    for (const change of [wrong, (code: string) => code])
      expect(await attempt(accountId, 'thaw', { typed }, change)).toBe('code_spent')
    for (let at = 0; at < policy.codeTriesOfStrangersPerDay; at++)
      expect(await attempt(accountId, 'recovery', { typed: '+4791234568' })).toBe('right')
  })

  test.each<[string, CodeTryer]>([
    ['signed in', 'signed-in'],
    ['a reset past the mailbox', { proven: 'past.it@example.com' }],
    ['opening past the mailbox', 'thaw'],
  ])('past the last one even the right one waits, and wrong ones show nothing: %s', async (_who, tryer) => {
    const accountId = newId()
    expect(await areSignedInTriesUsedUp(database.deps, accountId)).toBe(false)
    for (let at = 0; at < 12; at++) expect(await attempt(accountId, 'recovery', tryer, wrong)).toBe('code_wrong')
    expect(await attempt(accountId, 'recovery', tryer)).toBe('too_many_attempts')
    expect(await areSignedInTriesUsedUp(database.deps, accountId)).toBe(tryer === 'signed-in')
    database.deps.clock.advance(24 * 3600 + 1)
    expect(await attempt(accountId, 'recovery', tryer)).toBe('right')
  })

  test('a right code takes none: who is signed in proves as much a day as they like, and may be wrong seven times', async () => {
    const accountId = newId()
    const { db } = database.deps
    for (let at = 0; at < 12; at++) {
      const subject = newSubject({ accountId, purpose: 'add_identifier' })
      const id = await verifyCode(database.deps, subject, await issue(subject))
      expect(await consumeCode(db, database.deps, subject, id, 'signed-in')).toBe(true)
    }
    for (let at = 1; at < policy.codeTriesOfSessionsPerDay; at++)
      expect(await attempt(accountId, 'change_identifier', 'signed-in', wrong)).toBe('code_wrong')
    expect(await attempt(accountId, 'new_identifier', 'signed-in')).toBe('right')
  })
})

test('what strangers may try at an address comes back one by one, a day after each', async () => {
  const [accountId, typed] = [newId(), 'rolling@example.com']
  const attempt = async () => {
    const subject = newSubject({ accountId })
    return outcome(verifyCode(database.deps, subject, await issue(subject), { typed }))
  }
  for (let at = 0; at < policy.codeTriesOfStrangersPerDay; at++) {
    if (at === 3) database.deps.clock.advance(12 * 3600)
    expect(await attempt()).toBe('right')
  }
  expect(await attempt()).toBe('code_spent')
  database.deps.clock.advance(12 * 3600 + 1)
  expect(await areStrangersTriesUsedUp(database.deps, typed)).toBe(false)
  for (let at = 0; at < 3; at++) expect(await attempt()).toBe('right')
  expect(await attempt()).toBe('code_spent')
  expect(await areStrangersTriesUsedUp(database.deps, typed)).toBe(true)
})

describe('budgets', () => {
  const spend = (address: string, network: string, purpose: CodePurpose = 'recovery') =>
    outcome(spendCodeBudget(database.deps, { purpose, address, network }))

  test('six an hour and ten a day for an address, whoever adds it, however often the hour turns', async () => {
    const address = 'often@example.com'
    const asked: unknown[] = []
    for (let hour = 0; hour < 3; hour++) {
      for (let at = 0; at < 7; at++)
        asked.push(await spend(address, `n${hour}.${at}`, at % 2 ? 'add_identifier' : 'new_identifier'))
      database.deps.clock.advance(3601)
    }
    expect(asked.filter((each) => each === 'right')).toHaveLength(policy.codesPerDay)
    expect(asked.slice(0, 7)).toEqual([...Array(6).fill('right'), 'too_many_codes'])
    database.deps.clock.advance(24 * 3600)
    expect(await spend(address, 'later', 'add_identifier')).toBe('right')
  })

  test.each(['sign_up', 'recovery'] as const)(
    'asking for it in somebody’s name uses up nothing else of theirs: %s',
    async (purpose) => {
      const address = `owner.of.${purpose}@example.com`
      for (let at = 0; at < 7; at++) await spend(address, `${purpose} ${at}`, purpose)
      expect(await spend(address, `${purpose} 8`, purpose)).toBe('too_many_codes')
      const others = (['sign_up', 'recovery', 'sign_in', 'thaw', 'add_identifier'] as const).filter(
        (each) => each !== purpose,
      )
      for (const other of others) expect(await spend(address, `${purpose} 9`, other)).toBe('right')
    },
  )

  test('of codes to an address of one’s own nobody else can use any up', async () => {
    const address = 'own@example.com'
    const own = (ownerId: string, at: number) =>
      outcome(spendCodeBudget(database.deps, { purpose: 'authenticator_bind', address, network: `own ${at}`, ownerId }))
    for (let at = 0; at < 7; at++) await spend(address, `add ${at}`, 'add_identifier')
    const [owner, other] = [newId(), newId()]
    for (let at = 0; at < 6; at++) expect(await own(owner, at)).toBe('right')
    expect(await own(owner, 7)).toBe('too_many_codes')
    expect(await own(other, 8)).toBe('right')
  })

  test('a network has its own, smaller in production than where everybody comes from one address', async () => {
    const asks = async (deps: typeof database.deps, network: string, most: number) => {
      const answers = []
      for (let at = 0; at <= most; at++) {
        const request = { purpose: 'recovery' as const, address: `${network}${at}@example.com`, network }
        answers.push(await outcome(spendCodeBudget(deps, request)))
      }
      return answers.filter((each) => each === 'right').length
    }
    const { deps } = database
    expect(await asks(deps, 'demo', policy.codesPerNetworkHourDemo)).toBe(policy.codesPerNetworkHourDemo)
    const production = { ...deps, config: { ...deps.config, mode: 'production' as const } }
    expect(await asks(production, 'real', policy.codesPerNetworkHour)).toBe(policy.codesPerNetworkHour)
  })

  test('nobody waits for the strangers of their network who asks in a session, for a code to an address of their own', async () => {
    const production = { ...database.deps, config: { ...database.deps.config, mode: 'production' as const } }
    const ask = (address: string, more: { purpose: CodePurpose; ownerId?: string }) =>
      outcome(spendCodeBudget(production, { address, network: 'gateway', ...more }))
    for (let at = 0; at < policy.codesPerNetworkHour; at++)
      expect(await ask(`made.up${at}@example.com`, { purpose: 'sign_up' })).toBe('right')
    expect(await ask('one.more@example.com', { purpose: 'sign_up' })).toBe('too_many_codes')
    const ownerId = newId()
    expect(await ask('mine@example.com', { purpose: 'step_up', ownerId })).toBe('right')
    expect(await ask('new@example.com', { purpose: 'add_identifier' })).toBe('too_many_codes')
  })

  test('of 100 requests in one instant an address gets six', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, (_, at) => spend('storm@example.com', `s${at}`)))
    expect(all.filter((each) => each === 'right')).toHaveLength(policy.codesPerHour)
  })

  test('whoever is signed in gets thirty a day, whatever addresses they go to', async () => {
    const accountId = newId()
    const asked = []
    for (let at = 0; at < 35; at++) asked.push(await outcome(spendAccountBudget(database.deps, accountId)))
    expect(asked).toEqual([...Array(policy.codesPerAccountDay).fill('right'), ...Array(5).fill('too_many_codes')])
    expect(policy.codesPerAccountDay).toBe(30)
  })

  test('a new password gives them back, three times in any day: no number is sent codes without end by whoever goes on resetting', async () => {
    const [accountId, address] = [newId(), '+4790000001']
    const request = { purpose: 'step_up' as const, address, ownerId: accountId }
    const own = () =>
      outcome(
        spendCodeBudget(database.deps, { ...request, network: newId() }).then(() =>
          spendAccountBudget(database.deps, accountId),
        ),
      )
    const renew = () =>
      database.deps.db.transaction((tx) => renewAccountBudget(tx, database.deps, accountId, [address]))
    const asks = async () => {
      const asked = []
      for (let at = 0; at < 8; at++) asked.push(await own())
      return asked.filter((each) => each === 'right').length
    }
    const sent = []
    for (let reset = 0; reset < 6; reset++) {
      sent.push(await asks())
      await renew()
    }
    expect(sent).toEqual([...Array(1 + policy.codeRenewalsPerDay).fill(policy.codesPerHour), 0, 0])
    database.deps.clock.advance(24 * 3600 + 1)
    for (let at = 0; at < 6; at++) await own()
    await renew()
    expect(await asks()).toBe(policy.codesPerHour)
  })

  test('an address gets ten in any day, also across the end of one', async () => {
    const asks = async (count: number) => {
      const asked = []
      for (let at = 0; at < count; at++) asked.push(await spend('across@example.com', newId(), 'add_identifier'))
      return asked.filter((each) => each === 'right').length
    }
    expect(await asks(3)).toBe(3)
    database.deps.clock.advance(6 * 3600)
    expect(await asks(4)).toBe(4)
    database.deps.clock.advance(6 * 3600)
    expect(await asks(6)).toBe(3)
    database.deps.clock.advance(12 * 3600 + 1)
    expect(await asks(6)).toBe(3)
  })
})
