// Keeps the app and its help on the device, so that both open without a network. Answers of the API are never kept.

import { trustedScript } from '../parts/trusted-script.ts'

/** Has the service worker keep the app. A shell names no files: it carries them. Without one, everything works but being offline. */
export function keepOffline(): void {
  if (!document.documentElement.dataset.files || !('serviceWorker' in navigator)) return
  navigator.serviceWorker
    .register(trustedScript('portvakt-app-worker', '/app-worker.js'), { scope: '/app' })
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active?.postMessage({ keep: true }))
    .catch(() => {})
}
