import { hash } from '@node-rs/argon2'
import { beforeAll, describe, expect, test } from 'vitest'
import { createPasswordHasher, type PasswordHasher } from './password-hasher.ts'
import { policy } from './policy.ts'
import { Refusal } from './refusals.ts'

const weak = { memoryKib: 1024, iterations: 1, parallelism: 1 }
const PASSWORD = 'riktig hest batteri stift'

let hasher: PasswordHasher
beforeAll(async () => {
  hasher = await createPasswordHasher({ ...weak, slots: 2, queue: 100 })
})

test('hashes by Argon2id with the policy’s figures, 16 bytes of salt and 32 of tag (RFC 9106)', async () => {
  const real = await createPasswordHasher({
    memoryKib: policy.argon2MemoryKib,
    iterations: policy.argon2Iterations,
    parallelism: policy.argon2Parallelism,
    slots: 1,
    queue: 1,
  })
  const phc = await real.hash(PASSWORD)
  const [, algorithm, version, figures, salt = '', tag = ''] = phc.split('$')
  expect([algorithm, version, figures]).toEqual(['argon2id', 'v=19', 'm=47104,t=1,p=1'])
  expect([Buffer.from(salt, 'base64').length, Buffer.from(tag, 'base64').length]).toEqual([16, 32])
  expect(await real.verify(phc, PASSWORD)).toBe(true)
})

test('two hashes of one password are not alike', async () => {
  expect(await hasher.hash(PASSWORD)).not.toBe(await hasher.hash(PASSWORD))
})

describe('takes a password as it is', () => {
  test.each([
    ['another case', PASSWORD.toUpperCase()],
    ['a space behind', `${PASSWORD} `],
    ['cut', PASSWORD.slice(0, -1)],
    ['empty', ''],
  ])('%s is wrong', async (_name, other) => {
    expect(await hasher.verify(await hasher.hash(PASSWORD), other)).toBe(false)
  })

  test('composed or not is the same (NFC)', async () => {
    expect(await hasher.verify(await hasher.hash('blåbærsyltetøy'), 'blåbærsyltetøy'.normalize('NFD'))).toBe(true)
  })

  test('the last of 1,024 bytes counts (Okta 2024)', async () => {
    const long = 'x'.repeat(1023)
    const phc = await hasher.hash(`${long}a`)
    expect(await hasher.verify(phc, `${long}a`)).toBe(true)
    expect(await hasher.verify(phc, `${long}b`)).toBe(false)
    expect(await hasher.verify(phc, long.slice(0, 72))).toBe(false)
  })

  test('a NUL ends nothing', async () => {
    expect(await hasher.verify(await hasher.hash('abc\0def'), 'abc\0xyz')).toBe(false)
  })
})

test('nobody’s hash is never right, whatever is tried', async () => {
  for (const password of ['', PASSWORD, 'undefined']) expect(await hasher.verify(undefined, password)).toBe(false)
})

test('a hash of other figures is verified by them, and known to be outdated', async () => {
  const older = await hash(PASSWORD, { algorithm: 2, memoryCost: 512, timeCost: 2, parallelism: 1 })
  expect(await hasher.verify(older, PASSWORD)).toBe(true)
  expect(hasher.isOutdated(older)).toBe(true)
  expect(hasher.isOutdated(await hasher.hash(PASSWORD))).toBe(false)
})

describe('works no more at once than it has slots', () => {
  test('the rest wait in line; beyond the queue it is busy at once', async () => {
    const small = await createPasswordHasher({ ...weak, slots: 2, queue: 3 })
    const order: number[] = []
    const asked = Array.from({ length: 8 }, (_, at) => small.hash(PASSWORD).then(() => order.push(at)))
    expect(small.load()).toEqual({ running: 2, waiting: 3 })
    const results = await Promise.allSettled(asked)
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused).toHaveLength(3)
    for (const { reason } of refused) {
      expect(reason).toBeInstanceOf(Refusal)
      expect(reason).toMatchObject({ code: 'busy', details: { retryAfterSeconds: expect.any(Number) } })
    }
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4])
    expect(small.load()).toEqual({ running: 0, waiting: 0 })
    await small.hash(PASSWORD)
  })

  test('one that is given up leaves the line and takes no slot; one at work is finished', async () => {
    const small = await createPasswordHasher({ ...weak, slots: 1, queue: 3 })
    const phc = await small.hash(PASSWORD)
    const [atWork, waiting] = [new AbortController(), new AbortController()]
    const first = small.verify(phc, PASSWORD, atWork)
    const second = small.verify(phc, PASSWORD, waiting)
    const third = small.verify(phc, PASSWORD)
    for (const each of [atWork, waiting]) each.abort(new Error('refused'))
    expect(small.load()).toEqual({ running: 1, waiting: 1 })
    await expect(second).rejects.toThrow('refused')
    expect(await Promise.all([first, third])).toEqual([true, true])
    await expect(small.verify(phc, PASSWORD, waiting)).rejects.toThrow('refused')
    expect(small.load()).toEqual({ running: 0, waiting: 0 })
  })

  test('a stranger waits behind all others, and the last of them makes room when it is full', async () => {
    const small = await createPasswordHasher({ ...weak, slots: 1, queue: 3 })
    const phc = await small.hash(PASSWORD)
    const order: string[] = []
    const ask = (name: string, isStranger: boolean) =>
      small.verify(phc, PASSWORD, { isStranger }).then(
        () => order.push(name),
        (error: Refusal) => order.push(`${name}: ${error.code}`),
      )
    const asked = [
      ask('at work', true),
      ask('first stranger', true),
      ask('second stranger', true),
      ask('third stranger', true),
      ask('fourth stranger', true),
      ask('known', false),
      ask('also known', false),
    ]
    expect(small.load()).toEqual({ running: 1, waiting: 3 })
    await Promise.all(asked)
    expect(order).toEqual([
      'fourth stranger: busy',
      'third stranger: busy',
      'second stranger: busy',
      'at work',
      'known',
      'also known',
      'first stranger',
    ])
    expect(small.load()).toEqual({ running: 0, waiting: 0 })
  })

  test('a stranger has every fourth turn, however many go before', async () => {
    const small = await createPasswordHasher({ ...weak, slots: 1, queue: 20 })
    const phc = await small.hash(PASSWORD)
    const order: string[] = []
    const ask = (name: string, isStranger: boolean) =>
      small.verify(phc, PASSWORD, { isStranger }).then(() => order.push(name))
    await Promise.all([
      ask('known', false),
      ...Array.from({ length: 2 }, () => ask('stranger', true)),
      ...Array.from({ length: 9 }, () => ask('known', false)),
    ])
    expect(order.flatMap((name, at) => (name === 'stranger' ? [at] : []))).toEqual([4, 8])
  })

  test('nobody who is known is turned away for another who is', async () => {
    const small = await createPasswordHasher({ ...weak, slots: 1, queue: 2 })
    const phc = await small.hash(PASSWORD)
    const asked = Array.from({ length: 4 }, () => small.verify(phc, PASSWORD))
    const results = await Promise.allSettled(asked)
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
  })

  test('a hash that fails gives its slot back', async () => {
    const small = await createPasswordHasher({ ...weak, slots: 1, queue: 50 })
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => small.verify('no PHC string', PASSWORD)))
    expect(results.every(({ status }) => status === 'rejected')).toBe(true)
    expect(small.load()).toEqual({ running: 0, waiting: 0 })
    expect(await small.verify(await small.hash(PASSWORD), PASSWORD)).toBe(true)
  })
})
