import { expect, test } from 'vitest'
import { securityHeaders } from './security-headers.ts'

test('allows no inline script or style, no frame around it and no other site', () => {
  const policy = securityHeaders('https://account.example.no')['content-security-policy']
  expect(policy).not.toContain('unsafe')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/https?:/)
})

test('asks for TLS only where TLS is', () => {
  const secure = securityHeaders('https://account.example.no')
  expect(secure['strict-transport-security']).toContain('includeSubDomains')
  expect(secure['content-security-policy']).toContain('upgrade-insecure-requests')
  const plain = securityHeaders('http://localhost:4000')
  expect(plain['strict-transport-security']).toBeUndefined()
  expect(plain['content-security-policy']).not.toContain('upgrade-insecure-requests')
})
