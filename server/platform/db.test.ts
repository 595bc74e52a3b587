import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmptyDatabase, emptyDatabase } from '../../test/support/empty-database.ts'
import { type Db, isDatabaseAway, openDb, orNothing, statement } from './db.ts'

const insert = statement('t.insert', 'INSERT INTO t (n) VALUES ($1)')
const all = statement<{ n: number }>('t.all', 'SELECT n FROM t ORDER BY n')
const broken = statement('t.broken', 'INSERT INTO t (n) VALUES ($1::text::int)')
const pid = statement<{ pid: number }>('t.pid', 'SELECT pg_backend_pid() AS pid')
const nap = statement('t.nap', 'SELECT pg_sleep($1)')

let database: EmptyDatabase
let db: Db
const errors: Error[] = []
beforeAll(async () => {
  database = await emptyDatabase()
  await database.query('CREATE TABLE t (n integer PRIMARY KEY)')
  db = openDb({ url: database.url, poolSize: 4, onError: (error) => errors.push(error) })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const numbers = async () => (await db.query(all)).map(({ n }) => n)
const terminate = (backend: number) => database.query('SELECT pg_terminate_backend($1)', [backend])

async function failure(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => {
      throw new Error('it did not fail')
    },
    (error) => error,
  )
}

describe('a transaction', () => {
  test('is there whole when its work resolves, and not at all when it throws', async () => {
    await db.transaction(async (tx) => {
      await tx.execute(insert, [1])
      await tx.execute(insert, [2])
    })
    await failure(
      db.transaction(async (tx) => {
        await tx.execute(insert, [3])
        throw new Error('thought better of it')
      }),
    )
    await failure(
      db.transaction(async (tx) => {
        await tx.execute(insert, [4])
        await tx.execute(broken, ['no number'])
      }),
    )
    expect(await numbers()).toEqual([1, 2])
  })

  test('that finds it cannot be keeps nothing, and gives its connection back', async () => {
    for (let times = 0; times < 5; times++)
      expect(
        await db.transactionIf(async (tx) => {
          await tx.execute(insert, [7])
          return undefined
        }),
      ).toBeUndefined()
    const kept = await db.transactionIf(async (tx) => tx.execute(insert, [8]))
    expect([kept, ...(await numbers())]).toEqual([1, 1, 2, 8])
    await database.query('DELETE FROM t WHERE n = 8')
  })

  test('whose statement failed cannot go on as if nothing were', async () => {
    const error = await failure(
      db.transaction(async (tx) => {
        await tx.execute(broken, ['no number']).catch(() => {})
        await tx.execute(insert, [5])
      }),
    )
    expect((error as { code?: string }).code).toBe('25P02')
    expect(await numbers()).not.toContain(5)
  })

  test('whose statement failed unheard is not committed: it rejects', async () => {
    const outcome = db.transaction(async (tx) => {
      await tx.execute(insert, [6])
      await tx.execute(broken, ['no number']).catch(() => {})
    })
    await expect(outcome).rejects.toThrow()
    expect(await numbers()).not.toContain(6)
  })

  test('that lost its connection between two statements fails, and takes nothing else along', async () => {
    const error = await failure(
      db.transaction(async (tx) => {
        await tx.execute(insert, [7])
        const [row] = await tx.query(pid)
        await terminate(row?.pid ?? 0)
        await sleep(100)
        await tx.execute(insert, [8])
      }),
    )
    expect(isDatabaseAway(error)).toBe(true)
    expect(await numbers()).toEqual([1, 2])
  })

  test('that may not write gives its connection up: it may lead to what was the primary', async () => {
    let backend = 0
    const error = await failure(
      db.transaction(async (tx) => {
        backend = (await tx.query(pid))[0]?.pid ?? 0
        await tx.execute(statement('t.lock', 'SET TRANSACTION READ ONLY'))
        await tx.execute(insert, [9])
      }),
    )
    expect(isDatabaseAway(error)).toBe(true)
    await expect
      .poll(() => database.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [backend]), { timeout: 5_000 })
      .toEqual([])
  })

  test('holds one connection, and gives it back whatever comes', async () => {
    for (let at = 0; at < 12; at++)
      await failure(
        db.transaction(async (tx) => {
          if (at % 3 === 0) await tx.execute(broken, ['x'])
          throw new Error('no')
        }),
      )
    await Promise.all(Array.from({ length: 12 }, () => db.transaction((tx) => tx.query(all))))
    const [row] = await database.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%FROM t ORDER%'",
    )
    expect(row?.n).toBeLessThanOrEqual(4)
  })
})

