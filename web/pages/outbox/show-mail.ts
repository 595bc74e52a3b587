/**
 * Draws a mail in an empty frame. The frame has our own policy, which forbids inline styles, and mails have no other:
 * so the document is parsed apart from the page, where nothing runs or loads, and its styles are set by script.
 *
 * @param frame sandboxed without `allow-scripts`, with `allow-same-origin`
 */
export function showMail(frame: HTMLIFrameElement, html: string): void {
  const view = frame.contentWindow as (Window & typeof globalThis) | null
  const page = frame.contentDocument
  if (!view || !page) return
  const mail = new DOMParser().parseFromString(parsable(html), 'text/html')
  page.adoptedStyleSheets = [...mail.querySelectorAll('style')].map((style) => {
    const sheet = new view.CSSStyleSheet()
    sheet.replaceSync(style.textContent ?? '')
    style.remove()
    return sheet
  })
  const styled = [...mail.querySelectorAll<HTMLElement>('[style]')].map((element) => {
    const text = element.getAttribute('style') ?? ''
    element.removeAttribute('style')
    return { element, text }
  })
  for (const link of mail.querySelectorAll('a')) {
    link.target = '_blank'
    link.rel = 'noopener'
  }
  page.documentElement.replaceWith(page.adoptNode(mail.documentElement))
  for (const { element, text } of styled) element.style.cssText = text
}

/** Says that this one text may be parsed as a document, where the browser asks (Trusted Types). */
function parsable(html: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  return trustedTypes?.createPolicy('portvakt-outbox', { createHTML: (text) => text }).createHTML(html) ?? html
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(text: string): string }
}
