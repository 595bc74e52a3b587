import { authenticator, lostPhone } from '../words/active.ts'

/** To the guide of the lost phone. In a tab of its own: the step that somebody stands in would be lost with the page. */
export const GuideLink = () => (
  <p class="aside">
    <a class="ds-link" href="/help/lost-authenticator" target="_blank" rel="noopener">
      {lostPhone.guide}
      <span class="ds-sr-only">{authenticator.opensNew}</span>
    </a>
  </p>
)
