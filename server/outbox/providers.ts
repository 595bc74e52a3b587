import type { Config } from '../config.ts'
import type { Provider, Providers } from './message.ts'
import { openSmpp } from './smpp.ts'
import { openSmsGateway } from './sms-gateway.ts'
import { openSmtp } from './smtp.ts'

export type ProviderConfig = Pick<Config, 'smtpUrl' | 'mailFrom' | 'smsUrl' | 'smsFrom'>

/** The ways out that the configuration names; a channel without one is absent. Connects when the first message goes. */
export function openProviders({ smtpUrl, mailFrom, smsUrl, smsFrom }: ProviderConfig): Providers {
  const providers: Providers = {}
  if (smtpUrl) providers.email = openSmtp({ url: smtpUrl, from: mailFrom })
  if (smsUrl) providers.sms = openSms(smsUrl, smsFrom)
  return providers
}

function openSms(url: string, from: string): Provider {
  return /^smpps?:/.test(url) ? openSmpp({ url, from }) : openSmsGateway({ url, from })
}
