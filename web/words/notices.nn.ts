// What an account's owner is told of, in Nynorsk.
import type * as nb from './notices.nb.ts'

/** What happened, in a line. Apart from the rest: the page behind «Dette var ikke meg» says it, and carries no mails. */
export const noticeHeadings: Record<nb.NoticeEvent, string> = {
  password_reset: 'Passordet ditt er bytt ut',
  password_changed: 'Passordet ditt er endra',
  new_device: 'Ei ny eining er innlogga på kontoen din',
  device_returned: 'Ei eining frå før er innlogga på kontoen din',
  sessions_ended: 'Andre einingar er logga ut',
  device_removed: 'Ei kjend eining er fjerna frå kontoen din',
  identifier_added: 'Ny adresse på kontoen din',
  identifier_changed: 'Ei adresse på kontoen din er bytt ut',
  identifier_removed: 'Ei adresse er fjerna frå kontoen din',
  phrase_changed: 'Kjenneordet ditt er endra',
  frozen: 'Kontoen din er frosen',
  frozen_and_kept: 'Kontoen din er frosen, og blir ikkje sletta',
  thawed: 'Kontoen din er opna igjen',
  failures: 'Nokon prøver å logge inn på kontoen din',
  step_up_failures: 'Nokon bruker feil passord på ei eining som er logga inn',
  step_up_factor_failures: 'Nokon bruker feil kode på ei eining som er logga inn',
  factor_failures: 'Nokon har passordet ditt',
  reset_factor_failures: 'Nokon prøver å byte passordet ditt',
  authenticator_bound: 'Google-autentisering er slått på',
  authenticator_changed: 'Autentiseringsappen din er bytt ut',
  authenticator_removed: 'Google-autentisering er kopla frå',
  recovery_key_used: 'Gjenopprettingsnøkkelen din er brukt',
  recovery_key_failed: 'Nokon har prøvd ein feil gjenopprettingsnøkkel',
  authenticator_replaced: 'Ny autentiseringsapp på kontoen din',
  recovery_key_renewed: 'Ny gjenopprettingsnøkkel',
  passkey_added: 'Ny tilgangsnøkkel på kontoen din',
  passkey_removed: 'Ein tilgangsnøkkel er fjerna frå kontoen din',
  passkey_suspended: 'Ein tilgangsnøkkel er sperra',
  removal_requested: 'Nokon har bede om å fjerne autentiseringsappen din',
  account_deletion_requested: 'Kontoen din blir sletta',
  account_deletion_soon: 'Kontoen din blir snart sletta',
  account_deletion_cancelled: 'Kontoen din blir ikkje sletta likevel',
  account_deleted: 'Kontoen din er sletta',
}

export const unknownDevice = 'Ukjend eining'
export const deviceOn = ' på '

const nobodyIsIn =
  'Var det ikkje deg? Ingen er sleppte inn, så du treng ikkje gjere noko. Er passordet lett å gjette, byter du det neste gong du loggar inn. Frys kontoen berre om nokon har kome inn.'
const passwordIsKnown =
  'Var det ikkje deg? Lag nytt passord med «Gløymt passord» på innloggingssida. Frys kontoen berre om du ikkje får det til. Er han frosen frå før, byter du passordet når du har opna han.'

/** For whoever did not do it, where nobody was let in: the mail says it, and the page behind its link. */
export const notLetIn: typeof nb.notLetIn = { failures: nobodyIsIn, factor_failures: passwordIsKnown }

