// As little HTTP/1.1 as a load generator needs, so that the server is what is measured.
import { once } from 'node:events'
import { connect } from 'node:net'

export interface HttpConnection {
  /** Sends a whole request; one at a time. */
  send(request: string): void
  close(): void
}

const HEAD_END = Buffer.from('\r\n\r\n')

/** @param onAnswer called once the whole answer is there; with status 0 when the connection is lost */
export async function openConnection(
  port: number,
  onAnswer: (status: number, body: Buffer) => void,
): Promise<HttpConnection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let rest: Buffer = Buffer.alloc(0)
  socket.on('error', () => onAnswer(0, rest))
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const headEnd = rest.indexOf(HEAD_END)
    if (headEnd < 0) return
    const head = rest.toString('latin1', 0, headEnd)
    const bodyLength = Number(/\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (rest.length < headEnd + 4 + bodyLength) return
    const body = rest.subarray(headEnd + 4)
    rest = Buffer.alloc(0)
    onAnswer(Number(head.slice(9, 12)), body)
  })
  await once(socket, 'connect')
  return {
    send: (request) => void socket.write(request, 'latin1'),
    close() {
      socket.removeAllListeners('error').on('error', () => {})
      socket.destroy()
    },
  }
}

export const getSession = (cookie: string): string =>
  `GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`

export const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`

/** @param deviceToken what the device is known by */
export function postSignIn(identifier: string, password: string, deviceToken: string): string {
  return post('/api/v1/sign-in', { identifier, password }, `__Host-portvakt-device=${deviceToken}`)
}

/** @param body of ASCII alone */
export function post(path: string, body: object, cookie: string): string {
  const text = JSON.stringify(body)
  return `POST ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`
}
