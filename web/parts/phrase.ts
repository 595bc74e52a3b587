import type { Problem } from '../api.ts'

/** A phrase as the server shows it, once. */
export interface Phrase {
  text: string
  qr: string
}

export interface PhraseStepProps<T> {
  flow: string
  /** Absent when the page was loaded again or the answer got lost: it is never shown twice. */
  phrase?: Phrase
  /** The journey's path: `${path}/phrase` takes the phrase, `${path}/new-phrase` makes another. */
  path: string
  level: 1 | 2
  /** What it is was said on the step before: it is shown at once. */
  isAnnounced?: boolean
  /** It is on the screen, or was. */
  seen(): void
  /** Another one, by `new-phrase`. */
  renewed(value: T): void
  done(value: T): void
  /** It was sent, and no answer came: it may be done all the same. */
  unanswered?(): void
  /** A refusal that ends the step. */
  ended(problem: Problem): void
}
