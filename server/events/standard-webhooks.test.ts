import { expect, test } from 'vitest'
import { parseWebhookSecrets, webhookHeaders } from './standard-webhooks.ts'

// The specification's own example (standard-webhooks.md, "Signature scheme", symmetric).
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

test('signs as the specification shows it', () => {
  const [key] = parseWebhookSecrets(secret) ?? []
  const body = '{"test": 2432232314}'
  const headers = webhookHeaders([key as Buffer], 'msg_p5jXN8AQM9LWM0D4loKWxJek', new Date(1_614_265_330_000), body)
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('two secrets give two signatures, parted by a space', () => {
  const keys = parseWebhookSecrets(`${secret} whsec_${Buffer.alloc(32, 7).toString('base64')}`) ?? []
  const { 'webhook-signature': signature = '' } = webhookHeaders(keys, 'id', new Date(), '{}')
  expect(signature.split(' ').map((each) => each.slice(0, 3))).toEqual(['v1,', 'v1,'])
})

test.each(['', 'abc', 'whsec_', 'whsec_c2hvcnQ=', 'whsec_not base64', `whsec_${Buffer.alloc(65).toString('base64')}`])(
  'refuses the secret %j',
  (text) => {
    expect(parseWebhookSecrets(text)).toBeUndefined()
  },
)