export const notices: nb.NoticeWords = {
  events: {
    password_reset: {
      subject: ({ brand }) => `Passordet ditt hos ${brand} er bytt ut`,
      what: ({ holdHours }) =>
        `Det er laga eit nytt passord med ein kode vi sende deg. Alle einingar er logga ut, og uttak er sperra i ${holdHours} timar.`,
      sms: ({ brand }) => `Passordet ditt hos ${brand} er bytt ut.`,
      wasNotYou:
        'Var det ikkje deg? Lag ditt eige passord med «Gløymt passord» på innloggingssida, så er den andre ute. Frys du kontoen i staden, kan ingen opne han igjen på nokre dagar.',
    },
    password_changed: {
      subject: ({ brand }) => `Passordet ditt hos ${brand} er endra`,
      what: ({ holdHours }) =>
        `Passordet vart endra frå ei eining som var innlogga. Alle andre einingar er logga ut, og uttak er sperra i ${holdHours} timar.`,
      sms: ({ brand }) => `Passordet ditt hos ${brand} er endra.`,
      wasNotYou:
        'Var det ikkje deg? Lag ditt eige passord med «Gløymt passord» på innloggingssida, så er den andre ute. Frys du kontoen i staden, kan ingen opne han igjen på nokre dagar.',
    },
    new_device: {
      subject: ({ brand }) => `Ei ny eining er innlogga hos ${brand}`,
      what: () => 'Nokon logga inn på kontoen din frå ei eining vi ikkje har sett før.',
      sms: ({ brand }) => `Ei ny eining er innlogga hos ${brand}.`,
    },
    device_returned: {
      subject: ({ brand }) => `Ei eining frå før er innlogga hos ${brand}`,
      what: () =>
        'Nokon logga inn på kontoen din frå ei eining som er brukt her før. Eininga var ikkje lenger mellom dei vi kjenner, og difor seier vi frå.',
      sms: ({ brand }) => `Ei eining frå før er innlogga hos ${brand}.`,
    },
    sessions_ended: {
      subject: ({ brand }) => `Andre einingar er logga ut hos ${brand}`,
      what: () =>
        'Ei eining som er innlogga på kontoen din, har logga ut ei eller fleire av dei andre. Kontoen er elles som før.',
      sms: ({ brand }) => `Andre einingar er logga ut hos ${brand}.`,
    },
    device_removed: {
      subject: ({ brand }) => `Ei kjend eining er fjerna hos ${brand}`,
      what: () =>
        'Ei av einingane vi kjende att på kontoen din, er fjerna og logga ut. Loggar nokon inn der att, får du beskjed.',
      sms: ({ brand }) => `Ei kjend eining er fjerna hos ${brand}.`,
    },
    identifier_added: {
      subject: ({ brand, masked }) => `${masked} er lagt til på kontoen din hos ${brand}`,
      what: ({ masked, addedHoldHours }) =>
        `${masked} er lagt til på kontoen din og kan frå no av brukast til å logge inn, saman med passordet ditt. Uttak er sperra i ${addedHoldHours} timar.`,
      sms: ({ brand, masked }) => `${masked} er ny adresse hos ${brand}.`,
    },
    identifier_changed: {
      subject: ({ brand, masked }) => `${masked} er ny adresse på kontoen din hos ${brand}`,
      what: ({ masked, previous, holdHours }) =>
        `${previous} er bytt ut med ${masked} på kontoen din. Uttak er sperra i ${holdHours} timar.`,
      sms: ({ brand, masked }) => `${masked} er ny adresse hos ${brand}.`,
    },
    identifier_removed: {
      subject: ({ brand, masked }) => `${masked} er fjerna frå kontoen din hos ${brand}`,
      what: ({ masked, holdHours }) =>
        `${masked} er fjerna frå kontoen din og kan ikkje lenger brukast til å logge inn. Uttak er sperra i ${holdHours} timar.`,
      sms: ({ brand, masked }) => `${masked} er fjerna hos ${brand}.`,
    },
    phrase_changed: {
      subject: ({ brand }) => `Kjenneordet ditt hos ${brand} er endra`,
      what: () =>
        'Er det valt eit nytt kjenneord, står det i det vi sender deg frå neste melding. Er det fjerna, står det ikkje noko.',
      sms: ({ brand }) => `Kjenneordet ditt hos ${brand} er endra.`,
    },
    frozen: {
      subject: ({ brand }) => `Kontoen din hos ${brand} er frosen`,
      what: () =>
        'Kontoen din er frosen. Alle einingar er logga ut, og ingen kan logge inn, ta ut pengar eller endre noko.',
      sms: ({ brand }) => `Kontoen din hos ${brand} er frosen.`,
    },
    frozen_and_kept: {
      subject: ({ brand }) => `Kontoen din hos ${brand} er frosen og blir ikkje sletta`,
      what: () =>
        'Kontoen din er frosen, og slettinga av han er stansa. Alle einingar er logga ut, og ingen kan logge inn, ta ut pengar eller endre noko.',
      sms: ({ brand }) => `Kontoen hos ${brand} er frosen og blir ikkje sletta.`,
    },
    thawed: {
      subject: ({ brand }) => `Kontoen din hos ${brand} er opna igjen`,
      what: ({ holdHours }) =>
        `Kontoen din er ikkje lenger frosen: han vart opna med passordet ditt og ein kode vi sende deg, og med autentiseringsapp, tilgangsnøkkel eller gjenopprettingsnøkkel om kontoen har det. Uttak er sperra i ${holdHours} timar.`,
      sms: ({ brand }) => `Kontoen din hos ${brand} er opna igjen.`,
    },
    failures: {
      subject: ({ brand }) => `Nokon prøver å logge inn på kontoen din hos ${brand}`,
      what: ({ count }) => `Det er prøvd feil passord ${count} gonger på kontoen din. Ingen er sleppte inn.`,
      sms: ({ brand, count }) => `${count} forsøk med feil passord hos ${brand}, ingen kom inn.`,
      wasNotYou: nobodyIsIn,
    },
    step_up_failures: {
      subject: ({ brand }) => `Feil passord på ei eining som er logga inn hos ${brand}`,
      what: ({ count }) =>
        `På ei eining som er logga inn på kontoen din, er det prøvd feil passord ${count} gonger. Ingenting er endra.`,
      sms: ({ brand, count }) => `${count} feil passord på ei eining som er logga inn hos ${brand}.`,
    },
    step_up_factor_failures: {
      subject: ({ brand }) => `Feil kode på ei eining som er logga inn hos ${brand}`,
      what: ({ count, hasEnded }) =>
        `På ei eining som er logga inn på kontoen din, er det prøvd feil kode frå autentiseringsappen${hasEnded ? ` ${count} gonger på rad. Eininga er logga ut` : `: no ${count} feil i alt`}. Var det ikkje deg, byt passord.`,
      sms: ({ brand, count }) => `${count} feil kodar etter innlogging hos ${brand}.`,
    },
    factor_failures: {
      subject: ({ brand }) => `Nokon prøver å logge inn med passordet ditt hos ${brand}`,
      what: ({ count }) =>
        `Nokon har skrive rett passord, og så feil kode frå autentiseringsappen ${count} gonger. Ingen er sleppte inn.`,
      sms: ({ brand, count }) => `${count} feil kodar etter rett passord hos ${brand}.`,
      wasNotYou: passwordIsKnown,
    },
    reset_factor_failures: {
      subject: ({ brand }) => `Nokon prøver å byte passordet ditt hos ${brand}`,
      what: ({ count }) =>
        `Nokon har skrive rett stadfestingskode for nytt passord, og så feil kode frå autentiseringsappen ${count} gonger. Passordet er ikkje bytt. Var det ikkje deg, kan nokon lese e-posten eller SMS-ane dine: Frys kontoen.`,
      sms: ({ brand, count }) => `${count} feil kodar ved byte av passord hos ${brand}.`,
    },
    authenticator_bound: {
      subject: ({ brand }) => `Google-autentisering er slått på hos ${brand}`,
      what: ({ addedHoldHours }) =>
        `Frå no av treng du ein kode frå autentiseringsappen når du loggar inn. Alle andre einingar er logga ut, og uttak er sperra i ${addedHoldHours} timar.`,
      sms: ({ brand }) => `Google-autentisering er slått på hos ${brand}.`,
    },
    authenticator_changed: {
      subject: ({ brand }) => `Autentiseringsappen din hos ${brand} er bytt ut`,
      what: ({ holdHours }) =>
        `Kodane frå den gamle verkar ikkje lenger. Alle andre einingar er logga ut, og uttak er sperra i ${holdHours} timar.`,
      sms: ({ brand }) => `Autentiseringsappen din hos ${brand} er bytt ut.`,
    },
    authenticator_removed: {
      subject: ({ brand }) => `Google-autentisering er kopla frå hos ${brand}`,
      what: ({ holdHours }) =>
        `Kontoen din spør ikkje lenger etter kode frå autentiseringsappen, og gjenopprettingsnøkkelen gjeld ikkje lenger. Alle andre einingar er logga ut, og uttak er sperra i ${holdHours} timar.`,
      sms: ({ brand }) => `Google-autentisering er kopla frå hos ${brand}.`,
    },
    recovery_key_used: {
      subject: ({ brand }) => `Gjenopprettingsnøkkelen din hos ${brand} er brukt`,
      what: () =>
        'Nokon har brukt gjenopprettingsnøkkelen og er i ferd med å kople til ein ny autentiseringsapp. Kodane frå den gamle og tilgangsnøklar på kontoen verkar ikkje lenger, og alle einingar er logga ut.',
      sms: ({ brand }) => `Gjenopprettingsnøkkelen hos ${brand} er brukt.`,
    },
    recovery_key_failed: {
      subject: ({ brand }) => `Feil gjenopprettingsnøkkel på kontoen din hos ${brand}`,
      what: () =>
        'Nokon har skrive rett passord eller kode, og så ein gjenopprettingsnøkkel som ikkje er din. Ingen er sleppte inn.',
      sms: ({ brand }) => `Feil gjenopprettingsnøkkel prøvd hos ${brand}.`,
    },
    authenticator_replaced: {
      subject: ({ brand }) => `Ny autentiseringsapp på kontoen din hos ${brand}`,
      what: ({ holdHours }) =>
        `Autentiseringsappen er bytt ut med gjenopprettingsnøkkelen. Den gamle appen, den gamle nøkkelen og tidlegare tilgangsnøklar verkar ikkje lenger, alle andre einingar er logga ut, og uttak er sperra i ${holdHours} timar.`,
      sms: ({ brand }) => `Ny autentiseringsapp hos ${brand}.`,
    },
    recovery_key_renewed: {
      subject: ({ brand }) => `Ny gjenopprettingsnøkkel for kontoen din hos ${brand}`,
      what: () => 'Det er laga ein ny gjenopprettingsnøkkel for kontoen din. Den gamle verkar ikkje lenger.',
      sms: ({ brand }) => `Ny gjenopprettingsnøkkel hos ${brand}.`,
      wasNotYou:
        'Var det ikkje deg? Logg inn, lag din eigen gjenopprettingsnøkkel, og endre så passordet. Då er den andre ute. Å fryse kontoen er ikkje nok.',
    },
    passkey_added: {
      subject: ({ brand }) => `Ny tilgangsnøkkel på kontoen din hos ${brand}`,
      what: ({ addedHoldHours }) =>
        `Det er lagt til ein tilgangsnøkkel på kontoen din. Han kan brukast til å logge inn utan passord. Uttak er sperra i ${addedHoldHours} timar.`,
      sms: ({ brand }) => `Ny tilgangsnøkkel på kontoen din hos ${brand}.`,
    },
    passkey_removed: {
      subject: ({ brand }) => `Ein tilgangsnøkkel er fjerna hos ${brand}`,
      what: ({ holdHours }) =>
        `Ein tilgangsnøkkel er fjerna frå kontoen din og verkar ikkje lenger. Alle andre einingar er logga ut, og uttak er sperra i ${holdHours} timar.`,
      sms: ({ brand }) => `Ein tilgangsnøkkel er fjerna hos ${brand}.`,
    },
    passkey_suspended: {
      subject: ({ brand }) => `Ein tilgangsnøkkel på kontoen din hos ${brand} er sperra`,
      what: ({ holdHours }) =>
        `Ein tilgangsnøkkel vart brukt på ein måte som tyder på at det finst ein kopi av han. Han verkar ikkje lenger. Nokon kan ha vore inne på kontoen: Alle einingar er logga ut, og uttak er sperra i ${holdHours} timar. Logg inn på ein annan måte, fjern han, og sjå gjennom tilgangsnøklane dine.`,
      sms: ({ brand }) => `Ein tilgangsnøkkel er sperra hos ${brand}.`,
    },
    removal_requested: {
      subject: ({ brand }) => `Nokon vil fjerne autentiseringsappen din hos ${brand}`,
      what: () =>
        'Det er bede om å fjerne autentiseringsappen frå kontoen din. Han er der framleis til ventetida er over.',
      sms: ({ brand }) => `Nokon vil fjerne autentiseringsappen din hos ${brand}.`,
    },
    account_deletion_requested: {
      subject: ({ brand, untilDay }) => `Kontoen din hos ${brand} blir sletta ${untilDay}`,
      what: ({ until }) =>
        `Det er bede om å slette kontoen din. Han blir sletta ${until}. Til då er uttak sperra, og alle andre einingar er logga ut. Vil du behalde kontoen, loggar du inn før det og vel «Behald kontoen».`,
      sms: ({ brand, untilDate }) => `${brand}-kontoen blir sletta ${untilDate}. Angre: logg inn.`,
      wasNotYou: 'Var det ikkje deg? Frys kontoen med ein gong. Då kjem ingen inn, og kontoen blir ikkje sletta.',
    },
    account_deletion_soon: {
      subject: ({ brand, untilDay }) => `Påminning: Kontoen din hos ${brand} blir sletta ${untilDay}`,
      what: ({ until }) =>
        `For ei tid sidan vart det bede om å slette kontoen din. Han blir sletta ${until}, og kan ikkje hentast tilbake etterpå. Vil du behalde han, loggar du inn før det og vel «Behald kontoen». Slettinga vart bestilt:`,
      sms: ({ brand, untilDate }) => `Hugs: ${brand} slettar kontoen ${untilDate}. Angre: logg inn.`,
      wasNotYou: 'Var det ikkje deg? Frys kontoen med ein gong. Då kjem ingen inn, og kontoen blir ikkje sletta.',
      notMeLife:
        'Lenkja verkar til kontoen er sletta, òg når du er logga ut. Ho kan berre fryse kontoen, aldri opne han.',
    },
    account_deletion_cancelled: {
      subject: ({ brand }) => `Kontoen din hos ${brand} blir ikkje sletta`,
      what: ({ holdHours }) =>
        `Slettinga av kontoen din er stansa. Du kan bruke kontoen som før, men uttak er sperra i ${holdHours} timar.`,
      sms: ({ brand }) => `Kontoen din hos ${brand} blir ikkje sletta likevel.`,
    },
    account_deleted: {
      subject: ({ brand }) => `Kontoen din hos ${brand} er sletta`,
      what: () =>
        'Kontoen din er sletta, slik det vart bede om. Passordet, adressene og einingane dine er borte hos oss og kan ikkje hentast tilbake. Dette er den siste meldinga om han. Vil du tilbake seinare, opprettar du ein ny konto.',
      sms: ({ brand }) => `Kontoen din hos ${brand} er sletta. Dette er siste melding.`,
    },
  },
  wasYou: 'Var dette deg? Då treng du ikkje gjere noko.',
  wasNotYou: 'Var det ikkje deg? Frys kontoen med ein gong. Då kjem ingen inn, heller ikkje den som gjorde dette.',
  notMe: 'Dette var ikkje meg',
  notMeLife: (days) =>
    `Lenkja verkar i ${days} dagar, òg når du er logga ut. Ho kan berre fryse kontoen, aldri opne han.`,
  notMeSms: (url) => `Dette var ikkje meg: ${url}`,
  putBack: ({ previous }) => ({
    label: 'Set adressa tilbake',
    text: previous
      ? 'Var det ikkje deg? Set adressa tilbake. Då loggar vi ut alle einingar, og den nye adressa sluttar å verke. Det gjer òg adresser og nummer som nyleg vart lagde til.'
      : 'Var det ikkje deg? Set adressa tilbake. Då loggar vi ut alle einingar, og adresser og nummer som nyleg vart lagde til, sluttar å verke.',
  }),
  takeAway: ({ masked }) => ({
    label: `Fjern ${masked}`,
    text: 'Var det ikkje deg? Fjern det som vart lagt til. Då loggar vi ut alle einingar, og det sluttar å verke.',
  }),
  undoLife: (hours) => `Lenkja verkar i ${hours} timar, òg når du er logga ut.`,
  undoSms: (url) => `Dette var ikkje meg, angre: ${url}`,
  alsoFreeze: 'Du kan òg fryse kontoen. Då kjem ingen inn, heller ikkje den som gjorde dette.',
  isFrozen:
    'Pengane dine blir ståande. Når du vil bruke kontoen igjen, opnar du han med passordet ditt og ein kode frå oss.',
  thaw: 'Opne kontoen igjen',
  thawSms: (url) => `Opne han igjen: ${url}`,
}
