import { supportAddress } from './operator.ts'

export const SupportLink = () => (
  <a class="ds-link" href={`mailto:${supportAddress()}`}>
    {supportAddress()}
  </a>
)
