// Bokmål for the door of the staff and what stands behind it.

export const staff = {
  title: 'For ansatte',
  lead: 'Innlogging for dem som arbeider hos oss.',
  logIn: 'Logg inn med tilgangsnøkkel',
  lost: 'Har du mistet tilgangsnøkkelen? Be en administrator om en ny invitasjon.',
  customer: 'Jeg er kunde',
  inviteTitle: 'Du er invitert',
  inviteText:
    'Lag en tilgangsnøkkel på denne enheten. Den er den eneste veien inn. Det finnes ikke noe passord du kan glemme eller bli lurt for.',
  role: 'Rolle',
  roles: {
    support: 'Kundestøtte',
    reviewer: 'Saksbehandler',
    compliance: 'Etterlevelse',
    admin: 'Administrator',
  },
  until: (when: string) => `Invitasjonen gjelder for én person, én gang, til ${when}.`,
  name: 'Navn',
  nameHint: 'Slik ser kollegene navnet ditt.',
  nameWrong: 'Skriv navnet ditt, med høyst 60 tegn.',
  make: 'Lag tilgangsnøkkel',
  endedTitle: 'Invitasjonen gjelder ikke lenger',
  ended:
    'Den er brukt eller utløpt. Har du brukt den selv, logger du inn her. Hvis ikke, kan noen andre ha brukt den: Si fra til en administrator.',
  over: 'Økten er over. Logg inn igjen.',
  logOut: 'Logg ut',
  emptyTitle: 'Ingen saker',
  empty: 'Det er ingenting å behandle. Kundene kan ikke melde inn saker ennå.',
  actsTitle: 'Det du har gjort',
  acts: {
    joined: 'Tok imot invitasjonen',
    signed_in: 'Logget inn',
    signed_out: 'Logget ut',
    invited: 'Inviterte en kollega',
    ended_invitation: 'Trakk tilbake en invitasjon',
    ended_member: 'Stengte ute en kollega',
  },
  notYou: 'Ser du noe du ikke kjenner igjen? Si fra til en administrator med en gang.',
  ends: (minutes: number, latest: string) =>
    `Du blir logget ut etter ${minutes} minutter uten bruk, og senest kl. ${latest}.`,
  colleagues: 'Kolleger',
  you: 'Deg',
  lastIn: (when: string) => `sist inne ${when}`,
  states: {
    suspended: 'Sperret: Det kan finnes en kopi av tilgangsnøkkelen',
    broken: 'Kan ikke leses: Noen har endret databasen',
    ended: 'Stengt ute',
  },
  openInvitations: 'Åpne invitasjoner',
  invitedBy: (name: string) => `Fra ${name}`,
  operators: 'driften',
  goodUntil: (when: string) => `gjelder til ${when}`,
  withdraw: 'Trekk tilbake',
  withdrawName: (role: string) => ` invitasjonen som ${role.toLowerCase()}`,
  saidWithdrawn: 'Invitasjonen er trukket tilbake. Lenken slipper ingen inn.',
  withdrawnLate: 'Invitasjonen var allerede brukt eller utløpt. Se over hvem som er inne.',
  invite: 'Inviter en kollega',
  inviteAct:
    'Velg rollen, og bekreft med tilgangsnøkkelen din. Du får en lenke som slipper inn én person, én gang, innen et døgn.',
  confirm: 'Bekreft med tilgangsnøkkel',
  linkTitle: 'Lenken er klar',
  linkText: 'Lenken vises bare nå. Send den bare til den som er invitert, på en måte ingen andre kan lese.',
  copyLink: 'Kopier lenken',
  end: 'Steng ute',
  endName: (name: string) => ` ${name}`,
  endTitle: (name: string) => `Stenge ute ${name}?`,
  endText:
    'Kollegaen logges ut overalt med en gang, og tilgangsnøkkelen virker ikke lenger. For å komme inn igjen trengs en ny invitasjon.',
  endConfirm: 'Steng ute med tilgangsnøkkel',
  saidEnded: (name: string) => `${name} er stengt ute.`,
}

/** Where the first passkey is made, and there is none to look for. */
export const staffJoiningProblems = {
  cancelled: 'Det ble avbrutt. Prøv igjen.',
  passkey_wrong: 'Tilgangsnøkkelen ble ikke godtatt. Prøv igjen.',
}

/** Where there is no other way than the passkey. */
export const staffPasskeyProblems = {
  cancelled: 'Det ble avbrutt, eller enheten fant ingen tilgangsnøkkel hit. Prøv igjen.',
  unsupported: 'Nettleseren kan ikke bruke tilgangsnøkler her. Oppdater den, eller bruk en annen nettleser.',
  passkey_wrong: 'Tilgangsnøkkelen ble ikke godtatt. Prøv igjen med den som er laget for denne siden.',
  passkey_unknown: 'Denne tilgangsnøkkelen virker ikke lenger. Be en administrator om en ny invitasjon.',
  passkey_suspended:
    'Tilgangsnøkkelen er sperret, for det kan finnes en kopi av den. Be en administrator om en ny invitasjon.',
}

export const staffRefusals = {
  invitation_ended: 'Invitasjonen er brukt eller utløpt. Be om en ny.',
  role_required: 'Rollen din gir ikke tilgang til dette. Be en administrator om å gjøre det.',
}
