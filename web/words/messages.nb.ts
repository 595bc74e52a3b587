/** The mails and text messages, in Bokmål: the base. Plain words; the server lays them out and escapes them. */

/** What a mail says: the server adds the code (after `before`), the button and the footer. */
export interface MailWords {
  subject: string
  heading: string
  before: string[]
  action?: { label: string; url: string }
  after: string[]
}

/** What every message may name. */
export interface Sender {
  brand: string
  /** Where the account's devices are listed. */
  devicesUrl: string
}

export interface CodeFacts extends Sender {
  code: string
  /** How long the code lives from when it was made; unknown: nothing is said. */
  validMinutes?: number
}

export interface TakenFacts extends Sender {
  signInUrl: string
}

export interface AddedFacts extends Sender {
  /** The added address, masked. */
  masked: string
  /** When, in the reader's language. */
  at: string
}

export interface ResetFacts extends Sender {
  /** When, in the reader's language. */
  at: string
  /** As their device calls itself; either may be empty. */
  browser: string
  system: string
}

interface Wording<Facts> {
  mail: (facts: Facts) => MailWords
  /** One segment (160 characters of GSM 03.38, so no «») with a brand of ordinary length. */
  sms: (facts: Facts) => string
}

export interface MessageWords {
  sign_up_code: Wording<CodeFacts>
  sign_up_taken: Wording<TakenFacts>
  identifier_code: Wording<CodeFacts>
  identifier_taken: Wording<Sender>
  identifier_added: Wording<AddedFacts>
  recovery_code: Wording<CodeFacts>
  password_reset: Wording<ResetFacts>
  footer: (sender: Sender) => string
}

function life(minutes: number | undefined): string {
  return minutes === undefined ? 'Den kan brukes én gang.' : `Den gjelder i ${minutes} minutter og kan brukes én gang.`
}

function shortLife(minutes: number | undefined): string {
  return minutes === undefined ? '' : ` Den gjelder i ${minutes} minutter.`
}

function device(browser: string, system: string): string {
  const parts = [browser, system].filter(Boolean)
  return parts.length > 0 ? ` fra ${parts.join(' på ')}` : ''
}

export const messages: MessageWords = {
  sign_up_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Bekreftelseskoden din fra ${brand}`,
      heading: 'Bekreft e-postadressen din',
      before: [`Skriv inn denne bekreftelseskoden for å opprette konto hos ${brand}:`],
      after: [
        life(validMinutes),
        `Gi aldri koden til noen. ${brand} spør deg aldri om den på telefon, chat eller e-post.`,
        'Var det ikke deg som ba om koden? Da kan du se bort fra denne meldingen. Uten koden blir det ingen konto.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\ner bekreftelseskoden din hos ${brand}.${shortLife(validMinutes)} Gi den aldri til noen.`,
  },
  sign_up_taken: {
    mail: ({ brand, signInUrl }) => ({
      subject: `Du har allerede konto hos ${brand}`,
      heading: 'Du har allerede konto',
      before: [
        `Noen prøvde å opprette en konto hos ${brand} med denne e-postadressen. Den hører til kontoen din fra før, og ingenting er endret.`,
        'Var det deg? Da logger du bare inn.',
      ],
      action: { label: 'Logg inn', url: signInUrl },
      after: ['Var det ikke deg? Da trenger du ikke gjøre noe. Den andre får ikke vite at du har konto.'],
    }),
    sms: ({ brand, signInUrl }) =>
      `Noen prøvde å opprette konto hos ${brand} med nummeret ditt. Du har allerede konto. Var det deg, logg inn: ${signInUrl}`,
  },
  identifier_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Bekreftelseskoden din fra ${brand}`,
      heading: 'Bekreft e-postadressen din',
      before: [`Skriv inn denne bekreftelseskoden for å legge til e-postadressen på kontoen din hos ${brand}:`],
      after: [
        life(validMinutes),
        `Gi aldri koden til noen. ${brand} spør deg aldri om den på telefon, chat eller e-post.`,
        'Var det ikke deg som ba om koden? Da kan du se bort fra denne meldingen. Uten koden blir adressen ikke lagt til.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\ner koden for å legge til nummeret på ${brand}-kontoen din.${shortLife(validMinutes)} Gi den aldri til noen.`,
  },
  identifier_taken: {
    mail: ({ brand }) => ({
      subject: `E-postadressen din er allerede i bruk hos ${brand}`,
      heading: 'Adressen hører til kontoen din',
      before: [
        `Noen prøvde å legge til denne e-postadressen på en annen konto hos ${brand}. Den hører til din konto fra før, og ingenting er endret.`,
      ],
      after: [
        'Var det deg? Logg inn med denne adressen for å bruke kontoen den hører til.',
        'Var det ikke deg? Da trenger du ikke gjøre noe.',
      ],
    }),
    sms: ({ brand }) =>
      `Noen prøvde å legge til nummeret ditt på en annen konto hos ${brand}. Det hører til kontoen din fra før. Ingenting er endret.`,
  },
  identifier_added: {
    mail: ({ brand, devicesUrl, masked, at }) => ({
      subject: `${masked} er lagt til kontoen din hos ${brand}`,
      heading: 'Ny adresse på kontoen din',
      before: [
        `${masked} ble lagt til kontoen din ${at}. Den kan fra nå av brukes til å logge inn, sammen med passordet ditt.`,
        'Var dette deg? Da trenger du ikke gjøre noe.',
        'Var dette ikke deg? Logg inn, logg ut alle enheter du ikke kjenner, og kontakt kundestøtten.',
      ],
      action: { label: 'Se enhetene dine', url: devicesUrl },
      after: [],
    }),
    sms: ({ brand, devicesUrl, masked }) =>
      `${masked} ble lagt til ${brand}-kontoen din. Var det ikke deg? Logg ut ukjente enheter: ${devicesUrl}`,
  },
  recovery_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Koden for nytt passord hos ${brand}`,
      heading: 'Lag nytt passord',
      before: [`Skriv inn denne bekreftelseskoden for å lage et nytt passord hos ${brand}:`],
      after: [
        life(validMinutes),
        `Gi aldri koden til noen. Den som har den, kan overta kontoen din. ${brand} spør deg aldri om den på telefon, chat eller e-post.`,
        'Var det ikke deg som ba om koden? Da kan du se bort fra denne meldingen. Passordet ditt er det samme som før.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\ner koden for nytt passord hos ${brand}.${shortLife(validMinutes)} Gi den aldri til noen.`,
  },
  password_reset: {
    mail: ({ brand, at, browser, system }) => ({
      subject: `Passordet ditt hos ${brand} er endret`,
      heading: 'Passordet ditt er endret',
      before: [
        `Passordet ditt ble byttet ut ${at}${device(browser, system)}. Alle enheter er logget ut, og uttak er sperret i 24 timer.`,
        'Var dette deg? Da trenger du ikke gjøre noe.',
        'Var dette ikke deg? Da har noen tilgang til e-posten eller telefonen din. Kontakt kundestøtten med en gang.',
      ],
      after: [],
    }),
    sms: ({ brand }) =>
      `Passordet ditt hos ${brand} er endret, og alle enheter er logget ut. Var det ikke deg? Kontakt kundestøtten med en gang.`,
  },
  footer: ({ brand }) => `Denne meldingen er sendt automatisk av ${brand}. Du kan ikke svare på den.`,
}
