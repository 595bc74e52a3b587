// Keeps the app and its help on the device, so that both open without a network. Answers of the API are never kept.

import { trustedScript } from '../parts/trusted-script.ts'

/** Tells the service worker which files this app is made of. Without one, everything works but being offline. */
export function keepOffline(): void {
  const files = document.documentElement.dataset.files
  if (!files || !('serviceWorker' in navigator)) return
  navigator.serviceWorker
    .register(trustedScript('portvakt-app-worker', '/app-worker.js'), { scope: '/app' })
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active?.postMessage({ keep: files.split(' ') }))
    .catch(() => {})
}
