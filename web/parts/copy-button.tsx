import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { authenticator as words } from '../words/active.ts'
import { host } from './host.ts'

interface CopyButtonProps {
  /** Its name; says «copied» for a while after. */
  children: string
  text: string
  /** What is marked for copying by hand when the browser refuses. */
  shown: RefObject<HTMLElement | null>
}

/** Copies a secret, or says honestly that the browser would not and marks it for the person's own hand. */
export function CopyButton({ children, text, shown }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>()
  async function copy() {
    const isCopied = await toClipboard(text)
    if (!isCopied && shown.current) getSelection()?.selectAllChildren(shown.current)
    setOutcome(isCopied ? 'copied' : 'refused')
  }
  return (
    <>
      <button class="ds-button" data-variant="secondary" type="button" onClick={() => void copy()}>
        {children}
      </button>
      <p class="copy-said small" role="status">
        {outcome === 'copied' ? words.copied : outcome && words.copyRefused}
      </p>
    </>
  )
}

// Refused by a setting, by a missing permission, or because there is no clipboard at all.
async function toClipboard(text: string): Promise<boolean> {
  try {
    await host.copy(text)
    return true
  } catch {
    return false
  }
}
