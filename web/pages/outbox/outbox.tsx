// Demo only: what would have been sent, as a small mail client and phone. It refreshes itself.
import { useEffect, useState } from 'preact/hooks'
import { serverNow } from '../../api.ts'
import { ago } from '../../parts/ago.ts'
import { common, outbox } from '../../words/active.ts'
import { Letter } from './letter.tsx'
import { keyOf, type Message } from './message.ts'

const refreshMs = 2000

/** Undefined when the outbox could not be read. */
async function fetchMessages(to: string): Promise<Message[] | undefined> {
  try {
    const response = await fetch(`/outbox.json${to ? `?to=${encodeURIComponent(to)}` : ''}`)
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}

export function Outbox() {
  const [to, setTo] = useState('')
  const [messages, setMessages] = useState<Message[]>()
  const [failed, setFailed] = useState(false)
  const [open, setOpen] = useState<string>()
  const chosen = messages?.find((message) => keyOf(message) === open)

  useEffect(() => {
    let current = true
    const refresh = async () => {
      if (document.hidden) return
      const fetched = await fetchMessages(to.trim())
      if (!current) return
      setFailed(!fetched)
      if (fetched) setMessages(fetched)
    }
    void refresh()
    const timer = setInterval(refresh, refreshMs)
    return () => {
      current = false
      clearInterval(timer)
    }
  }, [to])

  return (
    <>
      <div class="outbox-head">
        <h1 class="ds-heading" data-size="lg">
          {outbox.title}
        </h1>
        <p class="lead">{outbox.lead}</p>
        <div class="ds-field">
          <label class="ds-label" for="to">
            {outbox.filter}
          </label>
          <p class="small" id="to-hint">
            {outbox.filterHint}
          </p>
          <input
            class="ds-input"
            id="to"
            type="text"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            aria-describedby="to-hint"
            onInput={(event) => setTo(event.currentTarget.value)}
          />
        </div>
      </div>
      <p role="status">{failed && outbox.failed}</p>
      <div class="mailbox" data-open={chosen ? '' : undefined}>
        {messages?.length ? (
          <ul class="letters" aria-label={outbox.list}>
            {messages.map((message) => (
              <li key={keyOf(message)}>
                <Envelope message={message} isOpen={message === chosen} open={() => setOpen(keyOf(message))} />
              </li>
            ))}
          </ul>
        ) : (
          <p class="letters-empty">{messages ? (to ? outbox.emptyFilter : outbox.empty) : common.loading}</p>
        )}
        {messages?.length ? (
          <section class="letter" aria-label={outbox.email}>
            {chosen ? (
              <Letter key={keyOf(chosen)} message={chosen} close={() => setOpen(undefined)} />
            ) : (
              <p class="small">{outbox.choose}</p>
            )}
          </section>
        ) : null}
      </div>
    </>
  )
}

interface EnvelopeProps {
  message: Message
  isOpen: boolean
  open(): void
}

function Envelope({ message, isOpen, open }: EnvelopeProps) {
  const preview = message.subject || message.text.split('\n').find(Boolean)
  return (
    <button type="button" aria-current={isOpen ? 'true' : undefined} onClick={open}>
      <span class="to">{message.to}</span>
      <time class="small" dateTime={message.sentAt}>
        {ago(message.sentAt, serverNow())}
      </time>
      <span class="subject small">
        {message.channel === 'sms' ? outbox.sms : outbox.email}: {preview}
      </span>
    </button>
  )
}
