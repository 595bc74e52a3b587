// The worked example of docs/integrators.md is run as it stands there, by an exchange that has nothing but the document.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '../../server/api-keys/manage-api-keys.ts'
import { type Api, withApi } from '../support/api.ts'
import { CONTENT, customerOf } from '../support/approvals.ts'

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'integrators.md')

interface Example {
  approveWithdrawal(
    withdrawal: { number: number; accountId: string; content: object },
    show: (url: string) => void,
  ): Promise<{ state: string }>
}

let api: Api
let folder: string
let example: Example
beforeAll(async () => {
  api = await withApi()
  const { key } = await createApiKey(api.deps, { name: 'Nordbørs', scopes: ['approvals:write'], days: 1 })
  process.env.PORTVAKT = await api.app.listen({ host: '127.0.0.1', port: 0 })
  process.env.PORTVAKT_KEY = key
  const [, code = ''] = /```js\n(import .*?)```/s.exec(await readFile(DOCUMENT, 'utf8')) ?? []
  folder = await mkdtemp(join(tmpdir(), 'portvakt-example-'))
  await writeFile(join(folder, 'withdraw.mjs'), code)
  example = await import(pathToFileURL(join(folder, 'withdraw.mjs')).href)
})
afterAll(async () => {
  for (const name of ['PORTVAKT', 'PORTVAKT_KEY']) delete process.env[name]
  await api.close()
  await rm(folder, { recursive: true, force: true })
})

const idIn = (url: string) => url.split('/').at(-1) ?? ''

test('a withdrawal is asked about, approved by the person, checked and redeemed', async () => {
  const { accountId, approve } = await customerOf(api)
  const withdrawal = { number: 7, accountId, content: CONTENT }
  const approved = example.approveWithdrawal(withdrawal, (url) => void approve(idIn(url)))
  expect(await approved).toMatchObject({ state: 'redeemed' })
  // Run once more after a crash, it comes to the same end and pays nothing twice.
  await expect(example.approveWithdrawal(withdrawal, () => {})).rejects.toThrow('redeemed')
})

test('a no stops it', async () => {
  const { accountId, cookie } = await customerOf(api)
  const answer = example.approveWithdrawal({ number: 8, accountId, content: CONTENT }, (url) => {
    void api.post(`account/approvals/${idIn(url)}/decline`, {}, cookie)
  })
  await expect(answer).rejects.toThrow('declined')
})

test('a freeze after the approval stops it', async () => {
  const { accountId, cookie, approve } = await customerOf(api)
  const answer = example.approveWithdrawal({ number: 9, accountId, content: CONTENT }, async (url) => {
    await approve(idIn(url))
    await api.post('account/freeze', {}, cookie)
  })
  await expect(answer).rejects.toThrow('approval_void')
})

test('a proof that somebody on the way has changed is not taken', async () => {
  const { accountId, approve } = await customerOf(api)
  const { fetch } = globalThis
  globalThis.fetch = async (...asked) => {
    const answer = await fetch(...asked)
    const text = await answer.text()
    return new Response(
      text.replace(/("proof":"[^.]+\.[^.]{30})(.)/, (_all, before, letter) => before + (letter === 'A' ? 'B' : 'A')),
      answer,
    )
  }
  try {
    const answer = example.approveWithdrawal(
      { number: 10, accountId, content: CONTENT },
      (url) => void approve(idIn(url)),
    )
    await expect(answer).rejects.toThrow('proof_wrong')
    expect(await api.count('approvals', `account_id = '${accountId}' AND state = 'redeemed'`)).toBe(0)
  } finally {
    globalThis.fetch = fetch
  }
})
