// What the help screen shows: a guide, the front, and what a search or an address of no guide leads to. All of it is made of
// pages that the build drew: a shell and a phone without a network have those, and no server that puts an answer together.
import type { SearchEntry } from '../../server/help/schema.ts'
import { searchHelp } from '../../server/help/search.ts'
import { help, locale } from '../words/active.ts'
import { running } from './state.ts'

/** Where a help page lies: at the server, or in the shell as the build drew it. */
function fileOf(name: string): string {
  if (running.platform.kind === 'browser') return `/help${name && `/${encodeURIComponent(name)}`}`
  return `/${locale}/${name ? `guide-${encodeURIComponent(name)}` : 'help'}.html`
}

/** The page as the browser reads it: nothing in it runs, and no text of ours becomes one on the way. */
function load(name: string): Promise<Element | undefined> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('GET', fileOf(name))
    request.responseType = 'document'
    request.overrideMimeType('text/html') // a shell says of a file it does not have nothing at all
    request.onload = () => resolve(request.responseXML?.querySelector('main') ?? undefined)
    request.onerror = () => resolve(undefined)
    request.send()
  })
}

/**
 * The page of a guide; without a name the front, or the answer to a question.
 *
 * @returns undefined when it can be had neither from the network nor from what was kept
 */
export async function helpPage(name: string, question: string): Promise<Element | undefined> {
  const guide = name ? await load(name) : undefined
  if (guide?.querySelector('.guide')) return guide
  const front = await load('')
  if (!front?.querySelector('.groups')) return undefined
  if (name) return linkTo(front, name) ? undefined : retitled(front, help.unknownTitle, help.unknownText)
  return question ? answer(front, question) : front
}

const linkTo = (front: Element, name: string) => front.querySelector(`.groups a[href="/help/${CSS.escape(name)}"]`)

async function answer(front: Element, question: string): Promise<Element | undefined> {
  const entries = await loadEntries()
  if (!entries) return undefined
  const items = searchHelp(entries, question).flatMap(({ html }) => {
    const [, name = ''] = /href="\/help\/([\w-]+)"/.exec(html) ?? []
    return linkTo(front, name)?.closest('li') ?? []
  })
  front.querySelector('#q')?.setAttribute('value', question)
  if (items.length === 0) return retitled(front, help.none(question), help.noneText)
  const list = Object.assign(document.createElement('ul'), { className: 'guides' })
  list.append(...items)
  const all = Object.assign(document.createElement('a'), { className: 'ds-link', href: '/help', textContent: help.all })
  const last = document.createElement('p')
  last.append(all)
  front.querySelector('.groups')?.replaceWith(list, last)
  front.querySelector('.lead')?.remove()
  return retitled(front, help.found(question))
}

function retitled(front: Element, title: string, lead?: string): Element {
  const heading = front.querySelector('h1')
  if (heading) heading.textContent = title
  const said = front.querySelector('.lead')
  if (said && lead) said.textContent = lead
  return front
}

async function loadEntries(): Promise<SearchEntry[] | undefined> {
  try {
    const response = await fetch(document.documentElement.dataset.guides ?? '')
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}
