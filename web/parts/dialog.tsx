import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { common } from '../words/active.ts'

interface DialogProps {
  close(): void
  children: ComponentChildren
}

/** The browser's own modal dialog: it traps the focus, closes on Escape and gives the focus back. */
export function Dialog({ close, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    if (!element?.open) element?.showModal()
    // The steps inside focus their own heading before the dialog is open; a modal gives focus to its first control.
    element?.querySelector<HTMLElement>('h2[tabindex]')?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog class="ds-dialog dialog" ref={dialog} onClose={close}>
      <form method="dialog" class="dialog-close">
        <button class="ds-button" data-variant="tertiary" type="submit">
          {common.close}
        </button>
      </form>
      {children}
    </dialog>
  )
}
