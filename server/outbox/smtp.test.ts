import { expect, test } from 'vitest'
import { outboxBench } from '../../test/support/outbox.ts'
import { startPeer, startSilent, until } from '../../test/support/peer.ts'
import type { ReceivedMail } from '../../test/support/smtp-server-process.ts'
import { openSmtp } from './smtp.ts'

const message = {
  id: '0190c0de-0000-7000-8000-00000000002a',
  to: 'kari@example.no',
  locale: 'nn' as const,
  subject: 'Hei',
  text: 'Tekst',
  html: '<p>Tekst</p>',
  createdAt: new Date('2026-03-02T12:30:00Z'),
}
const never = new AbortController().signal

async function startSmtp(...behaviour: Parameters<typeof startPeer> extends [unknown, ...infer Rest] ? Rest : never) {
  const peer = await startPeer<ReceivedMail>('smtp-server', ...behaviour)
  const smtp = openSmtp({ url: `smtp://127.0.0.1:${peer.port}`, from: 'Fjordbørs <no-reply@bors.example>' })
  return { peer, smtp }
}

test('a mail arrives with its sender, its id and no more than one recipient', async () => {
  const { peer } = await startSmtp()
  const bench = await outboxBench({
    SMTP_URL: `smtp://127.0.0.1:${peer.port}`,
    MAIL_FROM: 'Fjordbørs <no-reply@bors.example>',
  })
  await bench.work()
  const id = await bench.enqueue({ to: 'øyvind@blåbær.example', expiresAt: new Date(Date.now() + 600_000) })
  await until(async () => (await bench.row(id)).state === 'delivered')

  await peer.receives(1) // its answer may be here before its word of what it was given
  const [mail] = peer.received
  expect(mail?.from).toBe('no-reply@bors.example')
  expect(mail?.to).toHaveLength(1)
  expect(mail?.to[0]).toMatch(/^øyvind@(blåbær|xn--blbr-roah)\.example$/)
  const headers = Object.fromEntries(mail?.headers ?? [])
  expect(headers['message-id']).toBe(`<${id}@bors.example>`)
  expect(headers['auto-submitted']).toBe('auto-generated')
  expect(headers['content-language']).toBe('nb')
  expect(mail?.subject).toBe('Bekreftelseskoden din fra Fjordbørs')
  expect(mail?.text).toMatch(/^40718263$/m)
  expect(mail?.html).toContain('>40718263<')
  expect(mail?.text).toContain('Den gjelder i 10 minutter')
  expect((await bench.row(id)).provider_id).toMatch(/\w{4,}/)
})

test.each([
  'a@b.no\r\nBcc: thief@evil.example',
  'a@b.no\nBcc: thief@evil.example',
  'a@b.no, thief@evil.example',
  'a@b.no <thief@evil.example>',
  'a@b.no>\r\nRCPT TO:<thief@evil.example',
  '"a, thief@evil.example" <a@b.no>',
  'thief@evil.example\0@b.no',
])('refuses to write %j as an address', async (to) => {
  const { peer, smtp } = await startSmtp()
  await expect(smtp.send({ ...message, to }, never)).rejects.toMatchObject({ permanent: true })
  expect(peer.received).toEqual([])
})

test('a line break in the subject or the sender begins no header', async () => {
  const { peer } = await startSmtp()
  const from = 'Børs\r\nBcc: thief@evil.example\r\n <no-reply@bors.example>'
  const smtp = openSmtp({ url: `smtp://127.0.0.1:${peer.port}`, from })
  await smtp.send({ ...message, subject: 'Hei\r\nBcc: thief@evil.example\r\n\r\n<p>mer' }, never)
  await peer.receives(1) // its answer may be here before its word of what it was given
  const [mail] = peer.received
  expect(mail?.to).toEqual(['kari@example.no'])
  expect(mail?.headers.map(([key]) => key)).not.toContain('bcc')
  expect(mail?.subject).toBe('Hei Bcc: thief@evil.example <p>mer')
})

test('a server whose certificate nobody vouches for gets no mail', async () => {
  const { SMTPServer } = await import('smtp-server')
  const server = new SMTPServer({ secure: true, authOptional: true, logger: false })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  const smtp = openSmtp({ url: `smtps://127.0.0.1:${port}`, from: 'no-reply@bors.example' })
  await expect(smtp.send(message, never)).rejects.toMatchObject({ permanent: false })
  await new Promise<void>((resolve) => server.close(resolve))
})

test.each([
  ['busy', false],
  ['refuse', true],
  ['lock-out', false],
  ['die', false],
] as const)('what a server that answers "%s" did is permanent: %s', async (behaviour, permanent) => {
  const { smtp } = await startSmtp(behaviour)
  await expect(smtp.send(message, never)).rejects.toMatchObject({ name: 'DeliveryError', permanent })
})

test('a server that never answers is let go when the time is up', async () => {
  const { smtp } = await startSmtp('hang')
  await expect(smtp.send(message, AbortSignal.timeout(300))).rejects.toMatchObject({ permanent: false })
})

test('a server that takes the connection and says nothing, likewise', async () => {
  const { port } = await startSilent()
  const smtp = openSmtp({ url: `smtp://127.0.0.1:${port}`, from: 'no-reply@bors.example' })
  await expect(smtp.send(message, AbortSignal.timeout(300))).rejects.toMatchObject({ permanent: false })
})
