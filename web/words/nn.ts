// Nynorsk: the same keys as nb.ts.
import type { Locale } from './locales.ts'
import type * as nb from './nb.ts'

export const locale: Locale = 'nn'

export * from './nn-account.ts'
export * from './nn-acts.ts'
export * from './nn-app.ts'
export * from './nn-approval.ts'
export * from './nn-authenticator.ts'
export * from './nn-bot-check.ts'
export * from './nn-code.ts'
export * from './nn-deletion.ts'
export * from './nn-device.ts'
export * from './nn-factor.ts'
export * from './nn-freeze.ts'
export * from './nn-help.ts'
export * from './nn-passkey.ts'
export * from './nn-proof.ts'
export * from './nn-recovery.ts'
export * from './nn-sign-up.ts'
export * from './nn-staff.ts'
export * from './nn-thaw.ts'
export { deviceOn, noticeHeadings, notices, notLetIn, unknownDevice } from './notices.nn.ts'

const forms: Record<string, string> = {
  ene: 'ane', // Færøyene, Maldivene
  'De ': 'Dei ',
  Øst: 'Aust',
  forente: 'sameinte',
  emirater: 'emirata',
  republikk: 'republikken',
  bens: 'beins', // Elfenbenskysten
  Norge: 'Noreg',
}

/** From the names in Bokmål, the only ones that Chromium has. A name in Nynorsk stays as it is. */
export const countryForm: typeof nb.countryForm = (name) =>
  name.replace(/ene\b|^De |^Øst|forente|emirater|republikk$|bens|Norge/g, (form) => forms[form] ?? form)

/** What stands around the pages: it is drawn with them, and their scripts carry none of it. */
export const frame: typeof nb.frame = {
  language: 'Språk',
  skip: 'Hopp til innhaldet',
  terms: 'Vilkår',
  outbox: 'Utboks (demo)',
  noScript: 'Denne sida treng JavaScript. Slå det på i nettlesaren, og last sida på nytt.',
}

export const common: typeof nb.common = {
  logIn: 'Logg inn',
  signUp: 'Registrer deg',
  cancel: 'Avbryt',
  close: 'Lukk',
  loading: 'Lastar …',
  thaw: 'Opne kontoen igjen',
  opensNew: ' (blir opna i ny fane)',
  tryAgain: 'Prøv igjen',
  tryAgainIn: (time) => `Prøv igjen om ${time}.`,
  reference: (id) => `Referanse for kundestøtta: ${id}`,
  summary: 'Rett dette før du går vidare',
}

export const time: typeof nb.time = {
  units: ['s', 'min', 't', 'døgn'],
  spokenSeconds: 'under eitt minutt',
  spokenMinutes: (n) => (n === 1 ? 'eitt minutt' : `${n} minutt`),
  spokenHours: 'timar',
}

export const fields: typeof nb.fields = {
  countryCode: 'Landkode',
  norway: 'Noreg',
  phone: 'Telefonnummer',
  email: 'E-post',
  password: 'Passord',
  show: 'Vis',
  hide: 'Gøym',
  showRest: ' passord',
  code: 'Stadfestingskode',
}

export const fieldErrors: typeof nb.fieldErrors = {
  phoneRequired: 'Skriv telefonnummeret ditt.',
  phoneInvalid: 'Nummeret ser ikkje rett ut. Sjekk landkoden og sifra.',
  emailRequired: 'Skriv e-postadressa di.',
  emailInvalid: 'Adressa ser ikkje rett ut. Skriv ho slik: namn@eksempel.no.',
  passwordRequired: 'Skriv passordet ditt.',
  newPasswordRequired: 'Lag eit passord.',
  codeIncomplete: (digits) => `Koden har ${digits} siffer. Skriv inn alle.`,
  termsRequired: 'Du må godta vilkåra for å opprette ein konto.',
  tooShort: (least, length) => `Passordet har ${length} teikn. Det treng minst ${least}.`,
  tooLong: 'Passordet er for langt. Bruk eit kortare.',
  tooCommon: 'Dette passordet er lett å gjette eller har lekt ut før. Vel eit anna.',
  containsIdentifier: 'Passordet inneheld e-postadressa, telefonnummeret eller namnet vårt. Vel eit anna.',
  invalid: 'Dette ser ikkje rett ut. Sjekk det du har skrive.',
}

