// Nynorsk for what a person does to their own account: the same keys as nb-acts.ts.
import type * as nb from './nb-acts.ts'

/** Of changing and removing an address alone. */
export const addressRefusals: typeof nb.addressRefusals = {
  identifier_same: 'Det er adressa eller nummeret du har frå før. Skriv eit anna.',
  identifier_too_new:
    'Adressa som koden skulle ha gått til, er for ny til å stadfeste dette. Prøv igjen om nokre dagar.',
  last_identifier: 'Kontoen må ha minst éi adresse eller eitt nummer. Legg til ei anna først.',
}

export const accountActs: typeof nb.accountActs = {
  change: 'Endre',
  changePassword: 'Endre passord',
  changePasswordText: (hours) =>
    `Alle andre einingar blir logga ut, og du kan ikkje ta ut pengar dei første ${hours} timane.`,
  currentPassword: 'Noverande passord',
  wrongCurrent: 'Passordet er feil. Skriv det du bruker no.',
  passwordChanged: 'Passordet er endra. Alle andre einingar er logga ut.',
  remove: 'Fjern',
  changeAddress: { email: 'Endre e-post', phone: 'Endre telefonnummer' },
  removeAddress: { email: 'Fjern e-post', phone: 'Fjern telefonnummer' },
  changeAddressText: (masked) => `Vi sender først ein kode til ${masked}, og så ein til den nye.`,
  removeAddressText: (masked) =>
    `Vi sender ein kode til den adressa eller det nummeret du beheld. Etterpå kan ${masked} ikkje lenger brukast til å logge inn.`,
  addressHold: (hours, undo) =>
    `Uttak er sperra i ${hours} timar etterpå. Vi sender beskjed til den gamle adressa, og derifrå kan det angrast i ${undo} timar.`,
  addressChanged: { email: 'E-postadressa er endra.', phone: 'Telefonnummeret er endra.' },
  addressRemoved: { email: 'E-postadressa er fjerna.', phone: 'Telefonnummeret er fjerna.' },
}

export const undoChange: typeof nb.undoChange = {
  title: 'Angre endringa',
  told: (masked, at) => `${masked} vart endra eller fjerna ${at}. Var det ikkje deg, set du ho tilbake her.`,
  toldAdded: (added, at) => `${added} vart lagt til på kontoen ${at}. Var det ikkje deg, fjernar du det her.`,
  consequences: (hours, ends) =>
    `Då loggar vi ut alle einingar,${ends && ` ${ends} sluttar å verke,`} og uttak er sperra i ${hours} timar. Byt passord etterpå.`,
  submit: 'Set adressa tilbake',
  submitAdded: (added) => `Fjern ${added}`,
  freeze: 'Frys kontoen i staden. Då kjem ingen inn.',
  ifYou: 'Var det deg likevel? Då treng du ikkje gjere noko. Ingenting er endra av at du opna denne sida.',
  doneTitle: 'Adressa er sett tilbake',
  done: (hours) =>
    `Alle einingar er logga ut, og uttak er sperra i ${hours} timar. Logg inn med den gamle adressa, og byt passord.`,
  doneTitleAdded: 'Det som vart lagt til, er fjerna',
  doneAdded: (hours) => `Alle einingar er logga ut, og uttak er sperra i ${hours} timar. Logg inn, og byt passord.`,
  endedTitle: 'Lenkja verkar ikkje lenger',
  ended: 'Ho er brukt eller utgått. Logg inn for å sjå adressene dine, eller frys kontoen om noko er gale.',
}

export const activity: typeof nb.activity = {
  lead: 'Dette har skjedd på kontoen din, det nyaste først.',
  wasItYou: 'Var dette deg?',
  ifNot: 'Ser du noko du ikkje har gjort sjølv, frys kontoen. Då kjem ingen inn før du opnar han igjen.',
  freeze: 'Frys konto',
  more: 'Vis fleire',
  other: 'Noko anna på kontoen',
  kinds: {
    signed_up: 'Kontoen vart oppretta',
    signed_in: 'Logga inn',
    signed_out: 'Logga ut',
    session_revoked: 'Ei eining vart logga ut',
    other_sessions_revoked: 'Alle andre einingar vart logga ut',
    stepped_up: 'Stadfesta med passordet',
    stepped_up_with_passkey: 'Stadfesta med tilgangsnøkkel',
    stepped_up_with_code: 'Stadfesta med kode til ei adresse',
    identifier_added: 'Ei adresse vart lagd til',
    identifier_changed: 'Ei adresse vart endra',
    identifier_removed: 'Ei adresse vart fjerna',
    identifier_restored: 'Ei adresse vart sett tilbake',
    password_reset: 'Nytt passord med kode',
    password_changed: 'Passordet vart endra',
    phrase_changed: 'Kjenneordet vart endra',
    frozen: 'Kontoen vart frosen',
    thawed: 'Kontoen vart opna igjen',
    device_removed: 'Ei eining vart fjerna',
    mailbox_proven: 'Adressa vart stadfesta med kode',
    device_trust_ended: 'Ei eining må vise kode igjen',
    authenticator_bound: 'Google-autentisering vart slått på',
    authenticator_changed: 'Autentiseringsappen vart bytt ut',
    authenticator_removed: 'Google-autentisering vart kopla frå',
    recovery_key_used: 'Gjenopprettingsnøkkelen vart brukt',
    authenticator_replaced: 'Autentiseringsappen vart bytt ut med gjenopprettingsnøkkelen',
    recovery_key_renewed: 'Ny gjenopprettingsnøkkel vart laga',
    deletion_requested: 'Bede om å slette kontoen',
    deletion_cancelled: 'Slettinga av kontoen vart stansa',
    passkey_added: 'Ein tilgangsnøkkel vart lagd til',
    passkey_renamed: 'Ein tilgangsnøkkel fekk nytt namn',
    passkey_removed: 'Ein tilgangsnøkkel vart fjerna',
    passkey_suspended: 'Ein tilgangsnøkkel vart sperra',
    approval_given: 'Eit uttak vart godkjent',
    approval_declined: 'Eit uttak vart avvist',
  },
}
