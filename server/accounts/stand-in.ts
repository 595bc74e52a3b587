import { newDataKey, openWith, sealWith, unwrapDataKey, wrapDataKey } from '../platform/data-keys.ts'
import { standIn } from '../platform/stand-in.ts'
import { NOBODY } from './find-account.ts'

const CONTEXT = ['identifier', NOBODY, NOBODY]

/** Opens an address of nobody, as an account's would be opened: for where an unknown address must cost the same time. */
export const openStandIn = standIn(
  (keys) => {
    const dataKey = newDataKey()
    const sealed = sealWith(dataKey, Buffer.from('somebody@example.com'), CONTEXT)
    return { wrapped: wrapDataKey(keys, dataKey, NOBODY), sealed }
  },
  (keys, { wrapped, sealed }) => openWith(unwrapDataKey(keys, wrapped, NOBODY), sealed, CONTEXT).toString(),
)