export const refusals: typeof nb.refusals = {
  network: 'Vi fekk ikkje kontakt. Sjekk nettet og prøv igjen. Det du har skrive, står her framleis.',
  request_invalid: 'Noko i skjemaet ser ikkje rett ut. Sjekk felta og prøv igjen.',
  body_too_large: 'Det du sende, er for stort. Gjer det kortare.',
  media_type_unsupported: 'Sida er utdatert. Last ho på nytt og prøv igjen.',
  not_found: 'Vi fann det ikkje. Last sida på nytt.',
  method_not_allowed: 'Sida er utdatert. Last ho på nytt og prøv igjen.',
  origin_forbidden: 'Førespurnaden kom frå ein annan nettstad. Last sida på nytt.',
  session_required: 'Du er logga ut. Logg inn igjen.',
  step_up_required: 'Stadfest at det er deg.',
  credentials_wrong: 'Opplysningane stemmer ikkje. Sjekk det du har skrive, og prøv igjen.',
  account_frozen: 'Kontoen er frosen. Opne han igjen før du loggar inn.',
  link_ended: 'Lenkja er brukt eller utgått. Logg inn for å fryse kontoen.',
  too_many_attempts: 'Det er prøvd for mange gonger. Vent litt.',
  busy: 'Det er stor pågang no. Vent litt.',
  code_wrong: 'Koden stemmer ikkje. Sjekk sifra og prøv igjen.',
  code_expired: 'Koden er gått ut. Be om ein ny.',
  code_replaced: 'Du har fått ein nyare kode. Bruk den siste.',
  code_used: 'Koden er brukt. Be om ein ny.',
  code_spent: 'Koden er prøvd for mange gonger. Be om ein ny.',
  code_too_soon: 'Vi har nettopp sendt ein kode. Vent litt.',
  too_many_codes: 'Det er bede om for mange kodar. Vent litt.',
  bot_check_required: 'Vi fekk ikkje sjekka at du ikkje er ein robot. Prøv igjen, eller bruk e-post i staden.',
  sms_limited: 'Vi kan ikkje sende SMS til dette nummeret akkurat no. Bruk e-post i staden, eller prøv igjen seinare.',
  sms_country_closed: 'Vi sender ikkje SMS til dette landet. Bruk e-post i staden.',
  flow_ended: 'Det gjekk for lang tid, eller kontoen er endra. Begynn på nytt.',
  wrong_state: 'Du har kome vidare i ei anna fane. Last sida på nytt.',
  identifier_taken: 'Adressa eller nummeret høyrer alt til ein konto. Logg inn i staden.',
  identifier_kept: 'Adressa eller nummeret er halde av. Prøv igjen om nokre dagar.',
  identifier_kind_taken: 'Kontoen har alt ein av denne typen. Endre han i staden.',
  password_weak: 'Passordet er for svakt. Vel eit anna.',
  internal: 'Noko gjekk gale hos oss. Prøv igjen om litt.',
}

export const home: typeof nb.home = {
  title: (brand) => `Kontoen din hos ${brand}`,
  lead: 'Her opprettar du konto, loggar inn og passar på tryggleiken din.',
  facts: [
    { title: 'Telefon eller e-post', text: 'Logg inn med den du vil. Passordet er det same.' },
    { title: 'Du ser kvar eining', text: 'Sjå kvar du er innlogga, og logg ut einingar du ikkje kjenner.' },
    { title: 'Lagra kryptert', text: 'Adressa og nummeret ditt ligg kryptert hos oss.' },
  ],
}

export const logIn: typeof nb.logIn = {
  title: 'Logg inn',
  submit: 'Logg inn',
  withEmail: 'Logg inn med e-post',
  withPhone: 'Logg inn med telefonnummer',
  withPasskey: 'Logg inn med tilgangsnøkkel',
  wrongPhone: 'Telefonnummeret eller passordet er feil. Sjekk begge og prøv igjen.',
  wrongEmail: 'E-postadressa eller passordet er feil. Sjekk begge og prøv igjen.',
  forgot: 'Gløymt passord',
  noAccount: 'Har du ikkje konto?',
}

export const terms: typeof nb.terms = {
  title: 'Vilkår',
  lead: (brand) => `Dette er ein demonstrasjon av ${brand}. Ikkje bruk ekte opplysningar du vil halde for deg sjølv.`,
  sections: [
    {
      title: 'Kva dette er',
      text: 'Dette er ikkje ei ekte teneste, og her finst ingen pengar. Den som set tenesta i drift, skriv sine eigne vilkår på denne sida.',
    },
    {
      title: 'Kva vi lagrar',
      text: 'E-postadressa eller telefonnummeret ditt, kryptert. Passordet som ein verdi som ikkje kan gjerast om til passordet. Når og frå kva type nettlesar du logga inn.',
    },
    {
      title: 'Kva vi ikkje gjer',
      text: 'Vi sporar deg ikkje, og sidene hentar ingenting frå andre nettstader.',
    },
    {
      title: 'Kva du gjer',
      text: 'Bruk eit passord du ikkje bruker andre stader, og del det ikkje med nokon. Vi ber deg aldri om det.',
    },
  ],
}

export const notFound: typeof nb.notFound = {
  title: 'Vi fann ikkje sida',
  text: 'Adressa er kanskje skriven feil, eller sida er flytta.',
  home: 'Til framsida',
}
