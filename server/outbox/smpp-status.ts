import { DeliveryError } from './message.ts'

/** The statuses that are about this message itself (SMPP 3.4 §5.1.3): no later try can fare better. */
const permanent = new Map([
  [0x01, 'ESME_RINVMSGLEN'],
  [0x0b, 'ESME_RINVDSTADR'],
  [0x43, 'ESME_RINVESMCLASS'],
  [0x50, 'ESME_RINVDSTTON'],
  [0x51, 'ESME_RINVDSTNPI'],
  [0x65, 'ESME_RX_P_APPN'],
  [0x66, 'ESME_RX_R_APPN'],
])

/** Everything else may pass: throttling, a full queue, a system error, or a bind or sender the operator has to mend. */
export function explainStatus(status: number): DeliveryError {
  const hex = `0x${status.toString(16).padStart(8, '0')}`
  const name = permanent.get(status)
  return new DeliveryError(name ? `smpp ${hex} ${name}` : `smpp ${hex}`, { permanent: name !== undefined })
}
