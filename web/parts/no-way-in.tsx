// J11, as far as it goes today: what to do when no factor is left. It promises nothing that is not there.
import { useRef } from 'preact/hooks'
import { lostPhone as common } from '../words/active.ts'
import { CopyButton } from './copy-button.tsx'
import { GuideLink } from './guide-link.tsx'
import { supportAddress } from './operator.ts'
import { StepHeading } from './step-heading.tsx'

interface NoWayInProps {
  /** Of what is lost. */
  words: {
    noneTitle: string
    noneLead: string
    tryFirst: readonly string[]
    mailSubject: string
    mailText: string
  }
}

export function NoWayIn({ words }: NoWayInProps) {
  const text = useRef<HTMLQuoteElement>(null)
  const address = supportAddress()
  const mail = `mailto:${address}?${new URLSearchParams({ subject: words.mailSubject, body: words.mailText }).toString().replaceAll('+', '%20')}`
  return (
    <>
      <StepHeading>{words.noneTitle}</StepHeading>
      <p>{words.noneLead}</p>
      <ul class="effects">
        {words.tryFirst.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <h2 class="ds-heading write-title" data-size="2xs">
        {common.writeTitle}
      </h2>
      <p>{common.write(address)}</p>
      <blockquote class="letter" ref={text}>
        {words.mailText}
      </blockquote>
      <div class="acts">
        <a class="ds-button" href={mail}>
          {common.mail}
        </a>
        <CopyButton text={words.mailText} shown={text}>
          {common.copyText}
        </CopyButton>
      </div>
      <ul class="effects">
        {common.expect.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <GuideLink name="lost-authenticator">{common.guide}</GuideLink>
    </>
  )
}
