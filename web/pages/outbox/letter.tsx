import { useEffect, useRef, useState } from 'preact/hooks'
import { dateTime } from '../../parts/format.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { outbox } from '../../words/active.ts'
import type { Message } from './message.ts'
import { showMail } from './show-mail.ts'

interface LetterProps {
  message: Message
  close(): void
}

/** One message opened: a mail as it looks and as text, an SMS as a bubble. */
export function Letter({ message, close }: LetterProps) {
  const [asText, setAsText] = useState(!message.html)
  const title = message.subject || outbox.sms
  return (
    <>
      <button class="ds-button back-to-list" data-variant="secondary" type="button" onClick={close}>
        {outbox.back}
      </button>
      <StepHeading level={2}>{title}</StepHeading>
      <p class="small">
        {outbox.to} {message.to} · {dateTime(message.sentAt)}
      </p>
      {message.html && (
        <fieldset class="views">
          <legend class="ds-sr-only">{outbox.view}</legend>
          {[false, true].map((text) => (
            <button
              key={String(text)}
              class="ds-button"
              data-variant="secondary"
              type="button"
              aria-pressed={asText === text}
              onClick={() => setAsText(text)}
            >
              {text ? outbox.asText : outbox.asHtml}
            </button>
          ))}
        </fieldset>
      )}
      {message.channel === 'sms' && <p class="bubble">{message.text}</p>}
      {message.channel === 'email' && asText && <pre>{message.text}</pre>}
      {message.html && !asText && <Mail html={message.html} title={outbox.message(title)} />}
    </>
  )
}

function Mail({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  useEffect(() => {
    if (frame.current) showMail(frame.current, html)
  }, [html])
  // No allow-scripts: whatever a mail holds, nothing in it runs. Same origin only so that this page can draw in it.
  return <iframe ref={frame} title={title} sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" />
}
