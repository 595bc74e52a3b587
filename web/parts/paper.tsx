// The phrase on paper: what the printer gets, and the small page that is saved. Made here, seen by nobody else.
import { render } from 'preact'
import { useEffect } from 'preact/hooks'
import { locale, recoveryKey as words } from '../words/active.ts'
import type { Phrase } from './phrase.ts'
import { dataAddress, Qr } from './qr.tsx'

interface Sheet {
  phrase: Phrase
  brand: string
  /** The day, in words. */
  made: string
}

/** While it is there, printing the page prints this sheet and nothing else. */
export function Paper(sheet: Sheet) {
  useEffect(() => {
    // Beside the page and not in it: a dialog would print as a piece of its screen.
    const place = document.createElement('section')
    place.className = 'paper'
    document.body.append(place)
    render(<PaperText {...sheet} />, place)
    return () => {
      render(null, place)
      place.remove()
    }
  }, [sheet.phrase.text])
  return null
}

const PaperText = ({ phrase, brand, made }: Sheet) => (
  <>
    <h1>{words.paperTitle(brand)}</h1>
    <p>{words.paperMade(made)}</p>
    <Qr svg={phrase.qr} alt={words.qr} />
    <p>
      <code>{phrase.text}</code>
    </p>
    <p>{words.paperUse}</p>
    <p>{words.paperKeep}</p>
  </>
)

const style = `body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #000; background: #fff }
h1 { font-size: 1.5rem } img { width: 14rem } code { font: 1.125rem/1.8 ui-monospace, monospace; overflow-wrap: anywhere }`

/** Saves a page that needs no network and asks for nothing. */
export function savePaper({ phrase, brand, made }: Sheet): void {
  const title = escaped(words.paperTitle(brand))
  const paragraphs = [words.paperMade(made), words.paperUse, words.paperKeep].map((each) => `<p>${escaped(each)}</p>`)
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${style}</style></head>
<body><h1>${title}</h1>${paragraphs[0]}
<img alt="${escaped(words.qr)}" src="${dataAddress(phrase.qr)}">
<p><code>${escaped(phrase.text)}</code></p>
${paragraphs.slice(1).join('\n')}
</body></html>
`
  const address = URL.createObjectURL(new Blob([html], { type: 'text/html' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${words.file}.html`
  link.click()
  // The browser has it by then; nothing of it stays in the page.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
