import { idToBytes } from '../platform/ids.ts'
import { DeliveryError, type OutgoingMessage, type Provider } from './message.ts'
import { openSmppLink, type SmppLink } from './smpp-link.ts'
import { type SmsSegment, segmentSms } from './smpp-segments.ts'
import { explainStatus } from './smpp-status.ts'

export interface SmppOptions {
  /** `smpp://system_id:password@host:2775?system_type=…`, or `smpps://` for TLS with the certificate checked. */
  url: string
  /** The sender a phone shows: a number, or up to eleven letters and digits. */
  from: string
  enquireSeconds?: number
}

/** Hands text messages to an SMS centre over one lasting SMPP 3.4 transceiver session. */
export function openSmpp({ url, from, enquireSeconds }: SmppOptions): Provider {
  const link = openSmppLink(new URL(url), { enquireSeconds })
  const source = sourceFields(from)
  return {
    async send(message, signal) {
      const reference = idToBytes(message.id).readUInt16BE(14)
      let providerId: string | undefined
      for (const segment of segmentSms(message.text, reference)) {
        const id = await submit(link, { ...source, ...fieldsOf(message, segment, reference) }, signal)
        providerId ??= id
      }
      return { providerId }
    },
    close: link.close,
  }
}

async function submit(
  link: SmppLink,
  fields: Record<string, unknown>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { command_status: status, message_id: id } = await link.submit(fields, signal)
  if (status !== 0) throw explainStatus(status)
  return id
}

// Type of number and numbering plan (SMPP 3.4 §5.2.5, §5.2.6).
const INTERNATIONAL = 1
const NETWORK_SPECIFIC = 3
const ALPHANUMERIC = 5
const ISDN = 1

function sourceFields(sender: string): Record<string, unknown> {
  const digits = sender.replace(/^\+/, '')
  if (!/^\d+$/.test(digits)) return { source_addr: sender, source_addr_ton: ALPHANUMERIC, source_addr_npi: 0 }
  // Short codes are known to one network only.
  if (digits.length < 7) return { source_addr: digits, source_addr_ton: NETWORK_SPECIFIC, source_addr_npi: 0 }
  return { source_addr: digits, source_addr_ton: INTERNATIONAL, source_addr_npi: ISDN }
}

function fieldsOf({ to }: OutgoingMessage, segment: SmsSegment, reference: number): Record<string, unknown> {
  if (!/^\+\d{4,15}$/.test(to)) throw new DeliveryError('number cannot be written', { permanent: true })
  return {
    destination_addr: to.slice(1),
    dest_addr_ton: INTERNATIONAL,
    dest_addr_npi: ISDN,
    data_coding: segment.dataCoding,
    esm_class: segment.esmClass,
    short_message: segment.bytes,
    // Ours, echoed in receipts (§5.3.2.17). SMPP has no key that makes a repeat harmless.
    user_message_reference: reference,
  }
}
