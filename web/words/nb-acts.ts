// Bokmål for what a person does to their own account: password, addresses, activity, deletion.

/** Of changing and removing an address alone. */
export const addressRefusals = {
  identifier_same: 'Det er adressen eller nummeret du har fra før. Skriv et annet.',
  identifier_too_new: 'Adressen som koden skulle gått til, er for ny til å bekrefte dette. Prøv igjen om noen dager.',
  last_identifier: 'Kontoen må ha minst én adresse eller ett nummer. Legg til en annen først.',
}

export const accountActs = {
  change: 'Endre',
  changePassword: 'Endre passord',
  changePasswordText: (hours: number) =>
    `Alle andre enheter blir logget ut, og du kan ikke ta ut penger de første ${hours} timene.`,
  currentPassword: 'Nåværende passord',
  wrongCurrent: 'Passordet er feil. Skriv det du bruker nå.',
  passwordChanged: 'Passordet er endret. Alle andre enheter er logget ut.',
  remove: 'Fjern',
  changeAddress: { email: 'Endre e-post', phone: 'Endre telefonnummer' },
  removeAddress: { email: 'Fjern e-post', phone: 'Fjern telefonnummer' },
  changeAddressText: (masked: string) => `Vi sender først en kode til ${masked}, og så en til den nye.`,
  removeAddressText: (masked: string) =>
    `Vi sender en kode til den adressen eller det nummeret du beholder. Etterpå kan ${masked} ikke lenger brukes til å logge inn.`,
  addressHold: (hours: number, undo: number) =>
    `Uttak er sperret i ${hours} timer etterpå. Vi sender beskjed til den gamle adressen, og derfra kan det angres i ${undo} timer.`,
  addressChanged: { email: 'E-postadressen er endret.', phone: 'Telefonnummeret er endret.' },
  addressRemoved: { email: 'E-postadressen er fjernet.', phone: 'Telefonnummeret er fjernet.' },
}

export const undoChange = {
  title: 'Angre endringen',
  told: (masked: string, at: string) =>
    `${masked} ble endret eller fjernet ${at}. Var det ikke deg, setter du den tilbake her.`,
  /** @param added what was added, masked */
  toldAdded: (added: string, at: string) =>
    `${added} ble lagt til på kontoen ${at}. Var det ikke deg, fjerner du det her.`,
  /** @param ends every address that stops working, masked; empty, where a removal is undone and nothing was added */
  consequences: (hours: number, ends: string) =>
    `Da logger vi ut alle enheter,${ends && ` ${ends} slutter å virke,`} og uttak er sperret i ${hours} timer. Bytt passord etterpå.`,
  submit: 'Sett adressen tilbake',
  submitAdded: (added: string) => `Fjern ${added}`,
  freeze: 'Frys kontoen i stedet. Da kommer ingen inn.',
  ifYou: 'Var det deg likevel? Da trenger du ikke gjøre noe. Ingenting er endret av at du åpnet denne siden.',
  doneTitle: 'Adressen er satt tilbake',
  done: (hours: number) =>
    `Alle enheter er logget ut, og uttak er sperret i ${hours} timer. Logg inn med den gamle adressen, og bytt passord.`,
  doneTitleAdded: 'Det som ble lagt til, er fjernet',
  doneAdded: (hours: number) =>
    `Alle enheter er logget ut, og uttak er sperret i ${hours} timer. Logg inn, og bytt passord.`,
  endedTitle: 'Lenken virker ikke lenger',
  ended: 'Den er brukt eller utløpt. Logg inn for å se adressene dine, eller frys kontoen hvis noe er galt.',
}

export const activity = {
  lead: 'Dette har skjedd på kontoen din, det nyeste først.',
  wasItYou: 'Var dette deg?',
  ifNot: 'Ser du noe du ikke har gjort selv, frys kontoen. Da kommer ingen inn før du åpner den igjen.',
  freeze: 'Frys konto',
  more: 'Vis mer',
  other: 'Noe annet på kontoen',
  kinds: {
    signed_up: 'Kontoen ble opprettet',
    signed_in: 'Logget inn',
    signed_out: 'Logget ut',
    session_revoked: 'En enhet ble logget ut',
    other_sessions_revoked: 'Alle andre enheter ble logget ut',
    stepped_up: 'Bekreftet med passordet',
    stepped_up_with_passkey: 'Bekreftet med tilgangsnøkkel',
    stepped_up_with_code: 'Bekreftet med kode til en adresse',
    identifier_added: 'En adresse ble lagt til',
    identifier_changed: 'En adresse ble endret',
    identifier_removed: 'En adresse ble fjernet',
    identifier_restored: 'En adresse ble satt tilbake',
    password_reset: 'Nytt passord med kode',
    password_changed: 'Passordet ble endret',
    phrase_changed: 'Kjenneordet ble endret',
    frozen: 'Kontoen ble fryst',
    thawed: 'Kontoen ble åpnet igjen',
    device_removed: 'En enhet ble fjernet',
    mailbox_proven: 'Adressen ble bekreftet med kode',
    device_trust_ended: 'En enhet må vise kode igjen',
    authenticator_bound: 'Google-autentisering ble slått på',
    authenticator_changed: 'Autentiseringsappen ble byttet ut',
    authenticator_removed: 'Google-autentisering ble koblet fra',
    recovery_key_used: 'Gjenopprettingsnøkkelen ble brukt',
    authenticator_replaced: 'Autentiseringsappen ble byttet ut med gjenopprettingsnøkkelen',
    recovery_key_renewed: 'Ny gjenopprettingsnøkkel ble laget',
    deletion_requested: 'Bedt om å slette kontoen',
    deletion_cancelled: 'Slettingen av kontoen ble stanset',
    passkey_added: 'En tilgangsnøkkel ble lagt til',
    passkey_renamed: 'En tilgangsnøkkel fikk nytt navn',
    passkey_removed: 'En tilgangsnøkkel ble fjernet',
    passkey_suspended: 'En tilgangsnøkkel ble sperret',
    approval_given: 'Et uttak ble godkjent',
    approval_declined: 'Et uttak ble avvist',
  },
}
