// A real SMS centre speaking SMPP 3.4: node smpp-server-process.ts <behaviour> <port>
import smpp, { type Pdu, type Session } from 'smpp'
import type { Behaviour } from './peer.ts'

export interface ReceivedSms {
  to: string
  from: string
  text: string
  dataCoding: number
  esmClass: number
  /** The user data header in hexadecimal, empty when there is none. */
  header: string
  reference: number
  /** The fields of the session's bind. */
  bind: { system_id: string; password: string; interface_version: number }
}

const [, , first = 'take', port = '0'] = process.argv
let behaviour = first as Behaviour
let count = 0
process.on('message', (next: Behaviour) => {
  behaviour = next
})
process.on('disconnect', () => process.exit())

const status = { busy: 0x58, refuse: 0x0b }

function readSms(pdu: Pdu, bind: ReceivedSms['bind']): ReceivedSms {
  const { message, udh = [] } = pdu.short_message as { message: string; udh?: Buffer[] }
  return {
    to: String(pdu.destination_addr),
    from: String(pdu.source_addr),
    text: message,
    dataCoding: Number(pdu.data_coding),
    esmClass: Number(pdu.esm_class),
    header: Buffer.concat(udh).toString('hex'),
    reference: Number(pdu.user_message_reference),
    bind,
  }
}

function serve(session: Session): void {
  let bind: ReceivedSms['bind']
  session.on('error', () => session.destroy())
  session.on('bind_transceiver', (pdu: Pdu) => {
    bind = {
      system_id: String(pdu.system_id),
      password: String(pdu.password),
      interface_version: Number(pdu.interface_version),
    }
    session.send(pdu.response({ command_status: behaviour === 'lock-out' ? 0x0d : 0, system_id: 'test' }))
  })
  session.on('enquire_link', (pdu: Pdu) => behaviour !== 'hang' && session.send(pdu.response()))
  session.on('unbind', (pdu: Pdu) => {
    session.send(pdu.response())
    session.close()
  })
  session.on('submit_sm', (pdu: Pdu) => {
    const then = behaviour
    process.send?.({ received: readSms(pdu, bind) }, () => {
      if (then === 'die') process.kill(process.pid, 'SIGKILL')
      if (then === 'take') session.send(pdu.response({ message_id: `sms-${++count}` }))
      if (then === 'busy' || then === 'refuse') session.send(pdu.response({ command_status: status[then] }))
    })
  })
}

const server = smpp.createServer(serve)
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.send?.({ port: address.port })
})
