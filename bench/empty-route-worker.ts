// A Fastify server with one route that does nothing: what session checks are compared with.
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { serveWork } from './worker.ts'

const app = fastify()
app.get('/', async () => ({}))
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address() as AddressInfo

serveWork(async (_: object) => ({ port }))
