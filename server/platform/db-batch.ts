import pg from 'pg'
import { prepareValue } from 'pg/lib/utils.js'

/** What a statement came to: its rows, and how many it found or changed. */
export interface Outcome {
  rows: Record<string, unknown>[]
  count: number
  /** INSERT, COMMIT, … */
  command: string
}

/** A text under the name that the connection knows it by. */
interface Named {
  name: string
  text: string
}

/** One statement on its way. */
export interface Asked {
  statement: Named
  /** As the wire takes them. */
  values: (Buffer | string | null)[]
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/** What a column is called, and how its text becomes a value. */
interface Column {
  name: string
  read(text: string): unknown
}

/** The driver's connection, as far as its own query objects use it (pg-cursor and pg-query-stream do likewise). */
interface Connection {
  stream: { cork(): void; uncork(): void }
  parsedStatements: Record<string, string | undefined>
  submittedNamedStatements: Record<string, string | undefined>
  parse(message: { name: string; text: string }): void
  bind(message: { statement: string; values: readonly unknown[] }): void
  describe(message: { type: 'P'; name: string }): void
  execute(message: { portal: string }): void
  sync(): void
}

/** By connection and statement. A prepared statement's columns never change: Postgres refuses to run it when they would. */
const described = new WeakMap<Connection, Map<string, readonly Column[]>>()

const columnsOf = (connection: Connection) => {
  const known = described.get(connection) ?? new Map<string, readonly Column[]>()
  described.set(connection, known)
  return known
}

/** The driver takes its own query objects alone where statements travel ahead of the answers to others. */
const DriverQuery = pg.Query as unknown as new (text: string) => { name: string; text: string }

/**
 * Several statements that were asked at once: one message there with a single Sync, one back. The driver's own pipeline
 * syncs after each statement, so that each answer comes by itself and wakes the process for itself, and wakes are what a
 * sign-in pays for when a hash wants the same core. Columns are asked for once a connection and statement.
 *
 * Whatever is between two Syncs is one transaction, if none is open: when one statement fails, those after it are not run,
 * none is kept, and all reject with its error (PostgreSQL, Frontend/Backend Protocol, 54.2.4 Pipelining).
 */
export class Batch extends DriverQuery {
  readonly #asked: readonly Asked[]
  readonly #outcomes: Outcome[] = []
  #connection: Connection | undefined
  #columns: readonly Column[] | undefined
  #rows: Outcome['rows'] = []

  constructor(asked: readonly Asked[]) {
    super('')
    this.#asked = asked
    this.#turnTo(0)
  }

  /** The driver notes by `name` and `text` what has been parsed, and gives each answer to the query whose turn it is. */
  #turnTo(index: number): void {
    const { name = '', text = '' } = this.#asked[index]?.statement ?? {}
    this.name = name
    this.text = text
    this.#rows = []
    this.#columns = this.#connection && columnsOf(this.#connection).get(name)
  }

  submit(connection: Connection): Error | null {
    this.#connection = connection
    this.#turnTo(0)
    const taken = this.#asked.find(({ statement }) => isTaken(connection, statement))
    if (taken) return new Error(`two statements are called ${taken.statement.name}`)
    connection.stream.cork()
    for (const { statement, values } of this.#asked) send(connection, statement, values)
    connection.sync()
    connection.stream.uncork()
    return null
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({ name, read: pg.types.getTypeParser(dataTypeID, 'text') }))
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const row: Record<string, unknown> = {}
    const columns = this.#columns ?? []
    for (let at = 0; at < columns.length; at++) {
      const { name, read } = columns[at] as Column
      const text = fields[at] as string | null
      row[name] = text === null ? null : read(text)
    }
    this.#rows.push(row)
  }

  handleCommandComplete({ text }: { text: string }, connection: Connection): void {
    const [command = '', ...counts] = text.split(' ')
    this.#outcomes.push({ rows: this.#rows, count: Number(counts.at(-1) ?? 0), command })
    columnsOf(connection).set(this.name, this.#columns ?? [])
    this.#turnTo(this.#outcomes.length)
  }

  handleEmptyQuery(connection: Connection): void {
    this.handleCommandComplete({ text: '' }, connection)
  }

  /** Only now what was done is kept: outside of a transaction, the Sync commits. */
  handleReadyForQuery(): void {
    for (const [index, outcome] of this.#outcomes.entries()) this.#asked[index]?.resolve(outcome)
  }

  handleError(error: unknown, connection: Connection): void {
    // Those after the one that failed were not even parsed.
    for (const { statement } of this.#asked.slice(this.#outcomes.length))
      delete connection.submittedNamedStatements[statement.name]
    for (const { reject } of this.#asked) reject(error)
  }
}

const textOf = ({ parsedStatements, submittedNamedStatements }: Connection, name: string) =>
  parsedStatements[name] ?? submittedNamedStatements[name]

function isTaken(connection: Connection, { name, text }: Named): boolean {
  const known = textOf(connection, name)
  return known !== undefined && known !== text
}

function send(connection: Connection, { name, text }: Named, values: Asked['values']): void {
  if (textOf(connection, name) === undefined) {
    connection.parse({ name, text })
    connection.submittedNamedStatements[name] = text
  }
  connection.bind({ statement: name, values })
  if (!columnsOf(connection).has(name)) connection.describe({ type: 'P', name: '' })
  connection.execute({ portal: '' })
}

/** A value as the wire takes it. */
export function toWire(value: unknown): Buffer | string | null {
  return value instanceof Date ? value.toISOString() : prepareValue(value)
}
