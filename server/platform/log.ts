import { stderr, stdout } from 'node:process'
import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino'

/** A net below the rule that no secret and no address is ever logged: whatever carries one of these names is struck out. */
const SECRET_NAMES = ['authorization', 'cookie', 'password', 'code', 'token', 'identifier', 'to', 'set-cookie']

/** JSON lines in production; in demo mode lines for a person's eyes. */
export function createLogger({ mode, logLevel }: { mode: 'demo' | 'production'; logLevel: string }): Logger {
  const options: LoggerOptions = {
    level: logLevel,
    base: null,
    serializers: { err: describeError },
    redact: SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  }
  // Nobody reads what we say any more, or the disk under it is full: that closes nobody's door.
  for (const stream of [stdout, stderr]) stream.on('error', () => {})
  return mode === 'production' ? pino(options) : pino(options, humanLines)
}

/** Of an error only what we write ourselves: a driver's may carry the values of a row in `detail` or `parameters`. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  const kind = 'code' in error ? error.code : undefined
  return { name, kind, message, stack, ...(cause ? { cause: describeError(cause) } : {}) }
}

const humanLines: DestinationStream = {
  write(line) {
    const { time, level, msg, err, ...rest } = JSON.parse(line)
    const details = Object.entries(rest).map(
      ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
    const clock = String(time).slice(11, 19)
    const stack = err ? `\n${err.stack ?? err.message}` : ''
    stdout.write(`${[clock, level, msg, ...details].filter(Boolean).join(' ')}${stack}\n`)
  },
}
