/** Mounts every route on the edge that `platform/http.ts` makes. */
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { Registry } from 'prom-client'
import { registerAccountRoutes } from './account-security/routes.ts'
import { identifierLookups } from './accounts/find-account.ts'
import { readIdentifier } from './accounts/identifier.ts'
import { registerActivityRoutes } from './activity/routes.ts'
import { registerAdditionRoutes } from './add-identifier/routes.ts'
import { registerAppLinks } from './app-link-routes.ts'
import { registerApprovalRoutes } from './approvals/routes.ts'
import { registerAuthenticatorRoutes } from './authenticator/routes.ts'
import { registerBotCheckRoutes } from './bot-check/routes.ts'
import { registerChangeIdentifierRoutes } from './change-identifier/routes.ts'
import { registerChangePasswordRoutes } from './change-password/routes.ts'
import { registerCspReports } from './csp-report-routes.ts'
import { registerDeletionRoutes } from './deletion/routes.ts'
import { registerDeviceRoutes } from './devices/routes.ts'
import { registerEventRoutes } from './events/routes.ts'
import { registerFreezeRoutes } from './freeze/routes.ts'
import { registerHoldRoutes } from './holds/routes.ts'
import { observe } from './metrics.ts'
import { registerOutboxRoutes } from './outbox/routes.ts'
import { registerPages } from './pages.ts'
import { registerPaidMessageMetrics } from './paid-messages/paid-message-metrics.ts'
import { registerPasskeyRoutes } from './passkeys/routes.ts'
import type { Deps } from './platform/deps.ts'
import { type Answered, answerFirst, apiHeaders, createHttp, logAnswer, problemSchema } from './platform/http.ts'
import { Refusal } from './platform/refusals.ts'
import { registerPublicRoutes } from './public-routes.ts'
import { registerFactorResetRoutes } from './recovery/factor-routes.ts'
import { registerRecoveryRoutes } from './recovery/routes.ts'
import { answerKnown } from './sessions/answer-known.ts'
import { enforcePolicy, loadSignedIn } from './sessions/http.ts'
import { type Operation, type OperationPolicy, operations } from './sessions/policy.ts'
import { registerSessionRoutes } from './sessions/routes.ts'
import { openSessionCache } from './sessions/session-cache.ts'
import { registerPasskeySignInRoutes } from './sign-in/passkey-routes.ts'
import { registerReplacingRoutes } from './sign-in/replacing-routes.ts'
import { registerSignInRoutes } from './sign-in/routes.ts'
import { registerSignUpRoutes } from './sign-up/routes.ts'
import { registerAdministrationRoutes } from './staff/administration-routes.ts'
import { admitStaff, STAFF_COOKIE } from './staff/http.ts'
import { registerStaffRoutes } from './staff/routes.ts'
import { registerStepUpRoutes } from './step-up/routes.ts'

export interface App {
  http: FastifyInstance
  metrics: Registry
  /** Closes what it opened itself, not `deps`. */
  close(): Promise<void>
}

/** Builds every route; opens no port, sweeps and sends nothing. */
export async function buildApp(deps: Deps): Promise<App> {
  const http = await createHttp(deps)
  const { registry: metrics, count } = observe(http, deps)
  const cache = await openSessionCache(deps, (token) => loadSignedIn(deps, token))
  http.addHook('onClose', () => cache.close())
  http.decorateRequest('staff', undefined)
  enforcePolicy(http, deps, cache, (request, roles) => admitStaff(deps, request, roles))
  const onAnswer = (answered: Answered) => {
    count(answered)
    logAnswer(deps.log, answered)
  }
  answerFirst(http, answerKnown(deps, { cache, headers: apiHeaders(deps.config), onAnswer }))
  await describeApi(http, deps)
  refuseUnknown(http)
  registerPublicRoutes(http, deps)
  registerBotCheckRoutes(http, deps)
  registerSessionRoutes(http, deps, cache)
  registerDeviceRoutes(http, deps, cache)
  registerSignInRoutes(http, deps)
  registerReplacingRoutes(http, deps, cache)
  registerPasskeySignInRoutes(http, deps)
  registerSignUpRoutes(http, deps)
  registerRecoveryRoutes(http, deps, cache)
  registerFactorResetRoutes(http, deps, cache)
  registerStepUpRoutes(http, deps, cache)
  registerAccountRoutes(http, deps, cache)
  registerAdditionRoutes(http, deps, cache)
  registerActivityRoutes(http, deps)
  registerAuthenticatorRoutes(http, deps, cache)
  registerChangeIdentifierRoutes(http, deps, cache)
  registerChangePasswordRoutes(http, deps, cache)
  registerFreezeRoutes(http, deps, cache)
  registerDeletionRoutes(http, deps, cache)
  registerPasskeyRoutes(http, deps, cache)
  registerHoldRoutes(http, deps)
  registerApprovalRoutes(http, deps)
  registerEventRoutes(http, deps)
  registerStaffRoutes(http, deps)
  registerAdministrationRoutes(http, deps)
  registerOutboxRoutes(http, deps, {
    lookupOf(to) {
      const identifier = readIdentifier(to)
      return 'field' in identifier ? undefined : identifierLookups(deps.keys, identifier)
    },
  })
  registerPaidMessageMetrics(metrics, deps)
  registerAppLinks(http, deps.config)
  registerCspReports(http, metrics)
  await registerPages(http, deps)
  return { http, metrics, close: () => http.close() }
}

