// J11, as far as it goes today: what to do when phone and phrase are gone. It promises nothing that is not there.
import { useRef } from 'preact/hooks'
import { lostPhone as words } from '../words/active.ts'
import { CopyButton } from './copy-button.tsx'
import { supportAddress } from './operator.ts'
import { StepHeading } from './step-heading.tsx'

export function NoPhrase() {
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
        {words.writeTitle}
      </h2>
      <p>{words.write(address)}</p>
      <blockquote class="letter" ref={text}>
        {words.mailText}
      </blockquote>
      <div class="acts">
        <a class="ds-button" href={mail}>
          {words.mail}
        </a>
        <CopyButton text={words.mailText} shown={text}>
          {words.copyText}
        </CopyButton>
      </div>
      <ul class="effects">
        {words.expect.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </>
  )
}
