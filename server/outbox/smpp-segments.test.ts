import { expect, test } from 'vitest'
import { segmentSms } from './smpp-segments.ts'

const lengths = (text: string) => segmentSms(text, 7).map(({ bytes }) => bytes.length)

test('one part holds 160 signs of GSM 03.38, joined parts 153 each', () => {
  expect(lengths('æ'.repeat(160))).toEqual([160])
  expect(lengths('æ'.repeat(161))).toEqual([6 + 153, 6 + 8])
})

test('one part holds 70 signs of UCS-2, joined parts 67 each', () => {
  expect(lengths('č'.repeat(70))).toEqual([140])
  expect(lengths('č'.repeat(71))).toEqual([6 + 134, 6 + 8])
})

test('a sign written with an escape is not cut in two', () => {
  const [first, second] = segmentSms(`${'a'.repeat(152)}€${'a'.repeat(20)}`, 7)
  expect(first?.bytes.length).toBe(6 + 152)
  expect(second?.bytes.subarray(6, 8)).toEqual(Buffer.from([0x1b, 0x65]))
})

test('a sign of two units is not cut in two', () => {
  const [first] = segmentSms(`${'č'.repeat(66)}🙂${'č'.repeat(20)}`, 7)
  expect(first?.bytes.length).toBe(6 + 132)
})

test('each part says which it is of how many (3GPP TS 23.040 §9.2.3.24.1)', () => {
  const headers = segmentSms('a'.repeat(400), 0x1ff).map(({ bytes }) => bytes.subarray(0, 6).toString('hex'))
  expect(headers).toEqual(['050003ff0301', '050003ff0302', '050003ff0303'])
})
