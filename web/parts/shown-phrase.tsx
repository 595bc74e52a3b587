import { useRef, useState } from 'preact/hooks'
import { serverNow } from '../api.ts'
import { recoveryKey as words } from '../words/active.ts'
import { CopyButton } from './copy-button.tsx'
import { date } from './format.ts'
import { brand } from './operator.ts'
import { Paper, savePaper } from './paper.tsx'
import type { Phrase } from './phrase.ts'
import { Qr } from './qr.tsx'
import { StepHeading } from './step-heading.tsx'

interface ShownPhraseProps {
  phrase: Phrase
  level: 1 | 2
  kept(): void
}

/** The phrase on the screen, with every way to take it along. */
export function ShownPhrase({ phrase, level, kept }: ShownPhraseProps) {
  const text = useRef<HTMLElement>(null)
  const [isSaved, setSaved] = useState(false)
  const sheet = { phrase, brand: brand(), made: date(new Date(serverNow()).toISOString()) }
  const groups = phrase.text.split('-')
  return (
    <>
      <StepHeading level={level}>{words.shownTitle}</StepHeading>
      <p>{words.shownLead}</p>
      <Qr svg={phrase.qr} alt={words.qr} />
      <div class="secret">
        <p class="small">{words.label}</p>
        <code ref={text}>
          {groups.map((group, index) => (
            <span key={`${index} ${group}`}>{index < groups.length - 1 ? `${group}-` : group}</span>
          ))}
        </code>
        <div class="acts">
          <CopyButton text={phrase.text} shown={text}>
            {words.copy}
          </CopyButton>
          <button
            class="ds-button"
            data-variant="secondary"
            type="button"
            onClick={() => {
              savePaper(sheet)
              setSaved(true)
            }}
          >
            {words.download}
          </button>
          <button class="ds-button" data-variant="secondary" type="button" onClick={() => print()}>
            {words.print}
          </button>
        </div>
        <p class="small" role="status">
          {isSaved && words.downloaded}
        </p>
      </div>
      <button class="ds-button" data-fullwidth type="button" onClick={kept}>
        {words.kept}
      </button>
      <Paper {...sheet} />
    </>
  )
}
