import type { FieldProblem } from './refusals.ts'
import { Refusal } from './refusals.ts'

/*
 * A JSON text parsed twice must mean the same twice: of two members with one name, one parser takes the first and
 * another the last (RFC 8259 §4), and a check then looks at what is not used. So a repeated name is refused.
 */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/gsy
const SPACE = /\s*/gy

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Parses a JSON request body: UTF-8 and nothing else (RFC 8259 §8.1), since what is mended in silence would make different
 * passwords the same.
 *
 * @returns undefined for an empty body
 * @throws Refusal `request_invalid`: not JSON (field `body`), or a member named twice or `__proto__` (that field)
 */
export function parseJsonBody(body: string | Uint8Array): unknown {
  const text = typeof body === 'string' ? body : decode(body)
  if (text.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalid({ field: 'body', code: 'invalid' })
  }
  const problem = findBadMember(text)
  if (problem) throw invalid(problem)
  return value
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw invalid({ field: 'body', code: 'invalid' })
  }
}

function invalid(problem: FieldProblem): Refusal {
  return new Refusal('request_invalid', { fields: [problem] })
}

/** An object or array whose end has not come. */
interface Open {
  /** Members so far; an array has none. */
  names?: Set<string>
  /** The member that is being read, or the element. */
  at: string | number
}

/** Walks text that is known to be JSON. The member is named with its way there, as in every other refusal. */
function findBadMember(text: string): FieldProblem | undefined {
  const open: Open[] = []
  let previous = ''
  for (const token of tokens(text)) {
    const inner = open.at(-1)
    if (token === '{') open.push({ names: new Set(), at: '' })
    else if (token === '[') open.push({ at: 0 })
    else if (token === '}' || token === ']') open.pop()
    else if (token === ',' && typeof inner?.at === 'number') inner.at++
    else if (token === ':' && inner) {
      const name = JSON.parse(previous) as string
      inner.at = name
      if (name === '__proto__') return { field: wayTo(open), code: 'unknown' }
      if (inner.names?.has(name)) return { field: wayTo(open), code: 'duplicate' }
      inner.names?.add(name)
    }
    previous = token
  }
  return undefined
}

const wayTo = (open: Open[]) =>
  open
    .map(({ at }) => at)
    .join('.')
    .slice(0, 100)

function* tokens(text: string): Generator<string> {
  let at = 0
  for (;;) {
    SPACE.lastIndex = at
    SPACE.test(text)
    TOKEN.lastIndex = SPACE.lastIndex
    const match = TOKEN.exec(text)
    if (!match) return
    yield match[0]
    at = TOKEN.lastIndex
  }
}
