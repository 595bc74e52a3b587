// The anti-phishing phrase: masked until asked for, chosen and changed in a dialog.
import { useState } from 'preact/hooks'
import { phrase as words } from '../../words/active.ts'
import { PhraseDialog } from './phrase-dialog.tsx'
import { Row } from './row.tsx'

interface PhraseRowProps {
  /** Undefined while loading. */
  phrase?: string | null
  /** With what to say. */
  changed(said: string): void
}

export function PhraseRow({ phrase, changed }: PhraseRowProps) {
  const [shown, setShown] = useState(false)
  const [editing, setEditing] = useState(false)
  const done = (said?: string) => {
    setEditing(false)
    if (said) changed(said)
  }
  return (
    <Row
      name={words.name}
      state={phrase === undefined ? undefined : phrase === null ? words.none : <Masked {...{ phrase, shown }} />}
    >
      {phrase && (
        <button class="ds-button" data-variant="tertiary" type="button" onClick={() => setShown(!shown)}>
          {shown ? words.hide : words.show}
          <span class="ds-sr-only">{words.showRest}</span>
        </button>
      )}
      {phrase !== undefined && (
        <button class="ds-button" data-variant="secondary" type="button" onClick={() => setEditing(true)}>
          {phrase === null ? words.choose : words.change}
        </button>
      )}
      {editing && <PhraseDialog phrase={phrase ?? null} done={done} />}
    </Row>
  )
}

/** As many dots for every phrase. */
const Masked = ({ phrase, shown }: { phrase: string; shown: boolean }) =>
  shown ? (
    <strong class="phrase">{phrase}</strong>
  ) : (
    <>
      <span aria-hidden="true">••••••••</span>
      <span class="ds-sr-only">{words.hidden}</span>
    </>
  )
