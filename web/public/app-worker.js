// The app's service worker: the frame, its scripts and the help are kept; what is anybody's own is not so much as looked at.
// Its scope takes in every address that begins with these four letters: of the pages only the app's own are answered here.

const cacheName = 'portvakt-app'
/** The one page that all addresses of the app are. */
const page = '/app'
const patienceMs = 3000

const isFile = (path) => path.startsWith('/assets/') || /^\/app\/[\w-]+\.png$/.test(path) || path === '/icon.svg'
const isPage = (path) => path === page || (path.startsWith('/app/') && !isFile(path))
const isHelp = (path) => path === '/help' || path.startsWith('/help/')

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', (event) => {
  if (event.data?.keep) event.waitUntil(keep())
})

/** Fetches what is missing, and then drops what this app is no longer made of. The page comes last: it needs all the rest. */
async function keep() {
  const cache = await caches.open(cacheName)
  const newPage = await fetchGood(page)
  const named = /\sdata-files="([^"]*)"/.exec(await newPage.clone().text())?.[1].split(' ') ?? []
  const wanted = named.filter((path) => isFile(path) || isHelp(path) || path === '/app.webmanifest')
  // The help changes under its addresses; files have names that change with what they hold.
  const isMissing = async (path) => !isFile(path) || !(await cache.match(path))
  const keepOne = async (path) => (await isMissing(path)) && cache.put(path, await fetchGood(path))
  const done = await Promise.allSettled(wanted.map(keepOne))
  if (done.some(({ status }) => status === 'rejected')) return
  await cache.put(page, newPage)
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url)
    // Pictures of guides that were read stay as long as the guides do.
    if (pathname !== page && !wanted.includes(pathname) && !pathname.startsWith('/assets/help-'))
      await cache.delete(url)
  }
}

/** A proxy may answer with a page of its own, and say that all is well: kept as a script, it would be that for ever. */
function isGood(path, response) {
  const isHtml = response.headers.get('content-type')?.startsWith('text/html') ?? false
  return response.ok && !response.redirected && isHtml === (isPage(path) || isHelp(path))
}

async function fetchGood(path) {
  const response = await fetch(path, { cache: 'no-cache' })
  if (!isGood(path, response)) throw new Error(`${path}: ${response.status}`)
  return response
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') return isPage(url.pathname) ? event.respondWith(newest(page, event)) : undefined
  if (isFile(url.pathname)) return event.respondWith(kept(url.pathname, request))
  if (isHelp(url.pathname) && !url.search) return event.respondWith(newest(url.pathname, event))
})

/** From the network, or, when that is silent for a while, gone or broken, as it was kept. */
async function newest(path, event) {
  const cache = await caches.open(cacheName)
  const old = await cache.match(path)
  const fresh = fetch(event.request).then(async (response) => {
    // The page is kept by `keep` alone, with the files it needs.
    if (path !== page && isGood(path, response)) await cache.put(path, response.clone()).catch(() => {}) // no room
    return response.status < 500 ? response : (old ?? response)
  })
  if (!old) return fresh
  event.waitUntil(fresh.catch(() => {})) // whoever was answered out of the cache gets the newer one next time
  const waited = new Promise((resolve) => setTimeout(resolve, patienceMs, old))
  return Promise.race([fresh.catch(() => old), waited])
}

/** As it was kept: its name says that it is the same. */
async function kept(path, request) {
  const cache = await caches.open(cacheName)
  const old = await cache.match(path)
  if (old) return old
  const response = await fetch(request)
  if (isGood(path, response)) await cache.put(path, response.clone()).catch(() => {}) // no room: shown all the same
  return response
}
