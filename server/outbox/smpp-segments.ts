/** A text as the parts SMPP carries: GSM 03.38 when every sign is in it, else UCS-2 (3GPP TS 23.038, 23.040 §9.2.3.24.1). */
import smpp from 'smpp'

export interface SmsSegment {
  /** SMPP data_coding: 0 the network's default alphabet, 8 UCS-2. */
  dataCoding: 0 | 8
  /** UDH_INDICATOR when the part begins with a header. */
  esmClass: 0 | 0x40
  bytes: Buffer
}

// Signs of 7 bits, or bytes of UCS-2; the header of a joined message takes six bytes, seven signs.
const limits = { gsm: { alone: 160, joined: 153 }, ucs2: { alone: 140, joined: 134 } }

const ESCAPE = 0x1b

/**
 * @param reference one byte, the same at every try, so that a phone joins repeated parts instead of showing them twice
 * @throws RangeError above 255 parts
 */
export function segmentSms(text: string, reference: number): SmsSegment[] {
  const { ASCII: gsm, UCS2: ucs2 } = smpp.encodings
  const isGsm = gsm.match(text) && !text.includes('\x1b')
  const bytes = isGsm ? gsm.encode(text) : ucs2.encode(text)
  const limit = isGsm ? limits.gsm : limits.ucs2
  const dataCoding = isGsm ? 0 : 8
  if (bytes.length <= limit.alone) return [{ dataCoding, esmClass: 0, bytes }]
  const parts = split(bytes, limit.joined, isGsm ? keepsEscapes : keepsSurrogates)
  if (parts.length > 255) throw new RangeError('a text message has 255 parts at most')
  return parts.map((part, index) => {
    const header = Buffer.from([5, 0, 3, reference & 0xff, parts.length, index + 1])
    return { dataCoding, esmClass: 0x40, bytes: Buffer.concat([header, part]) }
  })
}

function split(bytes: Buffer, longest: number, shorten: (part: Buffer) => number): Buffer[] {
  const parts: Buffer[] = []
  for (let start = 0; start < bytes.length; ) {
    let end = Math.min(start + longest, bytes.length)
    if (end < bytes.length) end -= shorten(bytes.subarray(start, end))
    parts.push(bytes.subarray(start, end))
    start = end
  }
  return parts
}

/** A sign of the extension table is two: the escape must not end a part. */
function keepsEscapes(part: Buffer): number {
  return part.at(-1) === ESCAPE ? 1 : 0
}

/** A sign outside the basic plane is two units: the first must not end a part. */
function keepsSurrogates(part: Buffer): number {
  const unit = part.readUInt16BE(part.length - 2)
  return unit >= 0xd800 && unit <= 0xdbff ? 2 : 0
}
