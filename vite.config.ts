import { defineConfig } from 'vite'
import { policy } from './server/platform/policy.ts'
import type { Locale } from './web/words/locales.ts'

/** The script of each page. */
export const entries = {
  home: 'web/pages/home/entry.tsx',
  'home-signed-in': 'web/pages/home/signed-in-entry.tsx',
  'log-in': 'web/pages/log-in/entry.tsx',
  'sign-up': 'web/pages/sign-up/entry.tsx',
  'forgot-password': 'web/pages/forgot-password/entry.tsx',
  'undo-change': 'web/pages/undo-change/entry.tsx',
  'not-me': 'web/pages/not-me/entry.tsx',
  thaw: 'web/pages/thaw/entry.tsx',
  terms: 'web/pages/terms/entry.tsx',
  'terms-signed-in': 'web/pages/terms/signed-in-entry.tsx',
  help: 'web/pages/help/entry.tsx',
  'help-signed-in': 'web/pages/help/signed-in-entry.tsx',
  security: 'web/pages/account/security-entry.tsx',
  activity: 'web/pages/account/activity-entry.tsx',
  devices: 'web/pages/account/devices-entry.tsx',
  approve: 'web/pages/approve/entry.tsx',
  outbox: 'web/pages/outbox/entry.tsx',
  'outbox-signed-in': 'web/pages/outbox/signed-in-entry.tsx',
  staff: 'web/pages/staff/entry.tsx',
}

/** The script of the app: built apart, since it is one page, and would cut what the others share in other places. */
export const appEntry = 'web/app/entry.tsx'

/** Puts one language's words in the place of `words/active.ts`, so that a page carries no other. */
const speak = (locale: Locale) => ({
  name: 'portvakt:speak',
  enforce: 'pre' as const,
  async resolveId(this: { resolve: Resolve }, source: string, importer?: string) {
    if (!source.endsWith('/words/active.ts')) return null
    return this.resolve(source.replace('active.ts', `${locale}.ts`), importer)
  },
})

/** Vite's loader of lazy scripts fetches their parts ahead by a kilobyte of program: more than the fetching saves here. */
const loadPlainly = {
  name: 'portvakt:load-plainly',
  enforce: 'pre' as const,
  load: (id: string) =>
    id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load()' : undefined,
}

/** The figures as they are now, with the operator's: a page reads no environment. */
const figures = {
  name: 'portvakt:figures',
  enforce: 'pre' as const,
  load: (id: string) =>
    id.endsWith('/server/platform/policy.ts') ? `export const policy = ${JSON.stringify(policy)}` : undefined,
}

type Resolve = (source: string, importer?: string) => Promise<{ id: string } | null>

const shared = (locale: Locale) => ({
  configFile: false as const,
  root: import.meta.dirname,
  logLevel: 'warn' as const,
  plugins: [speak(locale), loadPlainly, figures],
  oxc: { jsx: { runtime: 'automatic' as const, importSource: 'preact' } },
})

/** What is met together travels together: cut into a file of its own each, every page would pay for the cuts. */
const together = [
  {
    name: 'code',
    test: /web\/parts\/(code-field|code-step|guide-link|password-error|user-name|flow-memory)\.tsx?$|web\/words\/..-code\.ts$/,
  },
  { name: 'phone', test: /web\/parts\/(phone-field|country-select|countries)\.tsx?$/ },
  { name: 'recovery', test: /web\/(parts\/identifier-field\.tsx|words\/..-recovery\.ts)$/ },
  { name: 'wake', test: /web\/parts\/(island|field)\.tsx$/ },
  { name: 'api', test: /web\/(api|parts\/(language|host|attempt))\.ts$|preload-helper/ },
]

/** The files of all pages in one language. */
export const browserBuild = (locale: Locale, outDir: string) =>
  filesBuild(locale, outDir, { name: 'pages', input: entries, groups: together })

/** The files of the app in one language. */
export const appBuild = (locale: Locale, outDir: string) =>
  filesBuild(locale, outDir, { name: 'app', input: { app: appEntry }, groups: [] })

/** Where a build says which script needs which files. */
export const manifestName = (locale: Locale, name: 'pages' | 'app') => `manifest.${name}.${locale}.json`

interface Files {
  name: 'pages' | 'app'
  input: Record<string, string>
  groups: { name: string; test: RegExp }[]
}

/** The browser's files in one language: hashed names, and a manifest of which page needs which. */
const filesBuild = (locale: Locale, outDir: string, { name, input, groups }: Files) =>
  defineConfig({
    ...shared(locale),
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      manifest: manifestName(locale, name),
      modulePreload: false,
      // A data: address in a script or a style would need a wider policy.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input,
        output: groups.length > 0 ? { codeSplitting: { groups, includeDependenciesRecursively: false } } : {},
      },
    },
  })

/** The program that draws the pages of one language, for the build alone. */
export const drawingBuild = (locale: Locale, outDir: string) =>
  defineConfig({
    ...shared(locale),
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      outDir,
      emptyOutDir: false,
      ssr: 'web/prerender.tsx',
      rolldownOptions: { output: { entryFileNames: `${locale}.mjs` } },
    },
  })
