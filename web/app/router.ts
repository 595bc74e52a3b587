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
/** Path of a screen that waits, as it was left, below a guide that was opened in the middle of it. */
export const below = signal<string | undefined>(undefined)
let depth = 0
let leaving: Leaving | undefined
let server = ''
let elsewhere: (address: string) => void

const isGuide = (path: string) => findScreen(path)?.screen === 'help'

/** What waits below a guide waits for as long as guides are read. */
function arrive(): void {
  const path = pathOf(location)
  if (path === below.get() || !isGuide(path)) below.set(undefined)
  place.set(path)
}

/** Asks the open screen. What waits below a guide is not asked: it is returned to, or goes on another time. */
const mayLeave = () => below.get() !== undefined || !leaving || leaving()

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
  arrive()
  addEventListener('popstate', (event) => {
    const next = (event.state as Entry | null)?.depth ?? 0
    const isStaying = pathOf(location) !== place.get() && !mayLeave()
    // The browser has gone already: go back to where the person stays.
    if (isStaying) return history.go(depth - next)
    depth = next
    arrive()
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
    // What the pages open beside them would here take the place of a journey under way; a guide lies over it.
    const isBeside = (link as HTMLAnchorElement).target === '_blank'
    const to = withinApp(href, location.origin, server)
    const isOver = isBeside && to !== undefined && isGuide(pathOf(new URL(base + to, location.origin)))
    if (!isOver && (isBeside || to === undefined)) {
      // What the app does not show, it does not become: the terms, a store.
      if (!/^https?:/.test((link as HTMLAnchorElement).protocol)) return
      event.preventDefault()
      return elsewhere(new URL(href, server || location.origin).href)
    }
    event.preventDefault()
    if (isOver) below.set(place.get())
    if (mayLeave()) go(href)
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
  arrive()
  // A fragment says what to open on a screen; it may be the one that is open already.
  if (location.hash) dispatchEvent(new HashChangeEvent('hashchange'))
  return true
}

/** One step back; without one, to where this screen belongs. @returns false: this is the home screen */
export function back(): boolean {
  if (!mayLeave()) return true
  const path = place.get()
  if (path === '/') return false
  if (below.get() === undefined) leaving = undefined
  if (depth > 0) history.back()
  else go(findScreen(path)?.parent ?? '/', { replaces: true })
  return true
}
