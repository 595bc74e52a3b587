// Nynorsk for the code that proves an address, and for a new password: what signing up, a reset and the account share.
import type * as nb from './nb-code.ts'

export const code: typeof nb.code = {
  title: 'Skriv inn koden',
  sentBySms: (to) => `Vi har sendt ein SMS med ein kode til ${to}.`,
  sentByEmail: (to) => `Vi har sendt ein e-post med ein kode til ${to}.`,
  hint: (digits) => `${digits} siffer`,
  confirm: 'Stadfest',
  resend: 'Send ny kode',
  resendIn: (time) => `Du kan be om ein ny kode om ${time}.`,
  resent: 'Vi har sendt ein ny kode. Den gamle verkar ikkje lenger.',
  helpTitle: 'Har du ikkje fått koden?',
  helpEmail: 'Sjå i søppelposten, og sjekk at adressa er rett. Det kan ta eit par minutt.',
  helpSms: 'Sjekk at nummeret er rett, og at telefonen har dekning. Det kan ta eit par minutt.',
  helpMore: 'Meir hjelp med koden',
}

export const newPassword: typeof nb.newPassword = {
  rules: (least) =>
    `Minst ${least} teikn. Ei setning er lett å hugse og vanskeleg å gjette. Vi godtek ikkje passord som har lekt ut, eller som inneheld namnet vårt, e-posten eller nummeret ditt.`,
}
