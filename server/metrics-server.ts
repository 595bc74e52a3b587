import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import { cannotStart } from './platform/cannot-start.ts'
import type { Deps } from './platform/deps.ts'

export interface MetricsServer {
  /** Where Prometheus finds them. */
  url: string
  close(): Promise<void>
}

/** Serves `/metrics` on a port of its own, which the world outside need not reach. */
export async function openMetricsServer(
  { config, log }: Pick<Deps, 'config' | 'log'>,
  registry: Registry,
): Promise<MetricsServer> {
  const server = createServer(async (request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end()
    try {
      const text = await registry.metrics()
      response.writeHead(200, { 'content-type': registry.contentType }).end(text)
    } catch (error) {
      log.error({ err: error }, 'the metrics could not be read')
      response.writeHead(500).end()
    }
  })
  const { host, metricsPort } = config
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(metricsPort, host, resolve)
  await promise.catch((error) => {
    throw cannotStart(
      `METRICS_PORT ${metricsPort} cannot be listened on (${error.code}): choose another, or 0 for any free one.`,
      error,
    )
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/metrics`,
    close() {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}
