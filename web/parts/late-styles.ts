/** Brings along the styles of a script that was loaded late. Without them the page works all the same, so nothing fails here. */
export function loadStyles(href: string): Promise<void> {
  return new Promise((loaded) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = href
    link.onload = link.onerror = () => loaded()
    document.head.append(link)
  })
}
