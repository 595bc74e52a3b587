// The app's service worker: the frame, its scripts and the help are kept; what is anybody's own is not so much as looked at.
// Only requests of pages under /app come here.

const cacheName = 'portvakt-app'
/** The one page that all addresses of the app are. */
const page = '/app'
const patienceMs = 3000

const isFile = (path) => path.startsWith('/assets/') || path.startsWith('/app/') || path === '/icon.svg'
const isHelp = (path) => path === '/help' || path.startsWith('/help/')

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep))
})

/** Fetches what is missing, and then drops what this app is no longer made of. */
async function keep(paths) {
  const cache = await caches.open(cacheName)
  const wanted = [page, ...paths.filter((path) => isFile(path) || isHelp(path) || path === '/app.webmanifest')]
  // The page and the help change under their addresses; files have names that change with what they hold.
  const isMissing = async (path) => !isFile(path) || !(await cache.match(path))
  const missing = []
  for (const path of wanted) if (await isMissing(path)) missing.push(path)
  const fetched = await Promise.allSettled(missing.map((path) => fetchAndKeep(cache, path)))
  if (fetched.some(({ status }) => status === 'rejected')) return
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url)
    // Pictures of guides that were read stay as long as the guides do.
    if (!wanted.includes(pathname) && !pathname.startsWith('/assets/help-')) await cache.delete(url)
  }
}

async function fetchAndKeep(cache, path) {
  const response = await fetch(path, { cache: 'no-cache' })
  if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`)
  await cache.put(path, response.clone())
  return response
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') return event.respondWith(newest(page, request))
  if (isFile(url.pathname)) return event.respondWith(kept(url.pathname, request))
  if (isHelp(url.pathname) && !url.search) return event.respondWith(newest(url.pathname, request))
})

/** From the network, or, when that is silent for a while or gone, as it was kept. */
async function newest(path, request) {
  const cache = await caches.open(cacheName)
  const old = await cache.match(path)
  const fresh = fetch(request).then(async (response) => {
    if (response.ok && !response.redirected) await cache.put(path, response.clone()).catch(() => {}) // no room
    return response
  })
  if (!old) return fresh
  const waited = new Promise((resolve) => setTimeout(resolve, patienceMs, old))
  return Promise.race([fresh.catch(() => old), waited])
}

/** As it was kept: its name says that it is the same. */
async function kept(path, request) {
  const cache = await caches.open(cacheName)
  const old = await cache.match(path)
  if (old) return old
  const response = await fetch(request)
  if (response.ok) await cache.put(path, response.clone()).catch(() => {}) // no room: shown all the same
  return response
}
