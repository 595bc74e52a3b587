import { randomBytes } from 'node:crypto'
import { type EmptyDatabase, emptyDatabase } from './empty-database.ts'
import { type ServerProcess, startServer } from './server-process.ts'

export interface TwoServers {
  servers: [ServerProcess, ServerProcess]
  ports: [number, number]
  database: EmptyDatabase
  stop(): Promise<void>
}

/** Two real server processes on one database, which believe X-Forwarded-For, so that a test can come from anywhere. */
export async function startTwoServers(environment: Record<string, string> = {}): Promise<TwoServers> {
  const database = await emptyDatabase()
  const options = {
    DATABASE_URL: database.url,
    ROOT_KEY: randomBytes(32).toString('hex'),
    ORIGIN: 'http://localhost:4000',
    TRUSTED_PROXIES: '127.0.0.1',
    HASH_SLOTS: '1',
    HASH_QUEUE: '1000',
    ...environment,
  }
  const servers = await Promise.all([startServer(options), startServer(options)])
  return {
    servers,
    ports: [servers[0].port, servers[1].port],
    database,
    async stop() {
      await Promise.all(servers.map((server) => server.kill()))
      await database.drop()
    },
  }
}
