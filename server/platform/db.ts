import pg from 'pg'
import { type Asked, Batch, type Outcome, toWire } from './db-batch.ts'
import { openListener } from './listener.ts'
import { READ_ONLY } from './require-usable.ts'

/** One SQL text under a name of its own: Postgres parses and plans it once per connection. */
export interface Statement<Row> {
  name: string
  text: string
  /** Never set: carries the row's type. */
  row?: Row
}

export interface Queryable {
  query<Row>(statement: Statement<Row>, values?: readonly unknown[]): Promise<Row[]>
  /** @returns how many rows the statement changed */
  execute(statement: Statement<unknown>, values?: readonly unknown[]): Promise<number>
}

export interface Tx extends Queryable {}

export interface Db extends Queryable {
  /** Lends one connection, without a transaction: statements asked at once travel together and run in the order asked. */
  inOrder<T>(work: (one: Queryable) => Promise<T>): Promise<T>
  /**
   * A transaction in one trip: what `work` asks at once is kept when all of it went well, and nothing of it when a statement
   * fails. Resolves to undefined when one of `orNothing` found no row. What is asked later is refused, and what throws later
   * takes nothing back.
   */
  atOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T | undefined>
  /** Commits when `work` resolves, rolls back when it throws. Keep it short; never hash or send inside. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** The same, and rolls back as well when `work` finds that it cannot be: resolves to undefined. */
  transactionIf<T>(work: (tx: Tx) => Promise<T | undefined>): Promise<T | undefined>
  /**
   * Hears NOTIFY on `channel`, over one connection for all channels that is made anew when lost.
   * Notices sent while it was lost never come: `onGap` is called once it hears again.
   *
   * @returns how to stop
   */
  listen(channel: string, onNotice: (payload: string) => void, onGap?: () => void): Promise<() => Promise<void>>
  /**
   * Resolves once every notice of a commit that was acknowledged before the call, to whomever, has been passed on; or, if
   * the connection was lost, `onGap` has been called. Rejects when it is not there.
   */
  heardAll(): Promise<void>
  close(): Promise<void>
}

export function statement<Row = Record<string, never>>(name: string, text: string): Statement<Row> {
  return { name, text }
}

/**
 * The same for `atOnce`: when it finds or changes no row, it divides by none, and so ends its transaction.
 *
 * @param statement a query, or a change that returns what it changed
 */
export function orNothing<Row>({ name, text }: Statement<Row>): Statement<Row> {
  // Where Postgres logs it, the statement says what it is about.
  const found = 'SELECT 1 / count(*) AS nothing_is_kept_if_none FROM asked'
  return statement(
    `${name}-or-nothing`,
    `WITH asked AS (${text}) SELECT * FROM (${found}) AS f LEFT JOIN asked ON true`,
  )
}

const FOUND_NONE = '22012' // division_by_zero

/** Asks over one connection: what is asked in one turn of the event loop travels together, and comes back together. */
type Ask = (statement: Statement<unknown>, values: readonly unknown[]) => Promise<Outcome>

function askOver(client: pg.PoolClient): Ask {
  let waiting: Asked[] = []
  let unsendable: { error: unknown } | undefined
  const send = () => {
    const [asked, bad] = [waiting, unsendable]
    waiting = []
    unsendable = undefined
    if (!bad) client.query(new Batch(asked) as unknown as pg.Submittable)
    // What is asked together is one, and so none of it is sent.
    else for (const { reject } of asked) reject(bad.error)
  }
  const wire = (values: readonly unknown[]) => {
    try {
      return values.map(toWire)
    } catch (error) {
      unsendable ??= { error }
      return []
    }
  }
  return (statement, values) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) process.nextTick(send)
      waiting.push({ statement, values: wire(values), resolve, reject })
    })
}

/** For one trip alone: what came after it would be kept, or not, by itself. */
function askOnce(client: pg.PoolClient): Ask {
  const ask = askOver(client)
  let isSent = false
  return (statement, values) => {
    if (isSent) return Promise.reject(new Error(`${statement.name} was asked after its transaction had left`))
    process.nextTick(() => {
      isSent = true
    })
    return ask(statement, values)
  }
}

