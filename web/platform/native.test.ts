// The shell's part in a real browser, over Capacitor's own bridge code. Only the phone behind the bridge is played.
import { type Browser, chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { findChromium } from '../../scripts/find-chromium.ts'
import { playPhone } from '../../test/support/played-phone.ts'

let browser: Browser
let page: Page
let script: string

beforeAll(async () => {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'nb',
        enforce: 'pre',
        async resolveId(source, importer) {
          return source.endsWith('/words/active.ts') ? this.resolve(source.replace('active', 'nb'), importer) : null
        },
      },
    ],
    build: {
      write: false,
      lib: { entry: 'web/platform/native.ts', formats: ['iife'], name: 'native' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const { output } = Array.isArray(result) ? (result[0] as never) : (result as never as { output: { code: string }[] })
  script = (output as { code: string }[])[0]?.code ?? ''
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] })
})
afterAll(() => browser?.close())
beforeEach(async () => {
  await page?.close()
  page = await browser.newPage()
  await page.route('https://localhost/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<html></html>' }),
  )
  await page.addInitScript(playPhone)
  await page.goto('https://localhost/')
})

/** Runs a text of JavaScript with `phone` and a fresh platform `p`; a VaultError becomes its reason. */
async function on<T = unknown>(body: string, before = ''): Promise<T> {
  await page.evaluate(script)
  return page.evaluate(`(async () => { ${before}; const p = await native.createNativePlatform('https://konto.example.no');
    const why = (done) => done.then(() => 'done', (e) => e.reason ?? String(e)); ${body} })()`) as Promise<T>
}

const token = JSON.stringify({ token: 't', device: 'd' })

it('keeps the token, reads it and forgets it', async () => {
  const seen =
    await on(`const none = await p.vault.read(); await p.vault.keep(${token}); const kept = await p.vault.read();
    await p.vault.forget(); return [none, kept, await p.vault.read() ?? null, p.kind, p.server]`)
  expect(seen).toEqual([undefined, JSON.parse(token), null, 'android', 'https://konto.example.no'])
})

it('keeps it on this device alone', async () => {
  const calls = await on<[string, { access: number; sync: boolean }][]>(
    `await p.vault.keep(${token}); return phone.calls`,
  )
  expect(calls.find(([name]) => name === 'SecureStorage.internalSetItem')?.[1]).toMatchObject({
    access: 1,
    sync: false,
  })
})

it('asks for the finger where the lock is on, and leaves no open copy', async () => {
  const seen = await on(`await p.vault.keep(${token}); await p.vault.biometrics.turn(true, ${token});
    return [await p.vault.biometrics.isOn(), JSON.stringify(phone.open).includes('"t'), await p.vault.read(),
      phone.calls.find(([name]) => name === 'NativeBiometric.setData')[1].accessControl]`)
  expect(seen).toEqual([true, false, JSON.parse(token), 1])
})

it('tells a cancelled question from a changed finger', async () => {
  const seen = await on(`await p.vault.keep(${token}); await p.vault.biometrics.turn(true, ${token});
    phone.finger = 'cancel'; const cancelled = await why(p.vault.read());
    phone.finger = 'accept'; phone.locked = {}; return [cancelled, await why(p.vault.read())]`)
  expect(seen).toEqual(['cancelled', 'changed'])
})

it('does not turn on a lock that its owner cannot open', async () => {
  const seen = await on(`await p.vault.keep(${token}); phone.finger = 'cancel';
    const why1 = await why(p.vault.biometrics.turn(true, ${token}));
    return [why1, await p.vault.biometrics.isOn(), await p.vault.read(), phone.locked]`)
  expect(seen).toEqual(['cancelled', false, JSON.parse(token), {}])
})

it('keeps a renewed token behind the lock, and turns it off with the sign-out', async () => {
  const seen = await on(`await p.vault.keep(${token}); await p.vault.biometrics.turn(true, ${token});
    await p.vault.keep({ token: 'new' }); const renewed = [JSON.stringify(phone.open).includes('new'), await p.vault.read()];
    await p.vault.keep({ device: 'd' }); return [...renewed, await p.vault.biometrics.isOn(), await p.vault.read(), phone.locked]`)
  expect(seen).toEqual([false, { token: 'new' }, false, { device: 'd' }, {}])
})

it('says when the phone is full', async () => {
  const seen = await on(`phone.isFull = true; return [await why(p.vault.keep(${token})), await p.copy('x')]`)
  expect(seen).toEqual(['full', false])
})

it('offers no lock where the phone has no finger to ask for', async () => {
  expect(await on('return p.vault.biometrics === undefined', 'phone.biometry = false')).toBe(true)
})

it('copies, hands otpauth over, and tells when nobody takes it', async () => {
  const seen =
    await on(`const copied = await p.copy('KEY'); const taken = await p.openAuthenticator('otpauth://totp/x');
    phone.hasAuthenticator = false; return [copied, taken, await p.openAuthenticator('otpauth://totp/x')]`)
  expect(seen).toEqual([true, true, false])
})

it('hides itself from the list of open apps before it draws', async () => {
  expect(await on('return phone.calls[0][0]')).toBe('PrivacyScreen.enable')
})

it('tells of leaving and coming back, and not of the question for the finger', async () => {
  const seen = await on(`const told = []; p.watchPresence(() => told.push('left'), () => told.push('back'));
    await new Promise((done) => setTimeout(done, 50)); const state = phone.listeners.appStateChange;
    await p.vault.biometrics.turn(true, ${token}); state({ isActive: false }); state({ isActive: false }); state({ isActive: true });
    return told`)
  expect(seen).toEqual(['left', 'back'])
})

it('follows the address it was started with once, and each that comes later', async () => {
  const body = `const told = []; p.watchLinks((address) => told.push(address)); await new Promise((done) => setTimeout(done, 50));
    phone.listeners.appUrlOpen({ url: 'https://konto.example.no/thaw#b' }); return told`
  const launch = "phone.launch = 'https://konto.example.no/not-me#a'"
  expect(await on(body, launch)).toEqual(['https://konto.example.no/not-me#a', 'https://konto.example.no/thaw#b'])
})

it('does not follow it again when its page is loaded anew', async () => {
  const body =
    'const told = []; p.watchLinks((a) => told.push(a)); await new Promise((done) => setTimeout(done, 50)); return told'
  const launch = "phone.launch = 'https://konto.example.no/not-me#a'"
  expect(await on(body, launch)).toHaveLength(1)
  await page.reload()
  expect(await on(body, launch)).toEqual([])
})

it('goes away when there is nothing left to go back to', async () => {
  const seen = await on(`let more = true; p.watchBack(() => more); await new Promise((done) => setTimeout(done, 50));
    phone.listeners.backButton({}); const before = phone.calls.length; more = false; phone.listeners.backButton({});
    await new Promise((done) => setTimeout(done, 50)); return phone.calls.slice(before).map(([name]) => name)`)
  expect(seen).toEqual(['App.minimizeApp'])
})
