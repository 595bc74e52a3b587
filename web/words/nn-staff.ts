// Nynorsk for the door of the staff and what stands behind it.

export const staff = {
  title: 'For tilsette',
  lead: 'Innlogging for dei som arbeider hos oss.',
  logIn: 'Logg inn med tilgangsnøkkel',
  lost: 'Har du mista tilgangsnøkkelen? Be ein administrator om ein ny invitasjon.',
  customer: 'Eg er kunde',
  inviteTitle: 'Du er invitert',
  inviteText:
    'Lag ein tilgangsnøkkel på denne eininga. Han er den einaste vegen inn. Det finst ikkje noko passord du kan gløyme eller bli lurt for.',
  role: 'Rolle',
  roles: {
    support: 'Kundestøtte',
    reviewer: 'Saksbehandlar',
    compliance: 'Etterleving',
    admin: 'Administrator',
  },
  until: (when: string) => `Invitasjonen gjeld for éin person, éin gong, til ${when}.`,
  name: 'Namn',
  nameHint: 'Slik ser kollegaene namnet ditt.',
  nameWrong: 'Skriv namnet ditt, med høgst 60 teikn.',
  make: 'Lag tilgangsnøkkel',
  endedTitle: 'Invitasjonen gjeld ikkje lenger',
  ended:
    'Han er brukt eller utgått. Har du brukt han sjølv, loggar du inn her. Om ikkje kan nokon andre ha brukt han: Sei frå til ein administrator.',
  over: 'Økta er over. Logg inn igjen.',
  logOut: 'Logg ut',
  emptyTitle: 'Ingen saker',
  empty: 'Det er ingenting å behandle. Kundane kan ikkje melde inn saker enno.',
  actsTitle: 'Det du har gjort',
  acts: {
    joined: 'Tok imot invitasjonen',
    signed_in: 'Logga inn',
    signed_out: 'Logga ut',
    invited: 'Inviterte ein kollega',
    ended_invitation: 'Trekte tilbake ein invitasjon',
    ended_member: 'Stengde ute ein kollega',
  },
  notYou: 'Ser du noko du ikkje kjenner igjen? Sei frå til ein administrator med ein gong.',
  ends: (minutes: number, latest: string) =>
    `Du blir logga ut etter ${minutes} minutt utan bruk, og seinast kl. ${latest}.`,
  colleagues: 'Kollegaer',
  you: 'Deg',
  lastIn: (when: string) => `sist inne ${when}`,
  states: {
    suspended: 'Sperra: Det kan finnast ein kopi av tilgangsnøkkelen',
    broken: 'Kan ikkje lesast: Nokon har endra databasen',
    ended: 'Stengd ute',
  },
  openInvitations: 'Opne invitasjonar',
  invitedBy: (name: string) => `Frå ${name}`,
  operators: 'drifta',
  goodUntil: (when: string) => `gjeld til ${when}`,
  withdraw: 'Trekk tilbake',
  withdrawName: (role: string) => ` invitasjonen som ${role.toLowerCase()}`,
  saidWithdrawn: 'Invitasjonen er trekt tilbake. Lenkja slepp ingen inn.',
  withdrawnLate: 'Invitasjonen var alt brukt eller gått ut. Sjå over kven som er inne.',
  invite: 'Inviter ein kollega',
  inviteAct:
    'Vel rolla, og stadfest med tilgangsnøkkelen din. Du får ei lenkje som slepp inn éin person, éin gong, innan eit døgn.',
  confirm: 'Stadfest med tilgangsnøkkel',
  linkTitle: 'Lenkja er klar',
  linkText: 'Lenkja blir vist berre no. Send ho berre til den som er invitert, på ein måte ingen andre kan lese.',
  copyLink: 'Kopier lenkja',
  end: 'Steng ute',
  endName: (name: string) => ` ${name}`,
  endTitle: (name: string) => `Stenge ute ${name}?`,
  endText:
    'Kollegaen blir logga ut overalt med ein gong, og tilgangsnøkkelen verkar ikkje lenger. For å kome inn igjen trengst ein ny invitasjon.',
  endConfirm: 'Steng ute med tilgangsnøkkel',
  saidEnded: (name: string) => `${name} er stengd ute.`,
}

/** Where the first passkey is made, and there is none to look for. */
export const staffJoiningProblems = {
  cancelled: 'Det vart avbrote. Prøv igjen.',
  passkey_wrong: 'Tilgangsnøkkelen vart ikkje godteken. Prøv igjen.',
}

/** Where there is no other way than the passkey. */
export const staffPasskeyProblems = {
  cancelled: 'Det vart avbrote, eller eininga fann ingen tilgangsnøkkel hit. Prøv igjen.',
  unsupported: 'Nettlesaren kan ikkje bruke tilgangsnøklar her. Oppdater han, eller bruk ein annan nettlesar.',
  passkey_wrong: 'Tilgangsnøkkelen vart ikkje godteken. Prøv igjen med den som er laga for denne sida.',
  passkey_unknown: 'Denne tilgangsnøkkelen verkar ikkje lenger. Be ein administrator om ein ny invitasjon.',
  passkey_suspended:
    'Tilgangsnøkkelen er sperra, for det kan finnast ein kopi av han. Be ein administrator om ein ny invitasjon.',
}

export const staffRefusals = {
  invitation_ended: 'Invitasjonen er brukt eller utgått. Be om ein ny.',
  role_required: 'Rolla di gir ikkje tilgang til dette. Be ein administrator om å gjere det.',
}