function queryable(ask: Ask): Queryable {
  return {
    async query<Row>(statement: Statement<Row>, values: readonly unknown[] = []) {
      return (await ask(statement, values)).rows as Row[]
    },
    async execute(statement, values = []) {
      return (await ask(statement, values)).count
    },
  }
}

export interface DbOptions {
  url: string
  /** Connections at the most, besides the one that listens. */
  poolSize: number
  onError?: (error: Error) => void
}

/** Opens a pool; connects on first use. An idle connection's loss is reported to `onError` and mended by the next query. */
export function openDb({ url, poolSize, onError = () => {} }: DbOptions): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    // A batch need not wait for the answers to the one before.
    pipeline: true,
    // A statement that hangs would hold its connection for ever: every one of ours is a matter of milliseconds.
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 15_000,
  })
  pool.on('error', onError)
  // A connection may be lost while it is lent and no statement is under way: its next statement will tell, and without
  // a listener here the loss would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  const listener = openListener(url, onError)
  const lend = async <T>(work: (ask: Ask) => Promise<T>, over = askOver): Promise<T> => {
    const client = await pool.connect()
    let isLost = false
    try {
      return await work(over(client))
    } catch (error) {
      isLost = isDatabaseAway(error)
      throw error
    } finally {
      client.release(isLost)
    }
  }
  return {
    ...queryable((statement, values) => lend((ask) => ask(statement, values))),
    inOrder: (work) => lend((ask) => work(queryable(ask))),
    atOnce: (work) =>
      lend((ask) => work(queryable(ask)), askOnce).catch((error: { code?: string }) => {
        if (error.code !== FOUND_NONE) throw error
        return undefined
      }),
    transaction: (work) => inTransaction(pool, work, () => true),
    transactionIf: (work) => inTransaction(pool, work, (result) => result !== undefined),
    listen: listener.listen,
    heardAll: listener.heardAll,
    async close() {
      await Promise.all([listener.close(), pool.end()])
    },
  }
}

const writable = statement<{ is_read_only: boolean }>('db.writable', `SELECT ${READ_ONLY} AS is_read_only`)

/** @throws what `isDatabaseAway` knows, when the database does not answer or takes no writes */
export async function requireWritable(db: Db): Promise<void> {
  // Over a connection that is lent, so that it is given up with the failure: it may lead to what was the primary.
  await db.inOrder(async (one) => {
    const [row] = await one.query(writable)
    if (row?.is_read_only)
      throw Object.assign(new Error('the database takes no writes'), { code: READ_ONLY_TRANSACTION })
  })
}

const begin = statement('db.begin', 'BEGIN')
const commit = statement('db.commit', 'COMMIT')
const rollback = statement('db.rollback', 'ROLLBACK')

async function inTransaction<T>(
  pool: pg.Pool,
  work: (tx: Tx) => Promise<T>,
  isToKeep: (result: T) => boolean,
): Promise<T> {
  const client = await pool.connect()
  const ask = askOver(client)
  let broken: Error | undefined
  try {
    // It travels with the first statement: it fails only with its connection, and so does that statement then.
    const begun = ask(begin, [])
    begun.catch(() => {})
    const result = await work(queryable(ask))
    await begun
    if (!isToKeep(result)) {
      await ask(rollback, [])
      return result
    }
    // Postgres takes the COMMIT of a transaction that has failed, and rolls it back: nothing was kept then.
    const { command } = await ask(commit, [])
    if (command !== 'COMMIT') throw new Error('a transaction that had failed went on to its end')
    return result
  } catch (error) {
    // It may lead to what was the primary: the next one is made anew, and finds what is the primary now.
    if (isDatabaseAway(error)) broken = error as Error
    await ask(rollback, []).catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

const READ_ONLY_TRANSACTION = '25006'

const AWAY = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN'], // a name that leads nowhere while it is led elsewhere
  ...['57P01', '57P02', '57P03'], // stopping, or starting
  READ_ONLY_TRANSACTION,
  '53300', // out of connections
  '53100', // out of disk
])

const LOST =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/

/** Whether a query failed because the database is not there for now: starting, stopping, changing over, out of connections or disk. */
export function isDatabaseAway(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return AWAY.has(code) || LOST.test(message)
}
