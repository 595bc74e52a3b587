// What an account's owner is told of, in Bokmål: the base. Mails, SMS and the page behind «Dette var ikke meg» read it.

/** What the words of a notice may name; what an event does not have is empty. */
export interface NoticeFacts {
  brand: string
  /** The address it is about, and the one before, masked. */
  masked: string
  previous: string
  count: string
  /** Not empty: the session it was done in is over. */
  hasEnded?: string | undefined
  /** When it ends, in the reader's language, and the day alone. */
  until: string
  untilDay: string
  /** The same in figures, for an SMS. */
  untilDate: string
  /** How long withdrawals pause after a change, and after what was added, in hours. */
  holdHours: number
  addedHoldHours: number
}

interface Undo {
  /** Of its button. */
  label: string
  text: string
}

interface EventWords {
  subject: (facts: NoticeFacts) => string
  what: (facts: NoticeFacts) => string
  /** With the link after it, one segment: about 60 characters of GSM 03.38. */
  sms: (facts: NoticeFacts) => string
  /** In place of the general words for whoever did not do it. */
  wasNotYou?: string
  /** In place of the days that its link works. */
  notMeLife?: string
}

export interface NoticeWords {
  events: {
    password_reset: EventWords
    password_changed: EventWords
    new_device: EventWords
    device_returned: EventWords
    sessions_ended: EventWords
    device_removed: EventWords
    identifier_added: EventWords
    identifier_changed: EventWords
    identifier_removed: EventWords
    phrase_changed: EventWords
    frozen: EventWords
    frozen_and_kept: EventWords
    thawed: EventWords
    failures: EventWords
    step_up_failures: EventWords
    step_up_factor_failures: EventWords
    factor_failures: EventWords
    reset_factor_failures: EventWords
    authenticator_bound: EventWords
    authenticator_changed: EventWords
    authenticator_removed: EventWords
    recovery_key_used: EventWords
    recovery_key_failed: EventWords
    authenticator_replaced: EventWords
    recovery_key_renewed: EventWords
    passkey_added: EventWords
    passkey_removed: EventWords
    passkey_suspended: EventWords
    removal_requested: EventWords
    account_deletion_requested: EventWords
    account_deletion_soon: EventWords
    account_deletion_cancelled: EventWords
    account_deleted: EventWords
  }
  wasYou: string
  wasNotYou: string
  /** The label of the button that can only tighten. */
  notMe: string
  notMeLife: (days: number) => string
  notMeSms: (url: string) => string
  /** For the address that was changed or removed: the button that puts it back. */
  putBack(facts: NoticeFacts): Undo
  /** For the address there was before another was added: the button that takes that away. */
  takeAway(facts: NoticeFacts): Undo
  undoLife: (hours: number) => string
  undoSms: (url: string) => string
  alsoFreeze: string
  /** Where a frozen account is opened again. */
  isFrozen: string
  thaw: string
  thawSms: (url: string) => string
}

export type NoticeEvent = keyof NoticeWords['events']

