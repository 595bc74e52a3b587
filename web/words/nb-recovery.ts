// Words of the forgotten password, in Bokmål.

export const forgotPassword = {
  title: 'Glemt passord',
  lead: 'Skriv e-postadressen eller telefonnummeret du bruker hos oss. Vi sender deg en kode.',
  identifier: 'E-postadresse eller telefonnummer',
  identifierRequired: 'Skriv e-postadressen eller telefonnummeret ditt.',
  identifierInvalid: 'Dette ser ikke ut som en e-postadresse eller et telefonnummer. Sjekk det du har skrevet.',
  next: 'Neste',
  resetTitle: 'Lag nytt passord',
  sentBySms: (to: string) => `Hvis en konto hører til ${to}, har vi sendt en SMS med en kode dit.`,
  sentByEmail: (to: string) => `Hvis en konto hører til ${to}, har vi sendt en e-post med en kode dit.`,
  sentAfterProof: (to: string) => `Takk. Nå har vi sendt koden for det nye passordet til ${to}.`,
  sentToOther: 'Vi har sendt en ny kode til den andre adressen eller det andre nummeret på kontoen, hvis det finnes.',
  otherChannel: 'Send koden til en annen adresse på kontoen',
  backToTyped: (to: string) => `Send koden til ${to}`,
  newPassword: 'Nytt passord',
  repeat: 'Gjenta nytt passord',
  repeatRequired: 'Skriv det nye passordet en gang til.',
  unequal: 'Passordene er ikke like. Skriv det samme begge steder.',
  consequences: (hours: number) =>
    `Når passordet er byttet, logger vi ut alle enheter, og du kan ikke ta ut penger de første ${hours} timene.`,
  send: 'Send',
  startOver: 'Begynn på nytt',
  doneTitle: 'Du har fått nytt passord',
  done: (hours: number) =>
    `Alle enheter er logget ut, og uttak er sperret i ${hours} timer. Vi har sendt beskjed til adressene og numrene på kontoen.`,
  logIn: 'Logg inn',
}
