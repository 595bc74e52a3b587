/** What an operator may change of the policy's figures, by `POLICY_FIGURES`, and how far: never to where anybody is less safe. */

const [MINUTE, HOUR, DAY] = [60, 3600, 24 * 3600]

interface Bounds {
  least: number
  most: number
  /** Only whole ones of that: pages and mails say the figure in it. */
  unit: number
}

const within = (least: number, most: number, unit = 1): Bounds => ({ least, most, unit })
const hold = (least: number): Bounds => within(least, 30 * DAY, HOUR)

/**
 * The figures that may be changed, each without regard to the others. What an open standard, a promise or another figure rests on
 * is not among them: a code of a mailbox, which all share while it is five minutes old, has to live as long as two of those.
 */
export const changeable = {
  codeResendSeconds: within(MINUTE, 2 * MINUTE),
  codesPerHour: within(3, 6),
  codesPerDay: within(6, 10),
  totpPendingKeySeconds: within(5 * MINUTE, 15 * MINUTE, MINUTE),
  trustedDeviceSeconds: within(2 * DAY, 30 * DAY, DAY),
  passwordMinLengthAlone: within(15, 64),
  passwordMinLengthWithSecondFactor: within(10, 15),
  argon2MemoryKib: within(46 * 1024, 1024 * 1024),
  argon2Iterations: within(1, 10),
  webSessionIdleSeconds: within(5 * MINUTE, 30 * MINUTE, MINUTE),
  webSessionAbsoluteSeconds: within(HOUR, 12 * HOUR, HOUR),
  appSessionSeconds: within(DAY, 30 * DAY, DAY),
  staffSessionIdleSeconds: within(5 * MINUTE, 15 * MINUTE, MINUTE),
  staffSessionAbsoluteSeconds: within(HOUR, 8 * HOUR, HOUR),
  stepUpFreshnessSeconds: within(2 * MINUTE, 5 * MINUTE, MINUTE),
  approvalSeconds: within(2 * MINUTE, 10 * MINUTE, MINUTE),
  approvalProofSeconds: within(MINUTE, 5 * MINUTE, MINUTE),
  credentialHoldSeconds: hold(24 * HOUR),
  staffRemovalHoldSeconds: hold(48 * HOUR),
  identifierHoldSeconds: hold(6 * HOUR),
  firstBindingHoldSeconds: hold(6 * HOUR),
  removalWaitSeconds: hold(72 * HOUR),
  thawAfterNewPasswordSeconds: within(72 * HOUR, 7 * DAY, HOUR),
  reminderSnoozeSeconds: within(2 * DAY, 7 * DAY, DAY),
} as const satisfies Record<string, Bounds>

export type PolicyChanges = { -readonly [Name in keyof typeof changeable]?: number }

/**
 * Reads figures as `name=value`, with spaces or commas between them; a time in seconds, or as 15min, 48h, 14d.
 *
 * @returns those that may be so, and a sentence for each of the others
 */
export function readPolicyChanges(text = ''): { changes: PolicyChanges; problems: string[] } {
  const changes: PolicyChanges = {}
  const problems: string[] = []
  for (const part of text.split(/[\s,]+/).filter(Boolean)) {
    const [, name = '', digits = '', unit = ''] = /^(\w+)=(\d{1,9})(s|min|h|d)?$/.exec(part) ?? []
    const bounds = Object.hasOwn(changeable, name) && (changeable as Record<string, Bounds>)[name]
    if (!name) problems.push(`write each figure as name=value, not "${part}".`)
    else if (!bounds) problems.push(`${name} is no figure that can be changed.`)
    else if (Object.hasOwn(changes, name)) problems.push(`${name} is given twice.`)
    else if (unit && !name.endsWith('Seconds')) problems.push(`${name} is a number without a unit.`)
    else {
      const value = Number(digits) * { '': 1, s: 1, min: MINUTE, h: HOUR, d: DAY }[unit as '' | 's' | 'min' | 'h' | 'd']
      if (isWithin(bounds, value)) changes[name as keyof PolicyChanges] = value
      else problems.push(`${name} must be ${inWords(name, bounds)}, not ${digits}${unit}.`)
    }
  }
  return { changes, problems: problems.map((problem) => `POLICY_FIGURES: ${problem}`) }
}

const isWithin = ({ least, most, unit }: Bounds, value: number) => value >= least && value <= most && value % unit === 0

/** As in "must be from 24h to 720h, in whole h". */
export function inWords(name: string, { least, most, unit }: Bounds): string {
  const suffix = name.endsWith('Seconds') ? ({ [MINUTE]: 'min', [HOUR]: 'h', [DAY]: 'd' }[unit] ?? 's') : ''
  return `from ${least / unit}${suffix} to ${most / unit}${suffix}${unit > 1 ? `, in whole ${suffix}` : ''}`
}
