import type { ComponentChildren } from 'preact'
import type { GuideName } from '../help/guides.ts'
import { common } from '../words/active.ts'

interface GuideLinkProps {
  name: GuideName
  children: ComponentChildren
}

/**
 * To a guide, from within a journey. In a tab of its own: the step that somebody stands in would be lost with the page. The app
 * opens it over the step, which stays (web/app/router.ts).
 */
export const GuideLink = ({ name, children }: GuideLinkProps) => (
  <p class="aside">
    <a class="ds-link" href={`/help/${name}`} target="_blank" rel="noopener">
      {children}
      <span class="ds-sr-only new-tab">{common.opensNew}</span>
    </a>
  </p>
)
