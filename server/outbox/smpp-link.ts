import { isIP } from 'node:net'
import smpp, { type Pdu, type Session } from 'smpp'
import { DeliveryError } from './message.ts'
import { explainStatus } from './smpp-status.ts'

export interface SmppLink {
  /** @throws DeliveryError, passing, when there is no session or it is lost before the answer: the message may have been taken */
  submit(fields: Record<string, unknown>, signal: AbortSignal): Promise<Pdu>
  close(): Promise<void>
}

const BIND_MS = 10_000
// A centre that refuses us is not asked again for every message of the queue.
const HOLD_AFTER_FAILURE_MS = 2_000
const INTERFACE_VERSION_34 = 0x34

/** One bound session at a time: made when first needed, watched by enquire_link, made anew after it is lost. */
export function openSmppLink(url: URL, { enquireSeconds = 30 }: { enquireSeconds?: number } = {}): SmppLink {
  let bound: Promise<Session> | undefined

  function session(): Promise<Session> {
    if (bound) return bound
    const binding = bind(url)
    bound = binding
    const forget = () => {
      if (bound === binding) bound = undefined
    }
    binding.then(
      (made) => {
        made.once('close', forget)
        watch(made, enquireSeconds)
      },
      () => setTimeout(forget, HOLD_AFTER_FAILURE_MS).unref(),
    )
    return binding
  }

  return {
    async submit(fields, signal) {
      const open = await orLate(session(), signal)
      return answered(open, signal, (onResponse) => open.submit_sm(fields, onResponse))
    },
    async close() {
      const open = await bound?.catch(() => undefined)
      if (!open) return
      await answered(open, AbortSignal.timeout(1000), (onResponse) => open.unbind(onResponse)).catch(() => undefined)
      open.destroy()
    },
  }
}

async function bind(url: URL): Promise<Session> {
  const secure = url.protocol === 'smpps:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const servername = isIP(host) ? undefined : host
  const port = Number(url.port) || (secure ? 3550 : 2775)
  const session = smpp.connect({ host, port, tls: secure, servername, rejectUnauthorized: true, minVersion: 'TLSv1.2' })
  // Without a listener an error would end the process; 'close' follows and says the same to whoever waits.
  session.on('error', () => session.destroy())
  session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()))
  session.on('deliver_sm', (pdu: Pdu) => session.send(pdu.response()))
  session.on('unbind', (pdu: Pdu) => {
    session.send(pdu.response())
    session.close()
  })
  const credentials = {
    system_id: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    system_type: url.searchParams.get('system_type') ?? '',
    interface_version: INTERFACE_VERSION_34,
  }
  const connected = secure ? 'secureConnect' : 'connect'
  const answer = await answered(session, AbortSignal.timeout(BIND_MS), (onResponse) => {
    session.once(connected, () => session.bind_transceiver(credentials, onResponse))
    return true
  }).catch((error) => {
    session.destroy()
    throw error
  })
  if (answer.command_status === 0) return session
  session.destroy()
  throw new DeliveryError(`smpp bind refused, ${explainStatus(answer.command_status).message}`)
}

/** Waits for a session that others may wait for longer. */
function orLate(session: Promise<Session>, signal: AbortSignal): Promise<Session> {
  const { promise, resolve, reject } = Promise.withResolvers<Session>()
  const late = () => reject(new DeliveryError('smpp timed out'))
  signal.addEventListener('abort', late)
  if (signal.aborted) late()
  session.then(resolve, reject).finally(() => signal.removeEventListener('abort', late))
  return promise
}

/** Ends a session whose other side no longer answers: a cut cable makes no sound. */
function watch(session: Session, seconds: number): void {
  let isAnswered = true
  const timer = setInterval(() => {
    if (!isAnswered) return session.destroy()
    isAnswered = false
    session.enquire_link(() => {
      isAnswered = true
    })
  }, seconds * 1000)
  session.once('close', () => clearInterval(timer))
}

/** The answer to one request; the package itself says nothing when the session ends before it. */
function answered(
  session: Session,
  signal: AbortSignal,
  ask: (onResponse: (pdu: Pdu) => void) => boolean,
): Promise<Pdu> {
  return new Promise((resolve, reject) => {
    const lost = () => settle(() => reject(new DeliveryError('smpp connection lost')))
    const late = () => settle(() => reject(new DeliveryError('smpp timed out')))
    function settle(act: () => void): void {
      session.removeListener('close', lost)
      signal.removeEventListener('abort', late)
      act()
    }
    session.on('close', lost)
    signal.addEventListener('abort', late)
    if (signal.aborted) return late()
    if (!ask((pdu) => settle(() => resolve(pdu)))) lost()
  })
}
