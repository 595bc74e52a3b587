// The frame of every page, drawn once at build time: brand and language above, the page, help and terms below.
import type { ComponentChildren } from 'preact'
import { account, common, frame, help, locale } from '../words/active.ts'
import { languageNames, locales } from '../words/locales.ts'
import { Gate } from './drawings.tsx'

export interface ShellProps {
  brand: string
  /** `door`: one card (sign-in, sign-up). `page`: public text. `account`: signed in. */
  kind: 'door' | 'page' | 'account'
  /** What stands at the top right: «Konto» for whoever is signed in, «Logg inn» for everybody else; nothing at a door to sign in by. */
  corner: 'account' | 'log-in' | undefined
  /** Shows «Registrer deg» below, on signed-out pages that do not offer it themselves: quiet, since it is not what one came for. */
  signUpLink: boolean
  /** For whoever is stuck here: stands below the card, outside of what a script draws. */
  guide?: keyof typeof help.links
  children: ComponentChildren
}

export function Shell({ brand, kind, corner, signUpLink, guide, children }: ShellProps) {
  return (
    <div class="shell" data-kind={kind}>
      <a class="skip" href="#main">
        {frame.skip}
      </a>
      <header class="top">
        <a class="brand" href="/">
          <Gate />
          <span>{brand}</span>
        </a>
        <LanguageSwitch />
        {corner === 'log-in' && (
          <a class="ds-button" data-variant="secondary" href="/log-in">
            {common.logIn}
          </a>
        )}
        {corner === 'account' && <AccountMenu />}
      </header>
      <main id="main" tabIndex={-1}>
        {children}
        {guide && (
          <p class="aside">
            <a class="ds-link" href={`/help/${guide}`}>
              {help.links[guide]}
            </a>
          </p>
        )}
      </main>
      <footer class="bottom">
        <a class="ds-link" href="/help">
          {help.title}
        </a>
        <a class="ds-link" href="/terms">
          {frame.terms}
        </a>
        {signUpLink && (
          <a class="ds-link" href="/sign-up">
            {common.signUp}
          </a>
        )}
        <DemoOnly>
          <a class="ds-link" href="/outbox">
            {frame.outbox}
          </a>
        </DemoOnly>
      </footer>
    </div>
  )
}

/** What the server leaves out of the page in production (server/pages.ts knows the element). */
const DemoOnly = ({ children }: { children: ComponentChildren }) => <span data-demo="">{children}</span>

/** As the country select: the real select lies unseen over the drawn name, which shortens on a narrow phone. */
function LanguageSwitch() {
  return (
    <div class="language over">
      <label class="ds-sr-only" for="language">
        {frame.language}
      </label>
      <span class="ds-input" aria-hidden="true">
        <span class="long">{languageNames[locale]}</span>
        <span class="short">{locale.toUpperCase()}</span>
      </span>
      <select id="language" autocomplete="off">
        {locales.map((each) => (
          <option key={each} value={each} lang={each} selected={each === locale}>
            {languageNames[each]}
          </option>
        ))}
      </select>
    </div>
  )
}

function AccountMenu() {
  return (
    <>
      <button class="ds-button" data-variant="secondary" type="button" popovertarget="account-menu">
        {account.menu}
      </button>
      <div id="account-menu" popover="auto" class="menu">
        <a href="/account/security">{account.security}</a>
        <a href="/account/devices">{account.devices}</a>
        <button type="button" id="log-out">
          {account.logOut}
        </button>
        <p id="log-out-failed" class="error" role="alert" />
      </div>
    </>
  )
}