/** What happened, in a line. Apart from the rest: the page behind «Dette var ikke meg» says it, and carries no mails. */
export const noticeHeadings: Record<NoticeEvent, string> = {
  password_reset: 'Passordet ditt er byttet ut',
  password_changed: 'Passordet ditt er endret',
  new_device: 'En ny enhet er logget inn på kontoen din',
  device_returned: 'En enhet fra før er logget inn på kontoen din',
  sessions_ended: 'Andre enheter er logget ut',
  device_removed: 'En kjent enhet er fjernet fra kontoen din',
  identifier_added: 'Ny adresse på kontoen din',
  identifier_changed: 'En adresse på kontoen din er byttet ut',
  identifier_removed: 'En adresse er fjernet fra kontoen din',
  phrase_changed: 'Kjenneordet ditt er endret',
  frozen: 'Kontoen din er fryst',
  frozen_and_kept: 'Kontoen din er fryst, og slettes ikke',
  thawed: 'Kontoen din er åpnet igjen',
  failures: 'Noen prøver å logge inn på kontoen din',
  step_up_failures: 'Noen bruker feil passord på en enhet som er logget inn',
  step_up_factor_failures: 'Noen bruker feil kode på en enhet som er logget inn',
  factor_failures: 'Noen har passordet ditt',
  reset_factor_failures: 'Noen prøver å bytte passordet ditt',
  authenticator_bound: 'Google-autentisering er slått på',
  authenticator_changed: 'Autentiseringsappen din er byttet ut',
  authenticator_removed: 'Google-autentisering er koblet fra',
  recovery_key_used: 'Gjenopprettingsnøkkelen din er brukt',
  recovery_key_failed: 'Noen har prøvd en feil gjenopprettingsnøkkel',
  authenticator_replaced: 'Ny autentiseringsapp på kontoen din',
  recovery_key_renewed: 'Ny gjenopprettingsnøkkel',
  passkey_added: 'Ny tilgangsnøkkel på kontoen din',
  passkey_removed: 'En tilgangsnøkkel er fjernet fra kontoen din',
  passkey_suspended: 'En tilgangsnøkkel er sperret',
  removal_requested: 'Noen har bedt om å fjerne autentiseringsappen din',
  account_deletion_requested: 'Kontoen din blir slettet',
  account_deletion_soon: 'Kontoen din blir snart slettet',
  account_deletion_cancelled: 'Kontoen din blir ikke slettet likevel',
  account_deleted: 'Kontoen din er slettet',
}

export const unknownDevice: string = 'Ukjent enhet'

/** Between a browser and its system. */
export const deviceOn: string = ' på '

const nobodyIsIn =
  'Var det ikke deg? Ingen er sluppet inn, så du trenger ikke gjøre noe. Er passordet lett å gjette, bytter du det neste gang du logger inn. Frys kontoen bare hvis noen har kommet inn.'
const passwordIsKnown =
  'Var det ikke deg? Lag nytt passord med «Glemt passord» på innloggingssiden. Frys kontoen bare hvis du ikke får det til. Er den fryst fra før, bytter du passordet når du har åpnet den.'

/** For whoever did not do it, where nobody was let in: the mail says it, and the page behind its link. */
export const notLetIn = { failures: nobodyIsIn, factor_failures: passwordIsKnown }

