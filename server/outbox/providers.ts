import type { Config } from '../config.ts'
import type { Provider, Providers } from './message.ts'

export type ProviderConfig = Pick<Config, 'smtpUrl' | 'mailFrom' | 'smsUrl' | 'smsFrom'>

/**
 * The ways out that the configuration names; a channel without one is absent. Connects when the first message goes.
 *
 * Loads only what is used: nodemailer and smpp together cost 0.1 s and 40 MB, which a demo has no use for.
 */
export async function openProviders({ smtpUrl, mailFrom, smsUrl, smsFrom }: ProviderConfig): Promise<Providers> {
  const providers: Providers = {}
  if (smtpUrl) providers.email = (await import('./smtp.ts')).openSmtp({ url: smtpUrl, from: mailFrom })
  if (smsUrl) providers.sms = await openSms(smsUrl, smsFrom)
  return providers
}

async function openSms(url: string, from: string): Promise<Provider> {
  if (/^smpps?:/.test(url)) return (await import('./smpp.ts')).openSmpp({ url, from })
  return (await import('./sms-gateway.ts')).openSmsGateway({ url, from })
}
