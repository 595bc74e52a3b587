import { createTransport, type Transporter } from 'nodemailer'
import { isMailAddress, readSender, type Sender } from './mail-address.ts'
import { DeliveryError, type OutgoingMessage, type Provider } from './message.ts'
import { oneLine } from './render-message.ts'

export interface SmtpOptions {
  /**
   * `smtps://user:password@host:465` (TLS from the start) or `smtp://user:password@host:587` (STARTTLS, demanded). Only a
   * server on this very machine is spoken to in clear.
   */
  url: string
  /** `Name <address>` or a bare address. */
  from: string
  connections?: number
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/**
 * Hands mails to one SMTP server over a few lasting connections, with its certificate checked.
 *
 * @throws when `from` is no sender
 */
export function openSmtp({ url, from, connections = 8 }: SmtpOptions): Provider {
  const transport = openTransport(new URL(url), connections)
  const sender = senderOf(from)
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1)
  return {
    async send(message, signal) {
      const mail = compose(message, sender, domain)
      try {
        const { response } = await transport.sendMail({ ...mail, signal })
        return { providerId: queueIdOf(response ?? '') }
      } catch (error) {
        throw explain(error)
      }
    },
    async close() {
      transport.close()
    },
  }
}

function openTransport(url: URL, connections: number): Transporter {
  const secure = url.protocol === 'smtps:'
  const inClear = !secure && LOOPBACK.test(url.hostname)
  const auth = url.username
    ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
    : undefined
  return createTransport({
    pool: true,
    maxConnections: connections,
    // A broken connection is our retry's matter: it waits, counts, and keeps the row's expiry.
    maxRequeues: 0,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !inClear,
    ignoreTLS: inClear,
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    auth,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

function compose(message: OutgoingMessage, sender: Sender, domain: string) {
  const to = addressOf(message.to)
  return {
    from: sender,
    // An object, so that nothing in it is read as a list of addresses.
    to: { name: '', address: to },
    envelope: { from: sender.address, to: [to] },
    subject: oneLine(message.subject),
    text: message.text,
    html: message.html,
    messageId: `<${message.id}@${domain}>`,
    date: message.createdAt,
    // No out-of-office answers to a machine (RFC 3834 §5).
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': message.locale,
    },
  }
}

function senderOf(from: string): Sender {
  const sender = readSender(from)
  if (!sender) throw new Error('the sender of mails must be an address, or a name and <address>')
  return { ...sender, name: oneLine(sender.name) }
}

function addressOf(address: string): string {
  if (!isMailAddress(address)) throw new DeliveryError('address cannot be written', { permanent: true })
  return address
}

/** The last word of "250 2.0.0 Ok: queued as 4XyZ", which finds the message in the server's log. */
function queueIdOf(response: string): string | undefined {
  return /([\w.-]{4,64})\W*$/.exec(response)?.[1]
}

/** Refused for good is a 5xx to this envelope or this text; a 5xx to the greeting or to our password is the operator's to mend. */
function explain(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error
  const { code = 'unknown', responseCode } = error as { code?: string; responseCode?: number }
  const aboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE'
  const permanent = aboutMessage && responseCode !== undefined && responseCode >= 500
  return new DeliveryError(['smtp', code, responseCode].filter(Boolean).join(' '), { permanent, cause: error })
}
