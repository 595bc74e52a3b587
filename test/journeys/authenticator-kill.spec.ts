// The server is killed between every two steps, and in the middle of one: the owner goes on where it was.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nb as said, seeKey, walkToPhrase } from '../support/binding.ts'
import { expect, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { codeFor, createAccount, newEmail } from '../support/people.ts'
import { codeOn } from '../support/phone.ts'
import { endServers, freePort, type ServerProcess, spawnServer } from '../support/spawned-server.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

test('a server killed between the steps', async ({ browser, playwright }) => {
  test.setTimeout(180_000)
  const dataDir = await mkdtemp(join(tmpdir(), 'portvakt-kill-'))
  const env = { PORT: String(await freePort()), DATA_DIR: dataDir }
  const start = async (): Promise<ServerProcess> => {
    const server = await spawnServer(env)
    await server.ready()
    return server
  }
  let server = await start()
  const kill = async () => {
    server.process.kill('SIGKILL')
    await server.ended
  }
  const baseURL = server.url
  const request = await playwright.request.newContext({ baseURL })
  const page = await browser.newPage({ baseURL, locale: 'nb-NO' })
  try {
    const email = newEmail()
    await createAccount(request, { email })
    const walk = { who: visitor(page), words: nb, request }
    const { who } = walk
    /** Pressed while the server is dead: what was typed stays, and the same press succeeds once it is back. */
    const pressAcrossDeath = async (name: string) => {
      await kill()
      await who.press(name)
      await expect(page.getByRole('alert').filter({ hasText: 'Sjekk nettet' })).toBeVisible()
      server = await start()
      await who.press(name)
    }
    await page.goto('/log-in?next=/account/security')
    await logIn(walk, { email })
    await who.press(said.setUp)
    await who.sees(said.bindTitle)
    await pressAcrossDeath(said.send)
    await who.sees(nb.codeTitle)
    await who.type(nb.code, await codeFor(request, email))
    await pressAcrossDeath(nb.confirm)
    const secret = await seeKey(walk)
    await kill()
    server = await start()
    const phrase = await walkToPhrase(walk, codeOn(secret))
    await who.press(said.kept)
    await who.type(said.phrase, phrase)
    await pressAcrossDeath(nb.confirm)
    await who.sees(said.ready)
  } finally {
    await page.close()
    await request.dispose()
    await endServers()
    await rm(dataDir, { recursive: true, force: true })
  }
})
