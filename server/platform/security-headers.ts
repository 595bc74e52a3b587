/** Where browsers tell what the policy stopped. */
export const CSP_REPORTS = '/csp-reports'

/**
 * What every answer tells browsers (ASVS 5.0 V3.4). No inline script or style anywhere, nothing framed, nothing told to
 * other sites.
 */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'form-action': "'self'",
  'frame-src': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  'report-uri': CSP_REPORTS,
}

/** What of it a browser may stop something by. */
export const policyDirectives = Object.keys(POLICY).filter((name) => name !== 'report-uri')

/** @param origin where browsers find us: over plain http, which only demo mode allows, nothing may ask for TLS */
export function securityHeaders(origin: string): Record<string, string> {
  const isHttps = origin.startsWith('https:')
  const directives = Object.entries(isHttps ? { ...POLICY, 'upgrade-insecure-requests': '' } : POLICY)
  return {
    'content-security-policy': directives.map(([name, value]) => `${name} ${value}`.trim()).join(';'),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    ...(isHttps ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}
