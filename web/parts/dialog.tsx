import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { common } from '../words/active.ts'

interface DialogProps {
  close(): void
  /** Asked before it closes, by button or Escape; false keeps it open. */
  mayClose?(): boolean
  children: ComponentChildren
}

/** The browser's own modal dialog: it traps the focus, closes on Escape and gives the focus back. */
export function Dialog({ close, mayClose = () => true, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    if (!element?.open) element?.showModal()
    // The steps inside focus their own heading before the dialog is open; a modal gives focus to its first control.
    element?.querySelector<HTMLElement>('h2[tabindex]')?.focus()
    return () => {
      // The button that opened it may be gone: what it did is done.
      const back = before?.isConnected ? before : document.getElementById('main')
      if (back instanceof HTMLElement) back.focus()
    }
  }, [])
  const ask = (event: Event) => {
    if (!mayClose()) event.preventDefault()
  }
  // Browsers close on a second Escape without asking; then it is opened again.
  const closed = () => (mayClose() ? close() : dialog.current?.showModal())
  return (
    <dialog class="ds-dialog dialog" ref={dialog} onCancel={ask} onClose={closed}>
      <form method="dialog" class="dialog-close" onSubmit={ask}>
        <button class="ds-button" data-variant="tertiary" type="submit">
          {common.close}
        </button>
      </form>
      {children}
    </dialog>
  )
}
