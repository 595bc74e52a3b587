// Every page is drawn at build time; the part that lives is taken over in place, so that typed input stays.
import { type ComponentType, hydrate } from 'preact'
import { listenForLanguage } from './language.ts'

/** Wakes the page's living part with the props it was drawn with, and the language switch. */
export function wake<Props extends object>(Island: ComponentType<Props>): void {
  const root = document.getElementById('island')
  if (root) hydrate(<Island {...JSON.parse(root.dataset.props ?? '{}')} />, root)
  listenForLanguage()
}
