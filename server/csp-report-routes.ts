import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { Counter, type Registry } from 'prom-client'
import { z } from 'zod'
import { parseJsonBody } from './platform/json-body.ts'
import { CSP_REPORTS, policyDirectives } from './platform/security-headers.ts'

const MOST_BYTES = 32 * 1024

/** CSP 3 §5.3; a browser of CSP 2 names only the directive it read, with its values. All else in it is of no use here. */
const reportBody = z.object({
  'csp-report': z
    .object({ 'effective-directive': z.string().optional(), 'violated-directive': z.string().optional() })
    .transform((report) => report['effective-directive'] || report['violated-directive'])
    .pipe(z.string().max(200)),
})

/**
 * Takes what browsers report of the content security policy (ASVS 5.0 3.4.7), and counts it: a page of ours that breaks it, or
 * somebody who got something into one. Anybody may write there, and a report holds whole addresses: so nothing of it is kept.
 */
export function registerCspReports(http: FastifyInstance, registry: Registry): void {
  const reports = new Counter({
    name: 'portvakt_csp_reports_total',
    help: 'What browsers report that the content security policy stopped',
    labelNames: ['directive'],
    registers: [registry],
  })
  for (const directive of [...policyDirectives, 'other']) reports.inc({ directive }, 0)
  http.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/csp-report',
      { parseAs: 'buffer' },
      async (_request: unknown, bytes: Buffer) => parseJsonBody(bytes),
    )
    scope
      .withTypeProvider<ZodTypeProvider>()
      .post(
        CSP_REPORTS,
        { bodyLimit: MOST_BYTES, schema: { hide: true, body: reportBody } },
        async ({ body }, reply) => {
          reports.inc({ directive: directiveOf(body['csp-report']) })
          return reply.code(204).send()
        },
      )
  })
}

/** `script-src-elem` is what `script-src` stands for. */
function directiveOf(reported: string): string {
  const name = reported.split(' ')[0]?.replace(/-(elem|attr)$/, '') ?? ''
  return policyDirectives.includes(name) ? name : 'other'
}
