// Where the person is in the app, and the ways from there: links, Back, addresses that the system opens.

import { base, findScreen, pathOf, withinApp } from './addresses.ts'
import { signal } from './signal.ts'

/** What keeps a person here a moment: a screen that has to put something away first. False: stay. */
export type Leaving = () => boolean

interface Entry {
  /** How many steps of the app lie behind. */
  depth: number
}

/** Path of the open screen, without `/app`. */
export const place = signal('/')
let depth = 0
let leaving: Leaving | undefined
let server = ''
let elsewhere: (address: string) => void

/** The open screen is asked before it is left. @returns takes that back */
export function onLeave(ask: Leaving): () => void {
  leaving = ask
  return () => {
    if (leaving === ask) leaving = undefined
  }
}

/**
 * @param serverOrigin where links of mails lead; empty: here
 * @param openOutside opens what is not a screen of the app
 */
export function startRouter(serverOrigin: string, openOutside: (address: string) => void): void {
  server = serverOrigin
  elsewhere = openOutside
  depth = (history.state as Entry | null)?.depth ?? 0
  place.set(pathOf(location))
  addEventListener('popstate', (event) => {
    const next = (event.state as Entry | null)?.depth ?? 0
    const isStaying = leaving && pathOf(location) !== place.get() && !leaving()
    // The browser has gone already: go back to where the person stays.
    if (isStaying) return history.go(depth - next)
    depth = next
    place.set(pathOf(location))
  })
  addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest?.('a[href]')
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (!link || !isPlain || event.defaultPrevented) return
    const href = link.getAttribute('href') ?? ''
    if (href.startsWith('#')) {
      // A step of the browser's own would be one that Back does not know.
      event.preventDefault()
      return document.getElementById(href.slice(1))?.focus()
    }
    // What the pages open beside them would here take the place of a journey under way.
    const isBeside = (link as HTMLAnchorElement).target === '_blank'
    if (isBeside || withinApp(href, location.origin, server) === undefined) {
      // What the app does not show, it does not become: the terms, a store.
      if (!/^https?:/.test((link as HTMLAnchorElement).protocol)) return
      event.preventDefault()
      return elsewhere(new URL(href, server || location.origin).href)
    }
    event.preventDefault()
    if (!leaving || leaving()) go(href)
  })
}

/** Opens a screen. @returns whether the address is one of the app */
export function go(address: string, { replaces = false } = {}): boolean {
  const to = withinApp(address, location.origin, server)
  if (to === undefined) return false
  const full = `${base}${to === '/' ? '' : to}`
  // Pressed twice, it is still one step back.
  const isHere = full === location.pathname + location.search + location.hash
  const isStep = !replaces && !isHere
  if (isStep) depth += 1
  history[!isStep ? 'replaceState' : 'pushState']({ depth } satisfies Entry, '', full)
  place.set(pathOf(location))
  // A fragment says what to open on a screen; it may be the one that is open already.
  if (location.hash) dispatchEvent(new HashChangeEvent('hashchange'))
  return true
}

/** One step back; without one, to where this screen belongs. @returns false: this is the home screen */
export function back(): boolean {
  if (leaving && !leaving()) return true
  const path = place.get()
  if (path === '/') return false
  leaving = undefined
  if (depth > 0) history.back()
  else go(findScreen(path)?.parent ?? '/', { replaces: true })
  return true
}
