// Bokmål for signing up, and for the code that proves an address: words that the sign-in page does not carry.

export const signUp = {
  title: 'Opprett konto',
  phoneLead: 'Vi sender deg en kode på SMS.',
  emailLead: 'Vi sender deg en kode på e-post.',
  next: 'Neste',
  withEmail: 'Registrer deg med e-post',
  withPhone: 'Registrer deg med telefonnummer',
  startOver: 'Begynn på nytt',
  passwordTitle: 'Lag passord',
  passwordRules: (least: number) => `Minst ${least} tegn. En setning er lett å huske og vanskelig å gjette.`,
  accept: 'Jeg godtar vilkårene',
  readTerms: 'Les vilkårene',
  create: 'Opprett konto',
  made: 'Kontoen din er opprettet. Logg inn.',
}

export const code = {
  title: 'Skriv inn koden',
  sentBySms: (to: string) => `Vi har sendt en SMS med en kode til ${to}.`,
  sentByEmail: (to: string) => `Vi har sendt en e-post med en kode til ${to}.`,
  hint: (digits: number) => `${digits} sifre`,
  confirm: 'Bekreft',
  resend: 'Send ny kode',
  resendIn: (time: string) => `Du kan be om en ny kode om ${time}.`,
  resent: 'Vi har sendt en ny kode. Den gamle virker ikke lenger.',
  helpTitle: 'Har du ikke fått koden?',
  helpEmail: 'Se i søppelposten, og sjekk at adressen er riktig. Det kan ta et par minutter.',
  helpSms: 'Sjekk at nummeret er riktig, og at telefonen har dekning. Det kan ta et par minutter.',
  helpMore: 'Mer hjelp med koden',
}
