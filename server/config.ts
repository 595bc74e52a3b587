import type { z } from 'zod'
import { type Option, options } from './config-options.ts'
import { cannotStart } from './platform/cannot-start.ts'
import { readPolicyChanges } from './platform/policy-changes.ts'
import { parseRootKey } from './platform/root-key.ts'

export { configTable } from './config-options.ts'

/** Every option, checked. Holds secrets: never log it whole. */
export type Config = { readonly [Key in keyof typeof options]: z.output<(typeof options)[Key]['schema']> }

type Environment = Record<string, string | undefined>

/**
 * Reads every option from the environment; an empty one counts as unset.
 *
 * @throws cannotStart with one sentence, each on a line of its own, for every option that is wrong or missing
 */
export function readConfig(environment: Environment = process.env): Config {
  const wrong: string[] = []
  const config = Object.fromEntries(
    Object.entries(options).map(([key, option]) => [key, readOption(option as Option<unknown>, environment, wrong)]),
  ) as Config
  wrong.push(...readPolicyChanges(config.policyFigures).problems)
  wrong.push(...unknownOptions(environment), ...contradictions(config), ...unusableRootKey(config))
  if (config.mode === 'production') wrong.push(...missingInProduction(config, environment))
  if (wrong.length > 0) throw cannotStart(wrong.join('\n'))
  return Object.freeze(config)
}

function readOption<T>(option: Option<T>, environment: Environment, wrong: string[]): T | undefined {
  const given = textOf(option.name, environment)
  if (given === undefined) {
    const fallback = fallbackOf(option, environment)
    // A default worked out from a wrong option is wrong too; the option itself is named.
    return fallback === undefined ? undefined : option.schema.safeParse(fallback).data
  }
  const result = option.schema.safeParse(given)
  if (!result.success) wrong.push(`${option.name} must be ${option.must}${option.secret ? '' : `, not "${given}"`}.`)
  return result.data
}

function textOf(name: string, environment: Environment): string | undefined {
  return environment[name]?.trim() || undefined
}

function fallbackOf({ fallback }: Option<unknown>, environment: Environment): string | undefined {
  if (typeof fallback !== 'function') return fallback
  return fallback((name) => {
    const other = (Object.values(options) as Option<unknown>[]).find((option) => option.name === name)
    return textOf(name, environment) ?? (other && fallbackOf(other, environment)) ?? ''
  })
}

/** A misspelt option would be ignored without a word. Where the right one is set too, the other is somebody else's. */
function unknownOptions(environment: Environment): string[] {
  const known = Object.values(options).map((option) => option.name as string)
  const isSet = (name: string) => textOf(name, environment) !== undefined
  const unset = known.filter((name) => !isSet(name))
  const others = Object.keys(environment).filter((name) => !known.includes(name) && !isServiceLink(name, environment))
  return others.flatMap((name) => {
    const meant = isSet(name) ? unset.find((option) => isMisspelling(name, option)) : undefined
    if (meant) return `${name} is no option: did you mean ${meant}?`
    return name.startsWith('PORTVAKT_') ? `${name} is not an option of Portvakt.` : []
  })
}

/** What Kubernetes tells everything of the services beside it, whatever those are called: `portvakt`, say, or `metrics-db`. */
const isServiceLink = (name: string, environment: Environment): boolean =>
  /_SERVICE_(HOST|PORT)(_|$)|_PORT_\d+_(TCP|UDP|SCTP)(_|$)/.test(name) ||
  (name.endsWith('_PORT') && /^(tcp|udp|sctp):/.test(environment[name] ?? ''))

/** Shorter names are a letter away from much else: POST, HOSTS. */
const LEAST_FOR_LETTERS = 8

/**
 * Whether a name is an option's but for its underscores; of a longer one also for its plural, for one wrong letter, or for two
 * that were swapped, added or left out. Two wrong ones make another word: DATABASE_PORT is not DATABASE_POOL.
 */
function isMisspelling(name: string, option: string): boolean {
  if (name.startsWith(`${option}_`)) return false // a neighbour: DATABASE_URL_2
  const [given, right] = [name.replaceAll('_', ''), option.replaceAll('_', '')]
  if (given === right) return true
  // More words are another's name: DD_LOG_LEVEL.
  if (option.length < LEAST_FOR_LETTERS || name.split('_').length > option.split('_').length) return false
  return given === right.replace(/IES$/, 'Y') || isWithin(2, given, right)
}

/** Whether adding and leaving out so many letters makes one word of the other; to replace or to move one is to do both. */
function isWithin(letters: number, one: string, other: string): boolean {
  if (letters < 0) return false
  if (one === '' || other === '') return one.length + other.length <= letters
  if (one[0] === other[0]) return isWithin(letters, one.slice(1), other.slice(1))
  return isWithin(letters - 1, one.slice(1), other) || isWithin(letters - 1, one, other.slice(1))
}

function contradictions(config: Config): string[] {
  const found: [boolean, string][] = [
    [Boolean(config.rootKey && config.rootKeyFile), 'ROOT_KEY and ROOT_KEY_FILE are both set: keep one of them.'],
    [
      Boolean(config.webhookUrl && !config.webhookSecrets),
      'WEBHOOK_SECRET is missing: a webhook without a signature proves nothing.',
    ],
    [
      Boolean(config.port && config.metricsPort === config.port),
      `METRICS_PORT and PORT are both ${config.port}: choose another METRICS_PORT, or leave it out for any free one.`,
    ],
    [
      Boolean(config.appOrigins?.includes(config.origin)),
      'APP_ORIGINS must not name ORIGIN itself: no cookie of its pages would count.',
    ],
  ]
  return found.filter(([isFound]) => isFound).map(([, sentence]) => sentence)
}

function unusableRootKey({ rootKey, rootKeyFile }: Config): string[] {
  if (!rootKey || rootKeyFile) return []
  try {
    parseRootKey(rootKey, 'ROOT_KEY').fill(0)
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}

function missingInProduction(config: Config, environment: Environment): string[] {
  const isSet = (name: string) => textOf(name, environment) !== undefined
  const missing: [boolean, string][] = [
    [!isSet('DATABASE_URL'), 'DATABASE_URL is missing: production keeps its data in a Postgres of your own.'],
    [!isSet('ORIGIN'), 'ORIGIN is missing: production needs the https address that people open.'],
    [
      isSet('ORIGIN') && config.origin?.startsWith('http:'),
      'ORIGIN must begin with https:// in production: browsers keep our cookies from anything else.',
    ],
    [
      !isSet('ROOT_KEY') && !isSet('ROOT_KEY_FILE'),
      'ROOT_KEY_FILE (or ROOT_KEY) is missing: production makes no key by itself; make one with: openssl rand -base64 32.',
    ],
    [!isSet('SMTP_URL'), 'SMTP_URL is missing: production sends codes and notices by mail.'],
    [!isSet('SMS_URL'), 'SMS_URL is missing: production sends codes and notices by SMS.'],
  ]
  return missing.filter(([isMissing]) => isMissing).map(([, sentence]) => sentence)
}
