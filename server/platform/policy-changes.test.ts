import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { policy } from './policy.ts'
import { changeable, readPolicyChanges } from './policy-changes.ts'

/** The policy of a program that is started with these figures. */
function policyWith(figures: string): typeof policy {
  const script = `import(${JSON.stringify(join(import.meta.dirname, 'policy.ts'))}).then(({ policy }) => console.log(JSON.stringify(policy)))`
  const env = { ...process.env, POLICY_FIGURES: figures }
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' }))
}

test('figures are set in seconds, minutes, hours and days, and the others stay', () => {
  const figures =
    'credentialHoldSeconds=48h, stepUpFreshnessSeconds=2min\nappSessionSeconds=14d webSessionIdleSeconds=600'
  const set = {
    credentialHoldSeconds: 172_800,
    stepUpFreshnessSeconds: 120,
    appSessionSeconds: 1_209_600,
    webSessionIdleSeconds: 600,
  }
  expect(readPolicyChanges(figures)).toEqual({ changes: set, problems: [] })
  expect(policyWith(figures)).toEqual({ ...policy, ...set })
  expect(policyWith('')).toEqual(policy)
})

test.each([
  ['credentialHoldSeconds=1h', 'credentialHoldSeconds must be from 24h to 720h, in whole h, not 1h.'],
  ['credentialHoldSeconds=90000s', undefined],
  ['credentialHoldSeconds=90001', 'credentialHoldSeconds must be from 24h to 720h, in whole h, not 90001.'],
  ['stepUpFreshnessSeconds=10min', 'stepUpFreshnessSeconds must be from 2min to 5min, in whole min, not 10min.'],
  ['passwordMinLengthAlone=8', 'passwordMinLengthAlone must be from 15 to 64, not 8.'],
  ['passwordMinLengthAlone=20min', 'passwordMinLengthAlone is a number without a unit.'],
  ['codeDigits=6', 'codeDigits is no figure that can be changed.'],
  ['toString=1', 'toString is no figure that can be changed.'],
  ['holds: 3', 'write each figure as name=value, not "holds:".'],
  ['codesPerHour=4 codesPerHour=5', 'codesPerHour is given twice.'],
])('%s', (figures, said) => {
  const { problems } = readPolicyChanges(figures)
  expect(problems[0]).toBe(said && `POLICY_FIGURES: ${said}`)
})

test('the policy as it is is within its own bounds, at the end where nobody is less safe', () => {
  for (const [name, { least, most, unit }] of Object.entries(changeable)) {
    const figure = policy[name as keyof typeof policy]
    expect([least, most], name).toContain(figure)
    expect([least % unit, most % unit, figure % unit], name).toEqual([0, 0, 0])
  }
})
