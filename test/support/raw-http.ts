// HTTP as bytes on a socket: what no well-behaved client would send, and many requests that arrive in one instant.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  status: number
  /** Names in small letters, in the order they came. */
  headers: [string, string][]
  text: string
  /** The body as JSON; undefined when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any
}

/** A request's bytes, asking for the connection to be closed after the answer. */
export function postBytes(path: string, body: unknown, headers: readonly string[] = []): Buffer {
  const text = JSON.stringify(body)
  const own = ['content-type: application/json', `content-length: ${Buffer.byteLength(text)}`, 'connection: close']
  const host = headers.some((header) => /^host:/i.test(header)) ? [] : ['host: localhost']
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${[...host, ...own, ...headers].join('\r\n')}\r\n\r\n${text}`)
}

const chance = ['date', 'x-request-id']
// How long to wait is told to the second, and the two did not ask in the same one: it may have a digit more.
const wait = ['retry-after', 'content-length']

/** All that an outsider sees of an answer; of what is random in every answer, the length. */
export const withoutChance = ({ status, headers, text }: Omit<RawAnswer, 'body'>) => ({
  status,
  headers: headers.map(([name, value]) => [
    name,
    chance.includes(name) ? value.length : status === 429 && wait.includes(name) ? '#' : value,
  ]),
  text: text
    .replace(/(?<="retryAfterSeconds":)\d+/, '#')
    .replaceAll(/[A-Za-z0-9_-]{64,}|[0-9a-f-]{36}|\d{4}-\d\d-\d\dT[\d:.]+Z/g, (part) => '#'.repeat(part.length)),
})

/** Sends bytes as they are. */
export async function sendBytes(port: number, bytes: Uint8Array): Promise<RawAnswer> {
  const socket = await open(port)
  const answer = read(socket)
  socket.write(bytes)
  return answer
}

/**
 * Sends all but the last byte of every request, then all last bytes at once, so that the servers get them together
 * ("single packet attack"). Requests go to `ports` in turn.
 */
export async function sendTogether(ports: readonly number[], requests: readonly Uint8Array[]): Promise<RawAnswer[]> {
  const sockets = await Promise.all(requests.map((_, at) => open(ports[at % ports.length] ?? 0)))
  const answers = sockets.map(read)
  for (const [at, socket] of sockets.entries()) socket.write(requests[at]?.subarray(0, -1) ?? '')
  await sleep(50)
  for (const [at, socket] of sockets.entries()) socket.write(requests[at]?.subarray(-1) ?? '')
  return Promise.all(answers)
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.on('error', () => {}) // a server may close while we write: then there is no answer, and that is what is told
  await once(socket, 'connect')
  return socket
}

async function read(socket: Socket): Promise<RawAnswer> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await new Promise((resolve) => socket.once('close', resolve))
  const all = Buffer.concat(chunks).toString()
  const [head = '', ...rest] = all.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const text = rest.join('\r\n\r\n')
  const headers = lines.map((line): [string, string] => {
    const at = line.indexOf(':')
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()]
  })
  return { status: Number(first.split(' ')[1] ?? 0), headers, text, body: parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
