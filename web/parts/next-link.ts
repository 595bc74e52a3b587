// J4: after signing in a person returns to where they were going, on our own origin only (RFC 9700 §4.11).

const doors = ['/log-in', '/sign-up', '/forgot-password']

/**
 * The address to open after signing in: `next` when it is a page of our own, else the home page.
 *
 * @param origin our own origin, `https://host[:port]`
 * @param fragment `#…` of the sign-in page, or nothing: a server cannot see it and put it into `next`, but a browser keeps
 *   it when the server leads here (RFC 9110 §10.2.2). Set on an address found to be ours, so it leads nowhere else.
 * @returns an absolute address. Never a path alone: `//evil.example` can be a path of ours and an address of theirs.
 */
export function nextAddress(next: string | null, origin: string, fragment = ''): string {
  const home = new URL('/', origin)
  if (!next) return home.href
  try {
    const url = new URL(next, home)
    // blob: addresses carry our origin too, so the protocol is compared as well.
    const isOurs = url.origin === home.origin && url.protocol === home.protocol && !url.username && !url.password
    if (!isOurs || doors.includes(url.pathname)) return home.href
    url.hash ||= fragment
    return url.href
  } catch {
    return home.href
  }
}

/**
 * The sign-in page that leads back to `path`.
 *
 * @param hasEnded it says that the session has ended: by a mark beside `next`, which no page that is returned to sees
 */
export function logInAddress(path: string, hasEnded = false): string {
  const query = [path !== '/' && `next=${encodeURIComponent(path)}`, hasEnded && 'ended'].filter(Boolean).join('&')
  return query ? `/log-in?${query}` : '/log-in'
}
