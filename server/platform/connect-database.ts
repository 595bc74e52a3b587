import pg from 'pg'
import { cannotStart } from './cannot-start.ts'

/** One connection outside of the pool. @throws cannotStart with what is wrong and where, never the password */
export async function connectDatabase(url: string): Promise<pg.Client> {
  const client = openClient(url)
  client.on('error', () => {}) // told by the query under way, or by the next one
  try {
    await client.connect()
    return client
  } catch (error) {
    throw cannotStart(`${explain(error, client)} Check DATABASE_URL.`, error)
  }
}

/** The certificates that the address names are read here. */
function openClient(connectionString: string): pg.Client {
  try {
    return new pg.Client({ connectionString, connectionTimeoutMillis: 10_000, keepAlive: true })
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException
    const what = path ? `${path} cannot be read (${code})` : 'it is no address of a database'
    throw cannotStart(`DATABASE_URL cannot be used: ${what}. Check DATABASE_URL.`, error)
  }
}

function explain(error: unknown, client: pg.Client): string {
  const { code, message } = reasonOf(error)
  const place = client.host?.startsWith('/') ? client.host : `${client.host}:${client.port}`
  switch (code) {
    case '28P01':
      return `The database at ${place} refuses the password of user ${client.user}.`
    case '28000':
      return `The database at ${place} does not let user ${client.user} in (${message}).`
    case '3D000':
      return `The database server at ${place} has no database ${client.database}.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The database's host ${client.host} is not known.`
    case 'ECONNREFUSED':
      return `No database answers at ${place} (connection refused).`
    default:
      return `The database at ${place} cannot be reached (${message}).`
  }
}

/** A host with several addresses fails with one error for each. */
function reasonOf(error: unknown): { code: string | undefined; message: string } {
  const first = error instanceof AggregateError ? error.errors[0] : error
  return { code: (first as { code?: string }).code, message: (first as Error).message }
}
