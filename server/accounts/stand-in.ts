import { newDataKey, openWith, sealWith, unwrapDataKey, wrapDataKey } from '../platform/data-keys.ts'
import type { Deps } from '../platform/deps.ts'
import type { Keys } from '../platform/keys.ts'
import { NOBODY } from './find-account.ts'

interface StandIn {
  wrapped: Buffer
  sealed: Buffer
}

const standIns = new WeakMap<Keys, StandIn>()
const CONTEXT = ['identifier', NOBODY, NOBODY]

/** Opens an address of nobody, as an account's would be opened: for where an unknown address must cost the same time. */
export function openStandIn({ keys }: Pick<Deps, 'keys'>): void {
  const standIn = standIns.get(keys) ?? make(keys)
  try {
    openWith(unwrapDataKey(keys, standIn.wrapped, NOBODY), standIn.sealed, CONTEXT).toString()
  } catch {
    make(keys) // its key was destroyed meanwhile
  }
}

function make(keys: Keys): StandIn {
  const dataKey = newDataKey()
  const sealed = sealWith(dataKey, Buffer.from('somebody@example.com'), CONTEXT)
  const standIn = { wrapped: wrapDataKey(keys, dataKey, NOBODY), sealed }
  standIns.set(keys, standIn)
  return standIn
}