export const notices: NoticeWords = {
  events: {
    password_reset: {
      subject: ({ brand }) => `Passordet ditt hos ${brand} er byttet ut`,
      what: ({ holdHours }) =>
        `Det er laget et nytt passord med en kode vi sendte deg. Alle enheter er logget ut, og uttak er sperret i ${holdHours} timer.`,
      sms: ({ brand }) => `Passordet ditt hos ${brand} er byttet ut.`,
      wasNotYou:
        'Var det ikke deg? Lag ditt eget passord med «Glemt passord» på innloggingssiden, så er den andre ute. Fryser du kontoen i stedet, kan ingen åpne den igjen på noen dager.',
    },
    password_changed: {
      subject: ({ brand }) => `Passordet ditt hos ${brand} er endret`,
      what: ({ holdHours }) =>
        `Passordet ble endret fra en enhet som var logget inn. Alle andre enheter er logget ut, og uttak er sperret i ${holdHours} timer.`,
      sms: ({ brand }) => `Passordet ditt hos ${brand} er endret.`,
      wasNotYou:
        'Var det ikke deg? Lag ditt eget passord med «Glemt passord» på innloggingssiden, så er den andre ute. Fryser du kontoen i stedet, kan ingen åpne den igjen på noen dager.',
    },
    new_device: {
      subject: ({ brand }) => `En ny enhet er logget inn hos ${brand}`,
      what: () => 'Noen logget inn på kontoen din fra en enhet vi ikke har sett før.',
      sms: ({ brand }) => `En ny enhet er logget inn hos ${brand}.`,
    },
    device_returned: {
      subject: ({ brand }) => `En enhet fra før er logget inn hos ${brand}`,
      what: () =>
        'Noen logget inn på kontoen din fra en enhet som er brukt her før. Den var ikke lenger blant enhetene vi kjenner, og derfor sier vi fra.',
      sms: ({ brand }) => `En enhet fra før er logget inn hos ${brand}.`,
    },
    sessions_ended: {
      subject: ({ brand }) => `Andre enheter er logget ut hos ${brand}`,
      what: () =>
        'En enhet som er logget inn på kontoen din, har logget ut en eller flere av de andre. Kontoen er ellers som før.',
      sms: ({ brand }) => `Andre enheter er logget ut hos ${brand}.`,
    },
    device_removed: {
      subject: ({ brand }) => `En kjent enhet er fjernet hos ${brand}`,
      what: () =>
        'En av enhetene vi kjente igjen på kontoen din, er fjernet og logget ut. Logger noen inn der igjen, får du beskjed.',
      sms: ({ brand }) => `En kjent enhet er fjernet hos ${brand}.`,
    },
    identifier_added: {
      subject: ({ brand, masked }) => `${masked} er lagt til på kontoen din hos ${brand}`,
      what: ({ masked, addedHoldHours }) =>
        `${masked} er lagt til på kontoen din og kan fra nå av brukes til å logge inn, sammen med passordet ditt. Uttak er sperret i ${addedHoldHours} timer.`,
      sms: ({ brand, masked }) => `${masked} er ny adresse hos ${brand}.`,
    },
    identifier_changed: {
      subject: ({ brand, masked }) => `${masked} er ny adresse på kontoen din hos ${brand}`,
      what: ({ masked, previous, holdHours }) =>
        `${previous} er byttet ut med ${masked} på kontoen din. Uttak er sperret i ${holdHours} timer.`,
      sms: ({ brand, masked }) => `${masked} er ny adresse hos ${brand}.`,
    },
    identifier_removed: {
      subject: ({ brand, masked }) => `${masked} er fjernet fra kontoen din hos ${brand}`,
      what: ({ masked, holdHours }) =>
        `${masked} er fjernet fra kontoen din og kan ikke lenger brukes til å logge inn. Uttak er sperret i ${holdHours} timer.`,
      sms: ({ brand, masked }) => `${masked} er fjernet hos ${brand}.`,
    },
    phrase_changed: {
      subject: ({ brand }) => `Kjenneordet ditt hos ${brand} er endret`,
      what: () =>
        'Er det valgt et nytt kjenneord, står det i det vi sender deg fra neste melding. Er det fjernet, står det ikke noe.',
      sms: ({ brand }) => `Kjenneordet ditt hos ${brand} er endret.`,
    },
    frozen: {
      subject: ({ brand }) => `Kontoen din hos ${brand} er fryst`,
      what: () =>
        'Kontoen din er fryst. Alle enheter er logget ut, og ingen kan logge inn, ta ut penger eller endre noe.',
      sms: ({ brand }) => `Kontoen din hos ${brand} er fryst.`,
    },
    frozen_and_kept: {
      subject: ({ brand }) => `Kontoen din hos ${brand} er fryst og slettes ikke`,
      what: () =>
        'Kontoen din er fryst, og slettingen av den er stanset. Alle enheter er logget ut, og ingen kan logge inn, ta ut penger eller endre noe.',
      sms: ({ brand }) => `Kontoen hos ${brand} er fryst og slettes ikke.`,
    },
    thawed: {
      subject: ({ brand }) => `Kontoen din hos ${brand} er åpnet igjen`,
      what: ({ holdHours }) =>
        `Kontoen din er ikke lenger fryst: den ble åpnet med passordet ditt og en kode vi sendte deg, og med autentiseringsapp, tilgangsnøkkel eller gjenopprettingsnøkkel hvis kontoen har det. Uttak er sperret i ${holdHours} timer.`,
      sms: ({ brand }) => `Kontoen din hos ${brand} er åpnet igjen.`,
    },
    failures: {
      subject: ({ brand }) => `Noen prøver å logge inn på kontoen din hos ${brand}`,
      what: ({ count }) => `Det er prøvd feil passord ${count} ganger på kontoen din. Ingen er sluppet inn.`,
      sms: ({ brand, count }) => `${count} forsøk med feil passord hos ${brand}, ingen kom inn.`,
      wasNotYou: nobodyIsIn,
    },
    step_up_failures: {
      subject: ({ brand }) => `Feil passord på en enhet som er logget inn hos ${brand}`,
      what: ({ count }) =>
        `På en enhet som er logget inn på kontoen din, er det prøvd feil passord ${count} ganger. Ingenting er endret.`,
      sms: ({ brand, count }) => `${count} feil passord på en enhet som er logget inn hos ${brand}.`,
    },
    step_up_factor_failures: {
      subject: ({ brand }) => `Feil kode på en enhet som er logget inn hos ${brand}`,
      what: ({ count, hasEnded }) =>
        `På en enhet som er logget inn på kontoen din, er det prøvd feil kode fra autentiseringsappen${hasEnded ? ` ${count} ganger på rad. Enheten er logget ut` : `: nå ${count} feil i alt`}. Var det ikke deg, bytt passord.`,
      sms: ({ brand, count }) => `${count} feil koder etter innlogging hos ${brand}.`,
    },
    factor_failures: {
      subject: ({ brand }) => `Noen prøver å logge inn med passordet ditt hos ${brand}`,
      what: ({ count }) =>
        `Noen har skrevet riktig passord, og så feil kode fra autentiseringsappen ${count} ganger. Ingen er sluppet inn.`,
      sms: ({ brand, count }) => `${count} feil koder etter riktig passord hos ${brand}.`,
      wasNotYou: passwordIsKnown,
    },
    reset_factor_failures: {
      subject: ({ brand }) => `Noen prøver å bytte passordet ditt hos ${brand}`,
      what: ({ count }) =>
        `Noen har skrevet riktig bekreftelseskode for nytt passord, og så feil kode fra autentiseringsappen ${count} ganger. Passordet er ikke byttet. Var det ikke deg, kan noen lese e-posten eller SMS-ene dine: Frys kontoen.`,
      sms: ({ brand, count }) => `${count} feil koder ved bytte av passord hos ${brand}.`,
    },
    authenticator_bound: {
      subject: ({ brand }) => `Google-autentisering er slått på hos ${brand}`,
      what: ({ addedHoldHours }) =>
        `Fra nå av trenger du en kode fra autentiseringsappen når du logger inn. Alle andre enheter er logget ut, og uttak er sperret i ${addedHoldHours} timer.`,
      sms: ({ brand }) => `Google-autentisering er slått på hos ${brand}.`,
    },
    authenticator_changed: {
      subject: ({ brand }) => `Autentiseringsappen din hos ${brand} er byttet ut`,
      what: ({ holdHours }) =>
        `Kodene fra den gamle virker ikke lenger. Alle andre enheter er logget ut, og uttak er sperret i ${holdHours} timer.`,
      sms: ({ brand }) => `Autentiseringsappen din hos ${brand} er byttet ut.`,
    },
    authenticator_removed: {
      subject: ({ brand }) => `Google-autentisering er koblet fra hos ${brand}`,
      what: ({ holdHours }) =>
        `Kontoen din spør ikke lenger etter kode fra autentiseringsappen, og gjenopprettingsnøkkelen gjelder ikke lenger. Alle andre enheter er logget ut, og uttak er sperret i ${holdHours} timer.`,
      sms: ({ brand }) => `Google-autentisering er koblet fra hos ${brand}.`,
    },
    recovery_key_used: {
      subject: ({ brand }) => `Gjenopprettingsnøkkelen din hos ${brand} er brukt`,
      what: () =>
        'Noen har brukt gjenopprettingsnøkkelen og er i ferd med å koble til en ny autentiseringsapp. Kodene fra den gamle og tilgangsnøkler på kontoen virker ikke lenger, og alle enheter er logget ut.',
      sms: ({ brand }) => `Gjenopprettingsnøkkelen hos ${brand} er brukt.`,
    },
    recovery_key_failed: {
      subject: ({ brand }) => `Feil gjenopprettingsnøkkel på kontoen din hos ${brand}`,
      what: () =>
        'Noen har skrevet riktig passord eller kode, og så en gjenopprettingsnøkkel som ikke er din. Ingen er sluppet inn.',
      sms: ({ brand }) => `Feil gjenopprettingsnøkkel prøvd hos ${brand}.`,
    },
    authenticator_replaced: {
      subject: ({ brand }) => `Ny autentiseringsapp på kontoen din hos ${brand}`,
      what: ({ holdHours }) =>
        `Autentiseringsappen er byttet ut med gjenopprettingsnøkkelen. Den gamle appen, den gamle nøkkelen og tidligere tilgangsnøkler virker ikke lenger, alle andre enheter er logget ut, og uttak er sperret i ${holdHours} timer.`,
      sms: ({ brand }) => `Ny autentiseringsapp hos ${brand}.`,
    },
    recovery_key_renewed: {
      subject: ({ brand }) => `Ny gjenopprettingsnøkkel for kontoen din hos ${brand}`,
      what: () => 'Det er laget en ny gjenopprettingsnøkkel for kontoen din. Den gamle virker ikke lenger.',
      sms: ({ brand }) => `Ny gjenopprettingsnøkkel hos ${brand}.`,
      wasNotYou:
        'Var det ikke deg? Logg inn, lag din egen gjenopprettingsnøkkel, og endre så passordet. Da er den andre ute. Å fryse kontoen er ikke nok.',
    },
    passkey_added: {
      subject: ({ brand }) => `Ny tilgangsnøkkel på kontoen din hos ${brand}`,
      what: ({ addedHoldHours }) =>
        `Det er lagt til en tilgangsnøkkel på kontoen din. Den kan brukes til å logge inn uten passord. Uttak er sperret i ${addedHoldHours} timer.`,
      sms: ({ brand }) => `Ny tilgangsnøkkel på kontoen din hos ${brand}.`,
    },
    passkey_removed: {
      subject: ({ brand }) => `En tilgangsnøkkel er fjernet hos ${brand}`,
      what: ({ holdHours }) =>
        `En tilgangsnøkkel er fjernet fra kontoen din og virker ikke lenger. Alle andre enheter er logget ut, og uttak er sperret i ${holdHours} timer.`,
      sms: ({ brand }) => `En tilgangsnøkkel er fjernet hos ${brand}.`,
    },
    passkey_suspended: {
      subject: ({ brand }) => `En tilgangsnøkkel på kontoen din hos ${brand} er sperret`,
      what: ({ holdHours }) =>
        `En tilgangsnøkkel ble brukt på en måte som tyder på at det finnes en kopi av den. Den virker ikke lenger. Noen kan ha vært inne på kontoen: Alle enheter er logget ut, og uttak er sperret i ${holdHours} timer. Logg inn på en annen måte, fjern den, og se gjennom tilgangsnøklene dine.`,
      sms: ({ brand }) => `En tilgangsnøkkel er sperret hos ${brand}.`,
    },
    removal_requested: {
      subject: ({ brand }) => `Noen vil fjerne autentiseringsappen din hos ${brand}`,
      what: () =>
        'Det er bedt om å fjerne autentiseringsappen fra kontoen din. Den er der fortsatt inntil ventetiden er over.',
      sms: ({ brand }) => `Noen vil fjerne autentiseringsappen din hos ${brand}.`,
    },
    account_deletion_requested: {
      subject: ({ brand, untilDay }) => `Kontoen din hos ${brand} slettes ${untilDay}`,
      what: ({ until }) =>
        `Det er bedt om å slette kontoen din. Den slettes ${until}. Til da er uttak sperret, og alle andre enheter er logget ut. Vil du beholde kontoen, logger du inn før det og velger «Behold kontoen».`,
      sms: ({ brand, untilDate }) => `Kontoen hos ${brand} slettes ${untilDate}. Angre: logg inn.`,
      wasNotYou: 'Var det ikke deg? Frys kontoen med en gang. Da kommer ingen inn, og kontoen blir ikke slettet.',
    },
    account_deletion_soon: {
      subject: ({ brand, untilDay }) => `Påminnelse: Kontoen din hos ${brand} slettes ${untilDay}`,
      what: ({ until }) =>
        `For en tid siden ble det bedt om å slette kontoen din. Den slettes ${until}, og kan ikke hentes tilbake etterpå. Vil du beholde den, logger du inn før det og velger «Behold kontoen». Slettingen ble bestilt:`,
      sms: ({ brand, untilDate }) => `Husk: ${brand}-kontoen slettes ${untilDate}. Angre: logg inn.`,
      wasNotYou: 'Var det ikke deg? Frys kontoen med en gang. Da kommer ingen inn, og kontoen blir ikke slettet.',
      notMeLife:
        'Lenken virker til kontoen er slettet, også når du er logget ut. Den kan bare fryse kontoen, aldri åpne den.',
    },
    account_deletion_cancelled: {
      subject: ({ brand }) => `Kontoen din hos ${brand} blir ikke slettet`,
      what: ({ holdHours }) =>
        `Slettingen av kontoen din er stanset. Du kan bruke kontoen som før, men uttak er sperret i ${holdHours} timer.`,
      sms: ({ brand }) => `Kontoen din hos ${brand} slettes ikke likevel.`,
    },
    account_deleted: {
      subject: ({ brand }) => `Kontoen din hos ${brand} er slettet`,
      what: () =>
        'Kontoen din er slettet, slik det ble bedt om. Passordet, adressene og enhetene dine er borte hos oss og kan ikke hentes tilbake. Dette er den siste meldingen om den. Vil du tilbake senere, oppretter du en ny konto.',
      sms: ({ brand }) => `Kontoen din hos ${brand} er slettet. Dette er siste melding.`,
    },
  },
  wasYou: 'Var dette deg? Da trenger du ikke gjøre noe.',
  wasNotYou: 'Var det ikke deg? Frys kontoen med en gang. Da kommer ingen inn, heller ikke den som gjorde dette.',
  notMe: 'Dette var ikke meg',
  notMeLife: (days) =>
    `Lenken virker i ${days} dager, også når du er logget ut. Den kan bare fryse kontoen, aldri åpne den.`,
  notMeSms: (url) => `Dette var ikke meg: ${url}`,
  putBack: ({ previous }) => ({
    label: 'Sett adressen tilbake',
    text: previous
      ? 'Var det ikke deg? Sett adressen tilbake. Da logger vi ut alle enheter, og den nye adressen slutter å virke. Det gjør også adresser og numre som nylig ble lagt til.'
      : 'Var det ikke deg? Sett adressen tilbake. Da logger vi ut alle enheter, og adresser og numre som nylig ble lagt til, slutter å virke.',
  }),
  takeAway: ({ masked }) => ({
    label: `Fjern ${masked}`,
    text: 'Var det ikke deg? Fjern det som ble lagt til. Da logger vi ut alle enheter, og det slutter å virke.',
  }),
  undoLife: (hours) => `Lenken virker i ${hours} timer, også når du er logget ut.`,
  undoSms: (url) => `Dette var ikke meg, angre: ${url}`,
  alsoFreeze: 'Du kan også fryse kontoen. Da kommer ingen inn, heller ikke den som gjorde dette.',
  isFrozen:
    'Pengene dine blir stående. Når du vil bruke kontoen igjen, åpner du den med passordet ditt og en kode fra oss.',
  thaw: 'Åpne kontoen igjen',
  thawSms: (url) => `Åpne den igjen: ${url}`,
}
