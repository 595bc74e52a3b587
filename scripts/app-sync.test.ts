import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { editFile } from './app/edit.ts'
import { readAppOptions } from './app/options.ts'
import { makeProjects } from './app/projects.ts'
import { assembleShell } from './app/shell.ts'

const environment = {
  ORIGIN: 'https://konto.example.no',
  BRAND_NAME: 'Fjord & Co',
  SUPPORT_EMAIL: 'hjelp@example.no',
  APP_ID: 'no.example.konto',
  APP_VERSION: '1.4.2',
}

describe('the options of the app', () => {
  it.each([
    ['ORIGIN', undefined],
    ['ORIGIN', 'http://konto.example.no'],
    ['ORIGIN', 'https://konto.example.no/app'],
    ['ORIGIN', 'https://konto.example.no:8443'],
    ['ORIGIN', 'https://konto.example.no; script-src *'],
    ['BRAND_NAME', 'two\nlines'],
    ['BRAND_NAME', 'x'.repeat(31)],
    ['SUPPORT_EMAIL', 'nobody'],
    ['APP_ID', 'portvakt'],
    ['APP_ID', 'no.Portvakt.app'],
    ['APP_ID', 'no.port-vakt.app'],
    ['APP_VERSION', '1.4'],
    ['APP_VERSION', '0.0.0'],
    ['DEFAULT_LOCALE', 'de'],
  ])('refuse %s %s in one sentence that names it', (name, value) => {
    const read = () => readAppOptions({ ...environment, [name]: value })
    expect(read).toThrow(new RegExp(`^${name} must be [^\\n]+\\.$`))
  })

  it('count every version higher than the one before', () => {
    const code = (APP_VERSION: string) => readAppOptions({ ...environment, APP_VERSION }).versionCode
    const codes = ['0.0.1', '0.1.0', '0.999.999', '1.0.0', '1.4.2', '1.10.0', '2099.999.999'].map(code)
    expect(codes).toEqual(codes.toSorted((a, b) => a - b))
    expect(codes.at(-1)).toBeLessThanOrEqual(2_100_000_000) // what the Play store takes
  })
})

it('says so where a template has no place for a change', () => {
  const file = join(import.meta.dirname, 'app', 'edit.ts')
  expect(() => editFile(file, [[/no such place/g, '']])).toThrow(/template has changed/)
})

