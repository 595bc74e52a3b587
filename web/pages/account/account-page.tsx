import type { ComponentChildren } from 'preact'
import { account } from '../../words/active.ts'

interface AccountPageProps {
  current: 'security' | 'devices' | 'activity'
  children: ComponentChildren
}

const links = { security: '/account/security', devices: '/account/devices', activity: '/account/activity' } as const

/** A page of the account: the menu at its left on a desktop, above it on a phone. */
export function AccountPage({ current, children }: AccountPageProps) {
  return (
    <div class="account">
      <nav aria-label={account.nav}>
        <ul>
          {(['security', 'devices', 'activity'] as const).map((name) => (
            <li key={name}>
              <a href={links[name]} aria-current={name === current ? 'page' : undefined}>
                {account[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="column">
        <h1 class="ds-heading" data-size="lg">
          {account[current]}
        </h1>
        {children}
      </div>
    </div>
  )
}
