// Bokmål for the door of the staff and what stands behind it.

export const staff = {
  title: 'For ansatte',
  lead: 'Innlogging for dem som arbeider hos oss.',
  logIn: 'Logg inn med tilgangsnøkkel',
  lost: 'Har du mistet tilgangsnøkkelen? Be en administrator om en ny invitasjon.',
  customer: 'Jeg er kunde',
  inviteTitle: 'Du er invitert',
  inviteText:
    'Lag en tilgangsnøkkel på denne enheten. Den er den eneste veien inn, så det finnes ikke noe passord å miste eller lure fra deg.',
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
  nameWrong: 'Bruk 1 til 60 vanlige tegn.',
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
    ended_member: 'Stengte ute en kollega',
  },
  notYou: 'Ser du noe du ikke kjenner igjen? Si fra til en administrator med én gang.',
  ends: (minutes: number, latest: string) =>
    `Du blir logget ut etter ${minutes} minutter uten bruk, og senest kl. ${latest}.`,
  colleagues: 'Kolleger',
  you: 'Deg',
  lastIn: (when: string) => `sist inne ${when}`,
  states: { suspended: 'Sperret: det kan finnes en kopi av tilgangsnøkkelen', ended: 'Stengt ute' },
  invite: 'Inviter en kollega',
  inviteAct:
    'Velg rollen, og bekreft med tilgangsnøkkelen din. Du får en lenke som slipper inn én person, én gang, innen et døgn.',
  confirm: 'Bekreft med tilgangsnøkkel',
  linkTitle: 'Lenken er klar',
  linkText: 'Den vises bare nå. Gi den til den ene den er til, slik at ingen andre ser den.',
  copyLink: 'Kopier lenken',
  end: 'Steng ute',
  endName: (name: string) => ` ${name}`,
  endTitle: (name: string) => `Stenge ute ${name}?`,
  endText:
    'Alle øktene avsluttes med én gang, og tilgangsnøkkelen slipper ikke inn mer. Veien inn igjen er en ny invitasjon.',
}

/** Where there is no other way than the passkey. */
export const staffPasskeyProblems = {
  cancelled: 'Det ble avbrutt, eller enheten fant ingen tilgangsnøkkel hit. Prøv igjen.',
  unsupported: 'Nettleseren kan ikke bruke tilgangsnøkler her. Oppdater den, eller bruk en annen nettleser.',
  passkey_wrong: 'Tilgangsnøkkelen ble ikke godtatt. Prøv igjen med den som er laget for denne siden.',
  passkey_unknown: 'Denne tilgangsnøkkelen slipper ikke inn lenger. Be en administrator om en ny invitasjon.',
  passkey_suspended:
    'Tilgangsnøkkelen er sperret, for det kan finnes en kopi av den. Be en administrator om en ny invitasjon.',
}

export const staffRefusals = {
  invitation_ended: 'Invitasjonen er brukt eller utløpt. Be om en ny.',
  role_required: 'Rollen din gir ikke tilgang til dette. Be en administrator om å gjøre det.',
}