describe('the native projects', () => {
  let folder: string
  const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8')
  const android = (name: string) => read('native', 'android', 'app', 'src', 'main', name)
  const ios = (name: string) => read('native', 'ios', 'App', 'App', name)

  beforeAll(() => {
    mkdirSync(join(import.meta.dirname, '..', 'dist'), { recursive: true })
    folder = mkdtempSync(join(import.meta.dirname, '..', 'dist', '.app-test-'))
    const built = join(folder, 'web')
    const page = (name: string) =>
      `<!DOCTYPE html><html lang="nb" data-brand="%BRAND%" data-support="%SUPPORT%" data-files="/assets/a.js"><head><meta charset="utf-8"/><title>${name}</title><link rel="manifest" href="/app.webmanifest"/></head><body><span data-demo>demo</span></body></html>`
    for (const locale of ['nb', 'nn', 'en']) {
      mkdirSync(join(built, locale), { recursive: true })
      for (const name of ['app', 'help', 'guide-thaw', 'help-found', 'outbox']) {
        writeFileSync(join(built, locale, `${name}.html`), page(name))
      }
    }
    mkdirSync(join(built, 'assets'))
    for (const name of ['a.js', 'a.js.br', 'a.js.gz', 'p.webp']) writeFileSync(join(built, 'assets', name), '1')
    writeFileSync(join(built, 'icon.svg'), '<svg/>')
    const options = readAppOptions(environment)
    assembleShell(options, built, join(folder, 'shell'))
    makeProjects(options, join(folder, 'shell'), join(folder, 'native'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('carry the app and its help, and nothing else of the site', () => {
    for (const web of ['native/android/app/src/main/assets/public', 'native/ios/App/App/public']) {
      expect(readdirSync(join(folder, web, 'nb')).sort()).toEqual(['app.html', 'guide-thaw.html', 'help.html'])
      expect(readdirSync(join(folder, web, 'assets')).sort()).toEqual(['a.js', 'p.webp'])
      expect(existsSync(join(folder, web, 'index.html'))).toBe(true)
    }
  })

  it('show pages that know the brand and the server, and may do nothing but what the app does', () => {
    for (const page of [read('shell', 'nb', 'app.html'), read('shell', 'index.html')]) {
      expect(page).toContain('<meta name="portvakt-server" content="https:')
      expect(page).toContain("connect-src 'self' https://konto.example.no;")
      expect(page).not.toMatch(/unsafe|%BRAND%|%SUPPORT%|data-demo|data-files|webmanifest|<script>/)
      expect(page).toContain('Fjord &#38; Co')
    }
  })

  it('have a config that leads nowhere else, and shows nothing to a debugger', () => {
    for (const config of [android('assets/capacitor.config.json'), ios('capacitor.config.json')].map((text) =>
      JSON.parse(text),
    )) {
      expect(config).toMatchObject({
        appId: 'no.example.konto',
        appName: 'Fjord & Co',
        server: { androidScheme: 'https', iosScheme: 'capacitor', cleartext: false },
        android: { webContentsDebuggingEnabled: false, allowMixedContent: false },
        ios: { webContentsDebuggingEnabled: false },
      })
      expect(config.server).not.toHaveProperty('url')
      expect(config.server).not.toHaveProperty('allowNavigation')
    }
  })

  it('Android: ask for the net and the finger alone, back nothing up, and send nothing in the clear', () => {
    const manifest = android('AndroidManifest.xml')
    expect([...manifest.matchAll(/<uses-permission android:name="([^"]+)"/g)].map(([, name]) => name)).toEqual([
      'android.permission.INTERNET',
      'android.permission.USE_BIOMETRIC',
    ])
    for (const part of [
      'allowBackup="false"',
      'usesCleartextTraffic="false"',
      'dataExtractionRules="@xml/data_extraction_rules"',
    ]) {
      expect(manifest).toContain(`android:${part}`)
    }
    expect(manifest).not.toContain('provider')
    expect(android('res/xml/data_extraction_rules.xml').match(/<exclude domain="sharedpref"/g)).toHaveLength(2)
  })

  it('Android: open our own links and hand over otpauth', () => {
    const manifest = android('AndroidManifest.xml')
    expect(manifest).toContain('<intent-filter android:autoVerify="true">')
    expect([...manifest.matchAll(/android:(?:host|scheme)="([^"]+)"/g)].map(([, value]) => value)).toEqual([
      'https',
      'konto.example.no',
      'otpauth',
    ])
    expect([...manifest.matchAll(/android:path="([^"]+)"/g)].map(([, value]) => value)).toEqual([
      '/app',
      '/not-me',
      '/thaw',
      '/undo-change',
      '/approve',
    ])
  })

  it('have the version and the name', () => {
    const gradle = read('native', 'android', 'app', 'build.gradle')
    expect(gradle).toContain('versionCode 1004002\n')
    expect(gradle).toContain('versionName "1.4.2"')
    expect(gradle).toContain('applicationId "no.example.konto"')
    expect(android('res/values/strings.xml')).toContain('Fjord &amp; Co')
    const project = read('native', 'ios', 'App', 'App.xcodeproj', 'project.pbxproj')
    for (const setting of [
      'MARKETING_VERSION = 1.4.2;',
      'CURRENT_PROJECT_VERSION = 1004002;',
      'CODE_SIGN_ENTITLEMENTS = App/App.entitlements;',
      'PRODUCT_BUNDLE_IDENTIFIER = no.example.konto;',
    ]) {
      expect(project.split(setting)).toHaveLength(3) // Debug and Release
    }
    expect(ios('Info.plist')).toContain('<string>Fjord &amp; Co</string>')
  })

  it('iOS: name the domain, the reason for Face ID, and the scheme of authenticators', () => {
    for (const service of ['applinks', 'webcredentials'])
      expect(ios('App.entitlements')).toContain(`<string>${service}:konto.example.no</string>`)
    expect(ios('Info.plist')).toMatch(/NSFaceIDUsageDescription<\/key>\s*<string>[^<]+/)
    expect(ios('Info.plist')).toMatch(/LSApplicationQueriesSchemes<\/key>\s*<array>\s*<string>otpauth</)
  })

  it('wear our icon', () => {
    const icon = readFileSync(join(import.meta.dirname, '..', 'web', 'public', 'app', 'icon-1024.png'))
    expect(
      readFileSync(join(folder, 'native/ios/App/App/Assets.xcassets/AppIcon.appiconset/AppIcon-512@2x.png')).equals(
        icon,
      ),
    ).toBe(true)
  })
})