async function describeApi(http: FastifyInstance, { config }: Deps): Promise<void> {
  const transform: typeof jsonSchemaTransform = (data) => {
    const { schema, route } = data
    if (!schema) return jsonSchemaTransform({ ...data, schema: { hide: true } })
    const response = { ...(schema.response as object | undefined), default: problemSchema }
    const access = accessOf(route.config?.operation)
    return jsonSchemaTransform({ ...data, schema: { ...schema, ...access, response } })
  }
  await http.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: `${config.brandName} account API`, version: '1' },
      servers: [{ url: config.origin }],
      components: {
        securitySchemes: {
          cookie: { type: 'apiKey', in: 'cookie', name: '__Host-portvakt' },
          bearer: { type: 'http', scheme: 'bearer' },
          staffCookie: { type: 'apiKey', in: 'cookie', name: STAFF_COOKIE },
          deviceProof: {
            type: 'apiKey',
            in: 'header',
            name: 'DPoP',
            description:
              'A proof of the device’s key (RFC 9449, ES256) over this request. Where a session is opened for `client: app` it binds the session to the key; from then on the bearer token is good only beside one, with its `ath`',
          },
          apiKey: { type: 'http', scheme: 'bearer', description: 'A key made by `portvakt api-keys create`' },
        },
      },
    },
    transform,
    transformObject: jsonSchemaTransformObject,
  })
}

/** What sessions/policy.ts asks of a route, in the description's words. */
function accessOf(operation: Operation | undefined): object {
  if (!operation) return {}
  const rule: OperationPolicy = operations[operation]
  return { security: securityOf(rule), 'x-operation': operation, 'x-assurance': assuranceOf(rule) }
}

function securityOf(rule: OperationPolicy): object[] {
  if (rule.open) return rule.gives?.includes('session') ? [{}, { deviceProof: [] }] : []
  if ('scope' in rule) return [{ apiKey: [] }]
  if ('staff' in rule) return [{ staffCookie: [] }]
  return [{ cookie: [] }, { bearer: [] }, { bearer: [], deviceProof: [] }]
}

/** The row as it stands: who may, how well and freshly proven, by what; what it gives; what its steps prove themselves. */
function assuranceOf({ open, ...rule }: OperationPolicy): object {
  return open ? { aal: 0, ...rule } : rule
}

/** A known address with another method is 405 with Allow (RFC 9110 §15.5.6), everything else under /api 404. */
function refuseUnknown(http: FastifyInstance): void {
  const methods = new Map<string, Set<string>>()
  http.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set()
    for (const each of [method].flat()) known.add(each)
    methods.set(url, known)
  })
  http.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    for (const [pattern, allowed] of methods) {
      if (!pattern.includes('*') && matches(pattern, path) && !allowed.has(request.method)) {
        reply.header('allow', [...allowed].join(', '))
        throw new Refusal('method_not_allowed')
      }
    }
    throw new Refusal('not_found')
  })
}

function matches(pattern: string, path: string): boolean {
  const expected = pattern.split('/')
  const given = path.split('/')
  return expected.length === given.length && expected.every((part, at) => part.startsWith(':') || part === given[at])
}
