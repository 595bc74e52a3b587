// Draws every page in one language, at build time (scripts/build.ts). The brand is a mark the server fills in.
import type { ComponentType, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { App } from './app/app.tsx'
import { guideNames } from './help/guides.ts'
import type { Picture, Sources } from './help/read-guide.ts'
import { Activity } from './pages/account/activity.tsx'
import { Devices } from './pages/account/devices.tsx'
import { Security } from './pages/account/security.tsx'
import { Approve } from './pages/approve/approve.tsx'
import { ForgotPassword } from './pages/forgot-password/forgot-password.tsx'
import { helpPages } from './pages/help/help-pages.tsx'
import { Home } from './pages/home/home.tsx'
import { SignedInHome } from './pages/home/signed-in-home.tsx'
import { LogIn, type LogInProps } from './pages/log-in/log-in.tsx'
import { NotFound } from './pages/not-found/not-found.tsx'
import { NotMe } from './pages/not-me/not-me.tsx'
import { Outbox } from './pages/outbox/outbox.tsx'
import { SignUp } from './pages/sign-up/sign-up.tsx'
import { Staff } from './pages/staff/staff.tsx'
import { Terms } from './pages/terms/terms.tsx'
import { Thaw } from './pages/thaw/thaw.tsx'
import { UndoChange } from './pages/undo-change/undo-change.tsx'
import { type Assets, Document } from './parts/document.tsx'
import { supportMark } from './parts/operator.ts'
import { Shell, type ShellProps } from './parts/shell.tsx'
import {
  account,
  app,
  approval,
  forgotPassword,
  frame,
  home,
  logIn,
  notFound,
  notMe,
  outbox,
  signedIn,
  signUp,
  staff,
  terms,
  thaw,
  undoChange,
} from './words/active.ts'

/** Stands for the operator's brand in every drawn page. */
export const brandMark = '%BRAND%'

interface Page {
  /** Its script, as vite.config.ts names it. */
  entry: string
  title: string
  kind: ShellProps['kind']
  body: VNode
  /** What whoever is signed in sees instead, where that differs. */
  signedInBody?: VNode
  /** The guide for whoever is stuck here. */
  guide?: ShellProps['guide']
  /** There is nothing to do but to read: it needs no script. */
  isForReading?: true
  /** Signing up is what it is for, or it leads there in its own words. */
  offersSignUp?: boolean
}

/** The part of a page that lives, in the place where its script takes it over. */
function island<Props extends object>(Island: ComponentType<Props>, props: Props): VNode {
  return (
    <div id="island" data-props={JSON.stringify(props)}>
      <Island {...props} />
    </div>
  )
}

const card = (content: VNode) => <div class="ds-card card">{content}</div>

const homePage = (hasEnded: boolean): Page => ({
  entry: 'home',
  title: home.title(brandMark),
  kind: 'page',
  offersSignUp: !hasEnded,
  body: <Home brand={brandMark} hasEnded={hasEnded} />,
})

const logInPage = (props: LogInProps): Page => ({
  entry: 'log-in',
  title: logIn.title,
  kind: 'door',
  guide: 'cannot-log-in',
  body: card(island(LogIn, props)),
})

const pages: Record<string, Page> = {
  home: homePage(false),
  'home-ended': homePage(true),
  'home-signed-in': { entry: 'home-signed-in', title: signedIn.title, kind: 'account', body: island(SignedInHome, {}) },
  'log-in': logInPage({ method: 'phone' }),
  'log-in-email': logInPage({ method: 'email' }),
  'log-in-ended': logInPage({ method: 'phone', hasEnded: true }),
  'log-in-email-ended': logInPage({ method: 'email', hasEnded: true }),
  'sign-up': {
    entry: 'sign-up',
    title: signUp.title,
    kind: 'door',
    offersSignUp: true,
    body: card(island(SignUp, {})),
  },
  'forgot-password': {
    entry: 'forgot-password',
    title: forgotPassword.title,
    kind: 'door',
    guide: 'forgot-password',
    body: card(island(ForgotPassword, {})),
  },
  'undo-change': {
    entry: 'undo-change',
    title: undoChange.title,
    kind: 'door',
    guide: 'stolen-phone',
    body: card(island(UndoChange, {})),
  },
  'not-me': {
    entry: 'not-me',
    title: notMe.title,
    kind: 'door',
    guide: 'stolen-phone',
    body: card(island(NotMe, {})),
  },
  thaw: { entry: 'thaw', title: thaw.title, kind: 'door', guide: 'thaw', body: card(island(Thaw, {})) },
  terms: {
    entry: 'terms',
    title: terms.title,
    kind: 'page',
    isForReading: true,
    offersSignUp: true,
    body: <Terms brand={brandMark} />,
    signedInBody: <Terms brand={brandMark} isSignedIn />,
  },
  security: { entry: 'security', title: account.security, kind: 'account', body: island(Security, {}) },
  activity: { entry: 'activity', title: account.activity, kind: 'account', body: island(Activity, {}) },
  devices: { entry: 'devices', title: account.devices, kind: 'account', body: island(Devices, {}) },
  approve: { entry: 'approve', title: approval.title, kind: 'account', body: card(island(Approve, {})) },
  staff: { entry: 'staff', title: staff.title, kind: 'door', body: island(Staff, {}) },
  outbox: { entry: 'outbox', title: outbox.title, kind: 'page', body: island(Outbox, {}) },
  'not-found': {
    entry: 'terms',
    title: notFound.title,
    kind: 'page',
    isForReading: true,
    offersSignUp: true,
    body: <NotFound />,
    signedInBody: <NotFound isSignedIn />,
  },
}

interface Drawn {
  name: string
  html: string
}

/**
 * All pages but those of the help centre.
 *
 * @param assetsOf the files of an entry
 */
export const drawPages = (assetsOf: (entry: string) => Assets): Drawn[] =>
  Object.entries(pages).flatMap(([name, page]) => drawBoth(name, page, assetsOf))

/** Pages for everybody are a signed-in person's too: drawn for both, each with its own script. The home page is another then. */
function drawBoth(name: string, page: Page, assetsOf: (entry: string) => Assets): Drawn[] {
  const drawn = { name, html: drawPage(page, assetsOf(page.entry)) }
  if (page.kind !== 'page' || page.entry === 'home') return [drawn]
  const body = page.signedInBody ?? page.body
  const html = drawPage({ ...page, body }, assetsOf(`${page.entry}-signed-in`), 'account')
  return [drawn, { name: `${name}.signed-in`, html }]
}

/**
 * @param files everything the app's script may ever load
 * @param guides address of what a search of the guides looks through
 */
export function drawApp(assets: Assets, files: string[], guides: string): string {
  const help = ['/help', ...guideNames.map((name) => `/help/${name}`)]
  const icons = ['/icon.svg', '/app.webmanifest']
  const document = (
    <Document
      title={app.home}
      brand={brandMark}
      support={supportMark}
      assets={assets}
      files={[...files, guides, ...icons, ...help]}
      guides={guides}
    >
      <div id="app">
        <App brand={brandMark} />
      </div>
      <noscript>
        <p class="text">{frame.noScript}</p>
      </noscript>
    </Document>
  )
  return `<!doctype html>${renderToString(document)}`
}

/**
 * The pages of the help centre by name, and what a search looks through.
 *
 * @param sources the guides' Markdown, in every language: what is not written in this one is shown in another
 */
export function drawHelp(sources: Sources, pictures: Record<string, Picture>, assetsOf: (entry: string) => Assets) {
  const { pages, entries } = helpPages(sources, pictures)
  const drawn = pages.flatMap(({ name, title, body }) =>
    drawBoth(name, { entry: 'help', title, kind: 'page', isForReading: true, body }, assetsOf),
  )
  return { pages: drawn, entries }
}

/** «Logg inn» is customers': not before the staff's own door. */
function cornerOf({ entry, kind }: Page): ShellProps['corner'] {
  if (kind === 'account') return 'account'
  return entry === 'log-in' || entry === 'staff' ? undefined : 'log-in'
}

function drawPage(page: Page, assets: Assets, corner = cornerOf(page)): string {
  const { title, kind, guide, isForReading, offersSignUp, body } = page
  const signUpLink = corner === 'log-in' && !offersSignUp
  const document = (
    <Document title={title} brand={brandMark} support={supportMark} assets={assets}>
      <Shell brand={brandMark} kind={kind} corner={corner} signUpLink={signUpLink} guide={guide}>
        {body}
        {!isForReading && (
          <noscript>
            <p class="text">{frame.noScript}</p>
          </noscript>
        )}
      </Shell>
    </Document>
  )
  return `<!doctype html>${renderToString(document)}`
}
