// Bokmål, the base language: nn.ts and en.ts have the same keys (words.test.ts). First what happened, then what to do.
import type { Locale } from './locales.ts'

export const locale: Locale = 'nb'

export * from './nb-account.ts'
export * from './nb-acts.ts'
export * from './nb-app.ts'
export * from './nb-approval.ts'
export * from './nb-authenticator.ts'
export * from './nb-bot-check.ts'
export * from './nb-code.ts'
export * from './nb-deletion.ts'
export * from './nb-device.ts'
export * from './nb-factor.ts'
export * from './nb-freeze.ts'
export * from './nb-help.ts'
export * from './nb-passkey.ts'
export * from './nb-proof.ts'
export * from './nb-recovery.ts'
export * from './nb-sign-up.ts'
export * from './nb-staff.ts'
export * from './nb-thaw.ts'
export { deviceOn, noticeHeadings, notices, notLetIn, unknownDevice } from './notices.nb.ts'

/** The name of a country, from the one that browsers have. */
export const countryForm = (name: string) => name

/** What stands around the pages: it is drawn with them, and their scripts carry none of it. */
export const frame = {
  language: 'Språk',
  skip: 'Hopp til innholdet',
  terms: 'Vilkår',
  outbox: 'Utboks (demo)',
  noScript: 'Denne siden trenger JavaScript. Slå det på i nettleseren, og last siden på nytt.',
}

export const common = {
  logIn: 'Logg inn',
  signUp: 'Registrer deg',
  cancel: 'Avbryt',
  close: 'Lukk',
  loading: 'Laster …',
  thaw: 'Åpne kontoen igjen',
  opensNew: ' (åpnes i ny fane)',
  tryAgain: 'Prøv igjen',
  tryAgainIn: (time: string) => `Prøv igjen om ${time}.`,
  reference: (id: string) => `Referanse for kundestøtten: ${id}`,
  summary: 'Rett dette før du går videre',
}

export const time = {
  units: ['s', 'min', 't', 'døgn'],
  spokenSeconds: 'under ett minutt',
  spokenMinutes: (n: number) => (n === 1 ? 'ett minutt' : `${n} minutter`),
  spokenHours: 'timer',
}

export const fields = {
  countryCode: 'Landkode',
  norway: 'Norge',
  phone: 'Telefonnummer',
  email: 'E-post',
  password: 'Passord',
  show: 'Vis',
  hide: 'Skjul',
  showRest: ' passord',
  code: 'Bekreftelseskode',
}

export const fieldErrors = {
  phoneRequired: 'Skriv telefonnummeret ditt.',
  phoneInvalid: 'Nummeret ser ikke riktig ut. Sjekk landkoden og sifrene.',
  emailRequired: 'Skriv e-postadressen din.',
  emailInvalid: 'Adressen ser ikke riktig ut. Skriv den slik: navn@eksempel.no.',
  passwordRequired: 'Skriv passordet ditt.',
  newPasswordRequired: 'Lag et passord.',
  codeIncomplete: (digits: number) => `Koden har ${digits} sifre. Skriv inn alle.`,
  termsRequired: 'Du må godta vilkårene for å opprette en konto.',
  tooShort: (least: number, length: number) => `Passordet har ${length} tegn. Det trenger minst ${least}.`,
  tooLong: 'Passordet er for langt. Bruk et kortere.',
  tooCommon: 'Dette passordet er lett å gjette eller har lekket før. Velg et annet.',
  containsIdentifier: 'Passordet inneholder e-postadressen, telefonnummeret eller navnet vårt. Velg et annet.',
  invalid: 'Dette ser ikke riktig ut. Sjekk det du har skrevet.',
}

