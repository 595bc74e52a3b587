/** The part of the `smpp` package we use; it brings no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server as NetServer } from 'node:net'

  interface Pdu {
    command: string
    command_status: number
    sequence_number: number
    message_id?: string
    [field: string]: unknown
    response(fields?: Record<string, unknown>): Pdu
    isResponse(): boolean
  }

  interface Session extends EventEmitter {
    bind_transceiver(fields: Record<string, unknown>, onResponse: (pdu: Pdu) => void): boolean
    submit_sm(fields: Record<string, unknown>, onResponse: (pdu: Pdu) => void): boolean
    enquire_link(onResponse: (pdu: Pdu) => void): boolean
    unbind(onResponse: (pdu: Pdu) => void): boolean
    send(pdu: Pdu): boolean
    close(): void
    destroy(): void
  }

  interface Encoding {
    match(text: string): boolean
    encode(text: string): Buffer
  }

  const smpp: {
    connect(options: Record<string, unknown>): Session
    createServer(onSession: (session: Session) => void): NetServer
    encodings: { ASCII: Encoding; UCS2: Encoding }
    errors: Record<string, number>
  }
  export default smpp
  export type { Pdu, Session }
}
