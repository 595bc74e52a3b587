import type { ComponentChildren } from 'preact'

interface RowProps {
  name: string
  /** Absent while loading: its room is kept. */
  state?: ComponentChildren
  children?: ComponentChildren
}

/** One thing that keeps the account safe: its name, how it stands in words, and what can be done. */
export function Row({ name, state, children }: RowProps) {
  return (
    <li>
      <div>
        <h2 class="ds-heading" data-size="2xs">
          {name}
        </h2>
        <p>{state ?? '\u00a0'}</p>
      </div>
      {children}
    </li>
  )
}

/** A button of a row, which says to the ear alone what of. */
export function Act({ words, of, act }: { words: string; of: string; act(): void }) {
  return (
    <button class="ds-button" data-variant="secondary" type="button" onClick={act}>
      {words}
      <span class="ds-sr-only"> {of}</span>
    </button>
  )
}
