import { createBrowserPlatform } from './browser.ts'
import type { Platform } from './platform.ts'

/** What the app runs in. The shell's part is fetched in a shell alone: a browser never carries its plugins. */
export async function choosePlatform(): Promise<Platform> {
  const { Capacitor } = globalThis as { Capacitor?: { isNativePlatform(): boolean } }
  if (!Capacitor?.isNativePlatform()) return createBrowserPlatform()
  const { createNativePlatform } = await import('./native.ts')
  return createNativePlatform(document.querySelector<HTMLMetaElement>('meta[name=portvakt-server]')?.content ?? '')
}
