import { expect, onTestFinished, test } from 'vitest'
import { type Behaviour, startPeer, startSilent, until } from '../../test/support/peer.ts'
import type { ReceivedSms } from '../../test/support/smpp-server-process.ts'
import { openSmpp } from './smpp.ts'

const message = {
  id: '0190c0de-0000-7000-8000-00000000002a',
  to: '+4791234567',
  locale: 'nb' as const,
  subject: '',
  text: '40718263\ner koden din på Børsen',
  html: '',
  createdAt: new Date('2026-03-02T12:30:00Z'),
}
const soon = () => AbortSignal.timeout(5000)

async function startSmpp(behaviour: Behaviour = 'take', { from = 'Fjordbors', port = 0 } = {}) {
  const peer = await startPeer<ReceivedSms>('smpp-server', behaviour, port)
  const smpp = openSmpp({ url: `smpp://porten:hemmelig@127.0.0.1:${peer.port}`, from, enquireSeconds: 0.1 })
  onTestFinished(() => smpp.close())
  return { peer, smpp }
}

// A centre's answer may be here before its word of what it was given: so its word is waited for.

test('a text message arrives whole, from an SMPP 3.4 transceiver', async () => {
  const { peer, smpp } = await startSmpp()
  expect(await smpp.send(message, soon())).toEqual({ providerId: 'sms-1' })
  await peer.receives(1)
  expect(peer.received).toEqual([
    {
      to: '4791234567',
      from: 'Fjordbors',
      text: message.text,
      dataCoding: 0,
      esmClass: 0,
      header: '',
      reference: 0x2a,
      bind: { system_id: 'porten', password: 'hemmelig', interface_version: 0x34 },
    },
  ])
})

test('signs that GSM 03.38 does not have travel as UCS-2', async () => {
  const { peer, smpp } = await startSmpp()
  await smpp.send({ ...message, text: 'Čakkes koda: 40718263 🙂' }, soon())
  await peer.receives(1)
  expect(peer.received[0]).toMatchObject({ text: 'Čakkes koda: 40718263 🙂', dataCoding: 8 })
})

test('a long text comes in numbered parts that keep their reference at the next try', async () => {
  const { peer, smpp } = await startSmpp()
  const text = 'Å'.repeat(200)
  await smpp.send({ ...message, text }, soon())
  await smpp.send({ ...message, text }, soon())
  await peer.receives(4)
  expect(peer.received.map((part) => part.header)).toEqual(['00032a0201', '00032a0202', '00032a0201', '00032a0202'])
  expect(peer.received[0]?.esmClass).toBe(0x40)
  expect(
    peer.received
      .slice(0, 2)
      .map((part) => part.text)
      .join(''),
  ).toBe(text)
})

test.each([
  ['busy', false],
  ['refuse', true],
  ['lock-out', false],
  ['die', false],
] as const)('what a centre that answers "%s" did is permanent: %s', async (behaviour, permanent) => {
  const { smpp } = await startSmpp(behaviour)
  await expect(smpp.send(message, soon())).rejects.toMatchObject({ name: 'DeliveryError', permanent })
})

test('a centre that hangs is found out by enquire_link before the time is up', async () => {
  const { smpp } = await startSmpp('hang')
  await expect(smpp.send(message, soon())).rejects.toThrow('smpp connection lost')
})

test('a centre that takes the connection and says nothing is let go when the time is up, and asked again when it speaks', async () => {
  const silent = await startSilent()
  const smpp = openSmpp({ url: `smpp://porten:hemmelig@127.0.0.1:${silent.port}`, from: 'Fjordbors' })
  onTestFinished(() => smpp.close())
  const began = performance.now()
  await expect(smpp.send(message, AbortSignal.timeout(300))).rejects.toMatchObject({ permanent: false })
  expect(performance.now() - began).toBeLessThan(2_000)
  await silent.close()
  const next = await startPeer<ReceivedSms>('smpp-server', 'take', silent.port)
  await until(async () => {
    await smpp.send(message, soon()).catch(() => undefined)
    return next.received.length > 0
  })
})

test('a lost session is made anew', async () => {
  const { peer, smpp } = await startSmpp()
  await smpp.send(message, soon())
  await peer.kill()
  await expect(smpp.send(message, soon())).rejects.toMatchObject({ permanent: false })
  const next = await startPeer<ReceivedSms>('smpp-server', 'take', peer.port)
  await until(async () => {
    await smpp.send(message, soon()).catch(() => undefined)
    return next.received.length > 0
  })
})

test('a number that is not E.164 is not written', async () => {
  const { peer, smpp } = await startSmpp()
  await expect(smpp.send({ ...message, to: '+47 912 34 567' }, soon())).rejects.toMatchObject({ permanent: true })
  expect(peer.received).toEqual([])
})
