import { readFileSync, writeFileSync } from 'node:fs'

/** Changes a generated file; a place that is no longer there is an error, not a change that silently did not happen. */
export function editFile(file: string, edits: [find: string | RegExp, put: string][]): void {
  let text = readFileSync(file, 'utf8')
  for (const [find, put] of edits) {
    const isThere = typeof find === 'string' ? text.includes(find) : text.search(find) >= 0
    if (!isThere)
      throw new Error(`${file} has no ${find}: Capacitor's template has changed, and scripts/app has to follow.`)
    text = text.replaceAll(find, () => put)
  }
  writeFileSync(file, text)
}
