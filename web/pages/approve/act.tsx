// The act itself: amount and address as large as they matter.
import { Countdown } from '../../parts/countdown.tsx'
import { clockTime } from '../../parts/format.ts'
import { approval as words } from '../../words/active.ts'
import { type Approval, amountOf } from './approval.ts'

export function Act({ approval, seconds }: { approval: Approval; seconds: number }) {
  const { content, askedBy, expiresAt } = approval
  return (
    <dl class="act">
      <dt>{words.amount}</dt>
      <dd class="amount">{amountOf(approval)}</dd>
      <dt>{words.address}</dt>
      <dd>
        <Address text={content.address} />
      </dd>
      {content.network && <Fact name={words.network} value={content.network} />}
      {content.reference && <Fact name={words.reference} value={content.reference} />}
      <Fact name={words.askedBy} value={askedBy} />
      <dt>{words.until}</dt>
      <dd>
        {clockTime(expiresAt)}{' '}
        <span class="subtle">
          {seconds > 0 && <Countdown seconds={seconds} words={(time) => `· ${words.left(time)}`} />}
        </span>
      </dd>
    </dl>
  )
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
)

/** In groups of four, to be compared with another screen; copied, it is one word. Nothing turns it around. */
const Address = ({ text }: { text: string }) => (
  <bdi class="address" translate={false} dir="ltr">
    {(text.match(/.{1,4}/g) ?? []).map((group, at) => (
      <span key={at}>{group}</span>
    ))}
  </bdi>
)
