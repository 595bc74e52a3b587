/**
 * Draws a mail in an empty frame. The frame has our own policy, which forbids inline styles, and mails have no other:
 * so they are taken out of the text, the rest is parsed apart from the page, where nothing runs or loads, and the
 * styles are set by script.
 *
 * @param frame sandboxed without `allow-scripts`, with `allow-same-origin`
 */
export function showMail(frame: HTMLIFrameElement, html: string): void {
  const view = frame.contentWindow as (Window & typeof globalThis) | null
  const page = frame.contentDocument
  if (!view || !page) return
  const { bare, sheets } = takeStylesOut(html)
  const mail = new DOMParser().parseFromString(parsable(bare), 'text/html')
  for (const link of mail.querySelectorAll('a')) {
    link.target = '_blank'
    link.rel = 'noopener'
  }
  page.documentElement.replaceWith(page.adoptNode(mail.documentElement))
  page.adoptedStyleSheets = sheets.map((text) => {
    const sheet = new view.CSSStyleSheet()
    sheet.replaceSync(text)
    return sheet
  })
  for (const element of page.querySelectorAll<HTMLElement>('[data-style]')) {
    element.style.cssText = element.dataset.style ?? ''
  }
}

/** Our own mails have one form of each (server/outbox lays them out). */
function takeStylesOut(html: string): { bare: string; sheets: string[] } {
  const sheets: string[] = []
  const bare = html.replaceAll(/<style>(.*?)<\/style>/gs, (_whole, text: string) => {
    sheets.push(text)
    return ''
  })
  return { bare: bare.replaceAll(' style="', ' data-style="'), sheets }
}

/** Says that this one text may be parsed as a document, where the browser asks (Trusted Types). */
function parsable(html: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  return trustedTypes?.createPolicy('portvakt-outbox', { createHTML: (text) => text }).createHTML(html) ?? html
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(text: string): string }
}