export const refusals = {
  network: 'Vi fikk ikke kontakt. Sjekk nettet og prøv igjen. Det du har skrevet, står her fortsatt.',
  request_invalid: 'Noe i skjemaet ser ikke riktig ut. Sjekk feltene og prøv igjen.',
  body_too_large: 'Det du sendte, er for stort. Gjør det kortere.',
  media_type_unsupported: 'Siden er utdatert. Last den på nytt og prøv igjen.',
  not_found: 'Vi fant det ikke. Last siden på nytt.',
  method_not_allowed: 'Siden er utdatert. Last den på nytt og prøv igjen.',
  origin_forbidden: 'Forespørselen kom fra et annet nettsted. Last siden på nytt.',
  session_required: 'Du er logget ut. Logg inn igjen.',
  step_up_required: 'Bekreft at det er deg.',
  credentials_wrong: 'Opplysningene stemmer ikke. Sjekk det du har skrevet, og prøv igjen.',
  account_frozen: 'Kontoen er fryst. Åpne den igjen før du logger inn.',
  link_ended: 'Lenken er brukt eller utløpt. Logg inn for å fryse kontoen.',
  too_many_attempts: 'Det er prøvd for mange ganger. Vent litt.',
  busy: 'Det er stor pågang akkurat nå. Vent litt.',
  code_wrong: 'Koden stemmer ikke. Sjekk sifrene og prøv igjen.',
  code_expired: 'Koden er utløpt. Be om en ny.',
  code_replaced: 'Du har fått en nyere kode. Bruk den siste.',
  code_used: 'Koden er brukt. Be om en ny.',
  code_spent: 'Koden er prøvd for mange ganger. Be om en ny.',
  code_too_soon: 'Vi har nettopp sendt en kode. Vent litt før du ber om en ny.',
  too_many_codes: 'Det er bedt om for mange koder. Vent litt.',
  bot_check_required: 'Vi fikk ikke sjekket at du ikke er en robot. Prøv igjen, eller bruk e-post i stedet.',
  sms_limited: 'Vi kan ikke sende SMS til dette nummeret akkurat nå. Bruk e-post i stedet, eller prøv igjen senere.',
  sms_country_closed: 'Vi sender ikke SMS til dette landet. Bruk e-post i stedet.',
  flow_ended: 'Det gikk for lang tid, eller kontoen er endret. Begynn på nytt.',
  wrong_state: 'Du har kommet videre i en annen fane. Last siden på nytt.',
  identifier_taken: 'Adressen eller nummeret hører allerede til en konto. Logg inn i stedet.',
  identifier_kept: 'Adressen eller nummeret er holdt av. Prøv igjen om noen dager.',
  identifier_kind_taken: 'Kontoen har allerede en av denne typen. Endre den i stedet.',
  password_weak: 'Passordet er for svakt. Velg et annet.',
  internal: 'Noe gikk galt hos oss. Prøv igjen om litt.',
}

export const home = {
  title: (brand: string) => `Kontoen din hos ${brand}`,
  lead: 'Her oppretter du konto, logger inn og passer på sikkerheten din.',
  facts: [
    { title: 'Telefon eller e-post', text: 'Logg inn med den du vil. Passordet er det samme.' },
    { title: 'Du ser hver enhet', text: 'Se hvor du er logget inn, og logg ut enheter du ikke kjenner.' },
    { title: 'Lagret kryptert', text: 'Adressen og nummeret ditt ligger kryptert hos oss.' },
  ],
}

export const logIn = {
  title: 'Logg inn',
  submit: 'Logg inn',
  withEmail: 'Logg inn med e-post',
  withPhone: 'Logg inn med telefonnummer',
  withPasskey: 'Logg inn med tilgangsnøkkel',
  wrongPhone: 'Telefonnummeret eller passordet er feil. Sjekk begge og prøv igjen.',
  wrongEmail: 'E-postadressen eller passordet er feil. Sjekk begge og prøv igjen.',
  forgot: 'Glemt passord',
  noAccount: 'Har du ikke konto?',
}

export const terms = {
  title: 'Vilkår',
  lead: (brand: string) =>
    `Dette er en demonstrasjon av ${brand}. Ikke bruk ekte opplysninger du vil holde for deg selv.`,
  sections: [
    {
      title: 'Hva dette er',
      text: 'Dette er ikke en ekte tjeneste, og her finnes ingen penger. Den som setter tjenesten i drift, skriver sine egne vilkår på denne siden.',
    },
    {
      title: 'Hva vi lagrer',
      text: 'E-postadressen eller telefonnummeret ditt, kryptert. Passordet som en verdi som ikke kan gjøres om til passordet. Når og fra hvilken type nettleser du logget inn.',
    },
    {
      title: 'Hva vi ikke gjør',
      text: 'Vi sporer deg ikke, og sidene henter ingenting fra andre nettsteder.',
    },
    {
      title: 'Hva du gjør',
      text: 'Bruk et passord du ikke bruker andre steder, og del det ikke med noen. Vi ber deg aldri om det.',
    },
  ],
}

export const notFound = {
  title: 'Vi fant ikke siden',
  text: 'Adressen er kanskje skrevet feil, eller siden er flyttet.',
  home: 'Til forsiden',
}