describe('a transaction in one trip', () => {
  const move = orNothing(statement<{ n: number }>('t.move', 'UPDATE t SET n = $2 WHERE n = $1 RETURNING n'))

  test('is kept when all went well, and not at all when one that must find something finds nothing', async () => {
    const kept = await db.atOnce((tx) => Promise.all([tx.execute(insert, [60]), tx.query(move, [60, 61])]))
    expect(kept).toEqual([1, [{ nothing_is_kept_if_none: '1', n: 61 }]])
    const ended = await db.atOnce((tx) => Promise.all([tx.execute(insert, [62]), tx.query(move, [60, 63])]))
    expect(ended).toBeUndefined()
    expect(await numbers()).toEqual([1, 2, 61])
    await database.query('DELETE FROM t WHERE n = 61')
  })

  test('whose statement fails otherwise rejects, and keeps nothing', async () => {
    const error = await failure(db.atOnce((tx) => Promise.all([tx.execute(insert, [64]), tx.execute(insert, [1])])))
    expect(error).toMatchObject({ code: '23505' })
    expect(await numbers()).toEqual([1, 2])
  })

  test('is not sent at all when a value in it is none', async () => {
    const at = statement('t.at-two', 'SELECT $1::timestamptz')
    const none = new Date(Number.NaN)
    const asked = db.atOnce((tx) => Promise.allSettled([tx.execute(insert, [65]), tx.query(at, [none])]))
    expect((await asked)?.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await numbers()).toEqual([1, 2])
  })

  test('takes nothing that is asked after it left', async () => {
    const late = db.atOnce(async (tx) => {
      await tx.query(all)
      await tx.execute(insert, [63])
    })
    await expect(late).rejects.toThrow('t.insert was asked after its transaction had left')
    expect(await numbers()).toEqual([1, 2])
  })
})

describe('a lost connection', () => {
  test('while idle is told, and mended by the next question', async () => {
    const before = errors.length
    const rows = await Promise.all(Array.from({ length: 4 }, () => db.query(pid)))
    for (const [row] of rows) await terminate(row?.pid ?? 0)
    await expect.poll(() => errors.length).toBe(before + 4)
    expect(await numbers()).toEqual([1, 2])
  })

  test('while lent for several statements fails those alone', async () => {
    const error = await failure(
      db.inOrder(async (one) => {
        const [row] = await one.query(pid)
        await terminate(row?.pid ?? 0)
        await sleep(100)
        return one.query(all)
      }),
    )
    expect(isDatabaseAway(error)).toBe(true)
    expect(await numbers()).toEqual([1, 2])
  })

  test('in the middle of a statement fails that statement', async () => {
    const napping = failure(db.query(nap, [10]))
    await sleep(100)
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep($1)%' AND pid <> pg_backend_pid()",
    )
    expect(isDatabaseAway(await napping)).toBe(true)
  })
})

test('statements asked together over one connection run in the order asked', async () => {
  const order = await db.inOrder(async (one) => {
    const [, first] = await Promise.all([one.execute(insert, [20]), one.query(all), one.execute(insert, [21])])
    return first.map(({ n }) => n)
  })
  expect(order).toContain(20)
  expect(order).not.toContain(21)
})

test('statements asked together are one: when one fails none is kept, and the connection goes on', async () => {
  const unseen = statement<{ n: number }>('t.unseen', 'SELECT n FROM t WHERE n >= 30')
  const rows = await db.inOrder(async (one) => {
    const asked = [one.execute(insert, [30]), one.execute(broken, ['no number']), one.query(unseen)]
    const outcomes = await Promise.allSettled(asked)
    expect(outcomes.map((each) => each.status === 'rejected' && each.reason.code)).toEqual(Array(3).fill('22P02'))
    return one.query(unseen) // which was named to the connection before, and never parsed
  })
  expect(rows).toEqual([])
})

test('columns asked for once are the right ones ever after, whatever runs between', async () => {
  const typed = statement('t.typed', "SELECT 1 AS a, NULL::text AS b, '\\x00ff'::bytea AS c, $1::timestamptz AS d")
  const at = new Date('2026-11-26T03:00:00.123Z')
  const expected = [{ a: 1, b: null, c: Buffer.from([0, 255]), d: at }]
  await db.inOrder(async (one) => {
    for (let times = 0; times < 3; times++)
      expect(await Promise.all([one.query(typed, [at]), one.execute(insert, [40 + times]), one.query(pid)])).toEqual([
        expected,
        1,
        [{ pid: expect.any(Number) }],
      ])
  })
  await database.query('DELETE FROM t WHERE n >= 40')
})

test('two statements of one name are refused, and what else was asked with them', async () => {
  const other = statement('t.all', 'SELECT 1')
  await db.inOrder(async (one) => {
    await one.query(all)
    const error = await failure(Promise.all([one.execute(insert, [50]), one.query(other)]))
    expect(error.message).toContain('two statements are called t.all')
    expect(await one.query(all)).not.toContainEqual({ n: 50 })
  })
})

test('a value that is none is refused before anything is sent', async () => {
  const error = await failure(db.query(statement('t.at', 'SELECT $1::timestamptz'), [new Date(Number.NaN)]))
  expect(error).toBeInstanceOf(RangeError)
  expect(await numbers()).toEqual(expect.any(Array))
})

test('a database that is not there is away, and soon said to be', async () => {
  const url = new URL(database.url)
  const nowhere = openDb({ url: `postgres://x@127.0.0.1:1${url.pathname}`, poolSize: 2 })
  expect(isDatabaseAway(await failure(nowhere.query(all)))).toBe(true)
  expect(isDatabaseAway(await failure(nowhere.transaction((tx) => tx.query(all))))).toBe(true)
  await nowhere.close()
  const unknown = openDb({ url: `postgres://x@no-such-host.invalid${url.pathname}`, poolSize: 2 })
  expect(isDatabaseAway(await failure(unknown.query(all)))).toBe(true)
  await unknown.close()
  for (const code of ['EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', '53100'])
    expect([code, isDatabaseAway(Object.assign(new Error('no'), { code }))]).toEqual([code, true])
  expect(isDatabaseAway(new Error('division by zero'))).toBe(false)
})
