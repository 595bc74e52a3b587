// A real SMTP server: node smtp-server-process.ts <behaviour> <port>
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { Behaviour } from './peer.ts'

export interface ReceivedMail {
  from: string
  to: string[]
  /** Header name in small letters → value, in the order they came. */
  headers: [string, string][]
  subject: string
  text: string
  html: string
  raw: string
}

const [, , first = 'take', port = '0'] = process.argv
let behaviour = first as Behaviour
process.on('message', (next: Behaviour) => {
  behaviour = next
})
process.on('disconnect', () => process.exit())

function answer(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  logger: false,
  onConnect: (_session, done) => done(behaviour === 'lock-out' ? answer(554, 'No service for you') : null),
  onRcptTo({ address }, _session, done) {
    // Real servers repeat the address in their answer: it must not reach our log or database.
    if (behaviour === 'busy') return done(answer(451, `<${address}> try again later`))
    if (behaviour === 'refuse') return done(answer(550, `<${address}> no such user here`))
    done()
  },
  async onData(stream, session, done) {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    const raw = Buffer.concat(chunks)
    const mail = await simpleParser(raw)
    const received: ReceivedMail = {
      from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
      to: session.envelope.rcptTo.map(({ address }) => address),
      headers: mail.headerLines.map(({ key, line }) => [key, line.slice(key.length + 1).trim()]),
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html || '',
      raw: raw.toString(),
    }
    process.send?.({ received }, () => {
      if (behaviour === 'die') process.kill(process.pid, 'SIGKILL')
      if (behaviour === 'take') done()
    })
  },
})
server.on('error', () => {})
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.server.address()
  if (address && typeof address === 'object') process.send?.({ port: address.port })
})
