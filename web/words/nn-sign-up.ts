// Nynorsk for signing up, and for the code that proves an address: words that the sign-in page does not carry.
import type * as nb from './nb-sign-up.ts'

export const signUp: typeof nb.signUp = {
  title: 'Opprett konto',
  phoneLead: 'Vi sender deg ein kode på SMS.',
  emailLead: 'Vi sender deg ein kode på e-post.',
  next: 'Neste',
  withEmail: 'Registrer deg med e-post',
  withPhone: 'Registrer deg med telefonnummer',
  startOver: 'Begynn på nytt',
  passwordTitle: 'Lag passord',
  passwordRules: (least) => `Minst ${least} teikn. Ei setning er lett å hugse og vanskeleg å gjette.`,
  accept: 'Eg godtek vilkåra',
  readTerms: 'Les vilkåra',
  create: 'Opprett konto',
  made: 'Kontoen din er oppretta. Logg inn.',
}

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
