import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, withDatabase } from '../../test/support/database.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { CodePurpose, CodeSubject } from './code.ts'
import { issueCode } from './issue-code.ts'
import { spendAccountBudgetQuietly, spendCodeBudget } from './spend-code-budget.ts'
import { areStrangersTriesUsedUp, consumeCode, endCodes, giveBackTry, verifyCode } from './verify-code.ts'

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

test('an account has thirty tries a day over all its codes; then even the right one waits, and wrong ones show nothing', async () => {
  const accountId = newId()
  const verify = (subject: CodeSubject, code: string, stranger?: string) =>
    outcome(verifyCode(database.deps, subject, code, stranger))
  const guess = async (stranger?: string) => {
    const subject = newSubject({ accountId })
    const code = await issue(subject)
    for (let at = 0; at < policy.codeTries; at++)
      expect(await verify(subject, wrong(code), stranger)).toBe('code_wrong')
  }
  // At each of two addresses strangers have ten, and are told to begin anew; ten are left to whoever has shown more.
  for (const typed of ['one@example.com', '+4791234567']) {
    for (let tried = 0; tried < policy.codeTriesOfStrangersPerDay; tried += policy.codeTries) await guess(typed)
    const subject = newSubject({ accountId })
    const code = await issue(subject)
    expect(await areStrangersTriesUsedUp(database.deps, typed)).toBe(true)
    // Whichever it is: no guess past the last one shows anything.
    expect(await verify(subject, wrong(code), typed)).toBe('code_spent')
    expect(await verify(subject, code, typed)).toBe('code_spent')
    if (typed === 'one@example.com') expect(await verify(subject, code)).toBe('right')
  }
  for (const purpose of ['sign_in', 'thaw', 'authenticator_bind', 'change_identifier'] as const) {
    const other = newSubject({ accountId, purpose })
    expect(await verify(other, await issue(other))).toBe('right')
  }
  await guess()
  const last = newSubject({ accountId })
  expect(await verify(last, await issue(last))).toBe('right') // the thirtieth: two right at a reset, three elsewhere, five wrong
  const next = newSubject({ accountId })
  expect(await verify(next, await issue(next))).toBe('too_many_attempts')
  const acts = newSubject({ accountId, purpose: 'authenticator_bind' })
  expect(await verify(acts, await issue(acts))).toBe('too_many_attempts')
  // Promise P3: over thirty days of guessing, for one account
  expect((30 * policy.codeTriesPerAccountDay) / 10 ** policy.codeDigits).toBeLessThanOrEqual(1e-5)
})

test('what strangers may try at an address comes back one by one, a day after each', async () => {
  const [accountId, typed] = [newId(), 'rolling@example.com']
  const attempt = async () => {
    const subject = newSubject({ accountId })
    return outcome(verifyCode(database.deps, subject, await issue(subject), typed))
  }
  for (let at = 0; at < policy.codeTriesOfStrangersPerDay; at++) {
    if (at === 5) database.deps.clock.advance(12 * 3600)
    expect(await attempt()).toBe('right')
  }
  expect(await attempt()).toBe('code_spent')
  database.deps.clock.advance(12 * 3600 + 1)
  expect(await areStrangersTriesUsedUp(database.deps, typed)).toBe(false)
  for (let at = 0; at < 5; at++) expect(await attempt()).toBe('right')
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

  test('of 100 requests in one instant an address gets six', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, (_, at) => spend('storm@example.com', `s${at}`)))
    expect(all.filter((each) => each === 'right')).toHaveLength(policy.codesPerHour)
  })

  test('an account gets thirty a day, more than strangers are given at both its addresses', async () => {
    const accountId = newId()
    for (const purpose of ['recovery', 'authenticator_bind'] as const) {
      const waits = []
      for (let at = 0; at < 35; at++) waits.push(await spendAccountBudgetQuietly(database.deps, purpose, accountId))
      expect(waits.filter((wait) => wait === undefined)).toHaveLength(policy.codesPerAccountDay)
      expect(waits.at(-1)).toBeGreaterThan(3600)
    }
    expect(policy.codesPerAccountDay).toBe(30)
    expect(policy.codesPerAccountDay).toBe(3 * policy.codesPerDay)
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
