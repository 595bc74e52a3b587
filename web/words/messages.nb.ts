/** The mails and text messages, in Bokmål: the base. Plain words; the server lays them out and escapes them. */

/** What a mail says: the server adds the code (after `before`), the button and the footer. */
export interface MailWords {
  subject: string
  heading: string
  before: string[]
  action?: { label: string; url: string }
  after: string[]
  /** Another way on, at the end. */
  second?: { label: string; url: string }
}

/** What every message may name. */
export interface Sender {
  brand: string
}

export interface CodeFacts extends Sender {
  code: string
  /** How long the code still lives when the message is handed over; unknown: nothing is said. */
  validMinutes?: number
}

export interface TakenFacts extends Sender {
  signInUrl: string
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
  recovery_code: Wording<CodeFacts>
  recovery_mailbox_code: Wording<CodeFacts>
  sign_in_code: Wording<CodeFacts>
  change_code: Wording<CodeFacts>
  step_up_code: Wording<CodeFacts>
  authenticator_code: Wording<CodeFacts>
  thaw_code: Wording<CodeFacts>
  /** The line that says it is from us: the owner's own words. */
  phrase: (phrase: string) => string
  footer: (sender: Sender) => string
}

function life(minutes: number | undefined): string {
  return minutes === undefined
    ? 'Den kan brukes én gang.'
    : `Den gjelder i ${inMinutes(minutes)} og kan brukes én gang.`
}

function shortLife(minutes: number | undefined): string {
  return minutes === undefined ? '' : ` Den gjelder i ${inMinutes(minutes)}.`
}

const inMinutes = (minutes: number) => `${minutes} ${minutes === 1 ? 'minutt' : 'minutter'}`

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
  change_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Koden for å endre adressene dine hos ${brand}`,
      heading: 'Endre adressene på kontoen din',
      before: [`Skriv inn denne bekreftelseskoden for å endre eller fjerne en adresse på kontoen din hos ${brand}:`],
      after: [
        life(validMinutes),
        `Gi aldri koden til noen. ${brand} spør deg aldri om den på telefon, chat eller e-post.`,
        'Var det ikke deg som ba om koden? Da er noen logget inn på kontoen din. Uten koden endres ingenting. Bytt passord nå.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nendrer adressene dine hos ${brand}.${shortLife(validMinutes)} Gi den aldri til noen.`,
  },
  step_up_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Bekreft at det er deg hos ${brand}`,
      heading: 'Bekreft at det er deg',
      before: [
        `Noen som er logget inn på kontoen din hos ${brand}, vil legge til en adresse eller en tilgangsnøkkel. Er det deg, skriver du inn denne bekreftelseskoden:`,
      ],
      after: [
        life(validMinutes),
        `Gi aldri koden til noen. ${brand} spør deg aldri om den på telefon, chat eller e-post.`,
        'Var det ikke deg? Uten koden blir ingenting lagt til. Logg ut alle andre enheter, og bytt passord nå.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nbekrefter at det er deg som er logget inn hos ${brand}.${shortLife(validMinutes)} Gi den aldri til noen.`,
  },
  authenticator_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Koden for Google-autentisering hos ${brand}`,
      heading: 'Google-autentisering',
      before: [
        `Skriv inn denne bekreftelseskoden for å sette opp, endre eller koble fra autentiseringsappen din hos ${brand}:`,
      ],
      after: [
        life(validMinutes),
        `Gi aldri koden til noen. ${brand} spør deg aldri om den på telefon, chat eller e-post.`,
        'Var det ikke deg som ba om koden? Da er noen logget inn på kontoen din. Logg ut alle andre enheter, og bytt passord.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\ner koden for Google-autentisering hos ${brand}.${shortLife(validMinutes)} Gi den aldri til noen.`,
  },
  thaw_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Koden for å åpne kontoen din hos ${brand}`,
      heading: 'Åpne kontoen din igjen',
      before: [`Skriv inn denne bekreftelseskoden for å åpne den fryste kontoen din hos ${brand}:`],
      after: [
        life(validMinutes),
        `Gi aldri koden til noen. ${brand} spør deg aldri om den på telefon, chat eller e-post.`,
        'Var det ikke deg som ba om koden? Da kan noen passordet ditt. Kontoen er fortsatt fryst, og uten koden åpnes den ikke. Bytt passord når du har åpnet den selv.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nåpner den fryste kontoen din hos ${brand}.${shortLife(validMinutes)} Gi den aldri til noen.`,
  },
  recovery_mailbox_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Bekreft adressen din hos ${brand}`,
      heading: 'Før du lager nytt passord',
      before: [
        `Noen har bedt om nytt passord for kontoen din hos ${brand} mange ganger. Derfor bekrefter du adressen først. Etterpå sender vi koden for det nye passordet. Skriv inn denne bekreftelseskoden nå:`,
      ],
      after: [
        life(validMinutes),
        `Gi aldri koden til noen. ${brand} spør deg aldri om den på telefon, chat eller e-post.`,
        'Var det ikke deg som ba om nytt passord? Da trenger du ikke gjøre noe. Passordet ditt er det samme som før.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\ner koden du trenger før du lager nytt passord hos ${brand}.${shortLife(validMinutes)} Gi den aldri til noen.`,
  },
  sign_in_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Koden for å logge inn hos ${brand}`,
      heading: 'Logg inn på en ny enhet',
      before: [
        `Noen har skrevet feil passord mange ganger for kontoen din hos ${brand}, fra enheter vi ikke kjenner. Derfor ber vi om denne bekreftelseskoden før vi ser på passordet fra en ny enhet:`,
      ],
      after: [
        life(validMinutes),
        `Gi aldri koden til noen. ${brand} spør deg aldri om den på telefon, chat eller e-post.`,
        'Var det ikke deg som prøvde å logge inn? Da trenger du ikke gjøre noe. Kontoen er ikke sperret, og enhetene du bruker fra før, logger inn som vanlig.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\ner koden for å logge inn hos ${brand} på en ny enhet.${shortLife(validMinutes)} Gi den aldri til noen.`,
  },
  phrase: (phrase) => `Kjenneordet ditt: ${phrase}`,
  footer: ({ brand }) => `Denne meldingen er sendt automatisk av ${brand}. Du kan ikke svare på den.`,
}
