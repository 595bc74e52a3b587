import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { alarmCounts } from './platform/alarms.ts'
import type { Deps } from './platform/deps.ts'
import type { Answered } from './platform/http.ts'

export interface Metrics {
  registry: Registry
  /** Counts an answer that did not come from the framework. */
  count(answered: Answered): void
}

/** Counts and times every request, by route pattern, and shows the hash queue. */
export function observe(app: FastifyInstance, { hasher }: Pick<Deps, 'hasher'>): Metrics {
  const registry = new Registry()
  // The loop's lag is watched by a timer: every 10 ms, as it is otherwise, would wake it three times during each hash.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 })
  const requests = new Histogram({
    name: 'portvakt_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const count = ({ method, route, status, ms }: Omit<Answered, 'requestId'>) =>
    requests.observe({ method, route, status }, ms / 1000)
  app.addHook('onResponse', ({ method, routeOptions }, { statusCode: status, elapsedTime: ms }, done) => {
    count({ method, route: routeOptions.url ?? '(none)', status, ms })
    done()
  })
  new Gauge({
    name: 'portvakt_password_hashes',
    help: 'Password hashes at work and waiting',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { running, waiting } = hasher.load()
      this.set({ state: 'running' }, running)
      this.set({ state: 'waiting' }, waiting)
    },
  })
  new Gauge({
    name: 'portvakt_alarms',
    help: 'What an operator should be woken for, since the start: sealed_value_broken (somebody changed the database), staff_passkey_copied',
    labelNames: ['alarm'],
    registers: [registry],
    collect() {
      for (const [alarm, count] of alarmCounts()) this.set({ alarm }, count)
    },
  })
  return { registry, count }
}
