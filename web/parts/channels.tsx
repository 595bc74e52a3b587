import type { Account, Answer, Flow, OwnIdentifier } from '../api.ts'
import { channels as words } from '../words/active.ts'
import type { OtherChannel } from './code-step.tsx'

/** The addresses that such a code goes to at all: what was just added, maybe by somebody else, is not offered. */
export const established = ({ identifiers }: Account): OwnIdentifier[] =>
  identifiers.filter((identifier) => identifier.established)

/** Where a code is to go: addresses of the account, masked, as field `identifier`; with one there is nothing to choose. */
export function Channels({ identifiers }: { identifiers: OwnIdentifier[] }) {
  const [only, other] = identifiers
  if (!other) return <p class="only">{words.goesTo(only?.masked ?? '')}</p>
  return (
    <fieldset class="channels">
      <legend>{words.sendTo}</legend>
      {identifiers.map(({ id, kind, masked }, index) => (
        <div class="ds-field" key={id}>
          <input class="ds-input" type="radio" id={id} name="identifier" value={id} defaultChecked={index === 0} />
          <label class="ds-label" for={id}>
            {kind === 'email' ? words.byEmail(masked) : words.bySms(masked)}
          </label>
        </div>
      ))}
    </fieldset>
  )
}

/** For `CodeStep`: the address that the code did not go to, if it may go there. An account has one of each kind, or one alone. */
export function otherChannelOf(
  identifiers: Account['identifiers'],
  { channel }: Flow,
  sendTo: (identifierId: string) => Promise<Answer<Flow>>,
): OtherChannel | undefined {
  const other = identifiers.find(({ kind }) => (kind === 'email') !== (channel === 'email'))
  return other?.established ? { name: words.sendToOther, send: () => sendTo(other.id) } : undefined
}
