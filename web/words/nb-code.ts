// Bokmål for the code that proves an address, and for a new password: what signing up, a reset and the account share.

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

export const newPassword = {
  rules: (least: number) =>
    `Minst ${least} tegn. En setning er lett å huske og vanskelig å gjette. Vi godtar ikke passord som har lekket, eller som inneholder navnet vårt, e-posten eller nummeret ditt.`,
}
