// The least that can be called a sign-in, on the product's own parts: what a machine lets any server keep of the bare rate.
import { createHash, randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { verify } from '@node-rs/argon2'
import fastify from 'fastify'
import pg from 'pg'
import { post } from './http-connection.ts'
import { hashPassword, PASSWORD } from './policy-hash.ts'
import { serveWork } from './worker.ts'

export interface LeastServer {
  port: number
  /** Whole sign-in requests, each of a person of its own. */
  requests: string[]
}

const PEOPLE = 160
const phc = await hashPassword()

const pool = new pg.Pool({ connectionString: process.env.LEAST_DATABASE, max: 10 })
await pool.query('CREATE TABLE least_people (address text PRIMARY KEY, phc text NOT NULL)')
await pool.query(
  'CREATE TABLE least_sessions (token bytea PRIMARY KEY, address text NOT NULL, at timestamptz DEFAULT now())',
)
const addresses = Array.from({ length: PEOPLE }, (_, number) => `person-${number}@example.com`)
await pool.query('INSERT INTO least_people SELECT unnest($1::text[]), $2', [addresses, phc])

/** One hash at a time, as in the product. */
let last: Promise<unknown> = Promise.resolve()
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work, work)
  last = mine
  return mine
}

const app = fastify()
app.post<{ Body: { identifier: string; password: string } }>('/api/v1/sign-in', async ({ body }, reply) => {
  const values = [body.identifier]
  const found = await pool.query({ name: 'find', text: 'SELECT phc FROM least_people WHERE address = $1', values })
  if (!(await inTurn(() => verify(found.rows[0].phc, body.password)))) return reply.code(401).send({})
  const token = randomBytes(32)
  const opened = [createHash('sha256').update(token).digest(), body.identifier]
  await pool.query({
    name: 'open',
    text: 'INSERT INTO least_sessions (token, address) VALUES ($1, $2)',
    values: opened,
  })
  return reply.header('set-cookie', `__Host-least=${token.toString('base64url')}; Secure; HttpOnly; Path=/`).send({})
})
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address() as AddressInfo
const requests = addresses.map((address) => post('/api/v1/sign-in', { identifier: address, password: PASSWORD }, ''))

serveWork(async (_: object): Promise<LeastServer> => ({ port, requests }))
