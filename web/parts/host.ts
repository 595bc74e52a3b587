// What the pages ask of the thing they run in. In a browser these; the app puts its own in their place (web/app/host.ts).

export const host = {
  /** Sends a request to a path of `/api/v1`. */
  reach: (path: string, init: RequestInit): Promise<Response> => fetch(`/api/v1${path}`, init),
  /** Leaves for another page. */
  open: (address: string): void => location.assign(address),
  /** The same, and Back does not come here again. */
  replace: (address: string): void => location.replace(address),
  /** Puts a text on the clipboard, or fails. */
  copy: (text: string): Promise<void> => navigator.clipboard.writeText(text),
  /** Shows the page in the language that was chosen. */
  speak: (_locale: string): void => location.reload(),
  /** Where a journey under way is remembered. */
  memory: (): Storage => sessionStorage,
  /** Words for refusals that are met here alone. */
  refusals: {} as Partial<Record<string, string>>,
  /** The address of this page in a browser, for what can be done nowhere else; absent: it is in one. */
  inBrowser: undefined as (() => string) | undefined,
}
