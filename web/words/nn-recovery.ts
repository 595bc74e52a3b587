// Words of the forgotten password, in Nynorsk.
import type * as nb from './nb-recovery.ts'

export const forgotPassword: typeof nb.forgotPassword = {
  title: 'Gløymt passord',
  lead: 'Skriv e-postadressa eller telefonnummeret du bruker hos oss. Vi sender deg ein kode.',
  identifier: 'E-postadresse eller telefonnummer',
  identifierRequired: 'Skriv e-postadressa eller telefonnummeret ditt.',
  identifierInvalid: 'Dette ser ikkje ut som ei e-postadresse eller eit telefonnummer. Sjekk det du har skrive.',
  next: 'Neste',
  resetTitle: 'Lag nytt passord',
  sentBySms: (to) => `Viss ein konto høyrer til ${to}, har vi sendt ein SMS med ein kode dit.`,
  sentByEmail: (to) => `Viss ein konto høyrer til ${to}, har vi sendt ein e-post med ein kode dit.`,
  sentAfterProof: (to) => `Takk. No har vi sendt koden for det nye passordet til ${to}.`,
  sentToOther: 'Vi har sendt ein ny kode til den andre adressa eller det andre nummeret på kontoen, viss det finst.',
  otherChannel: 'Send koden til ei anna adresse på kontoen',
  backToTyped: (to) => `Send koden til ${to}`,
  newPassword: 'Nytt passord',
  repeat: 'Gjenta nytt passord',
  repeatRequired: 'Skriv det nye passordet ein gong til.',
  unequal: 'Passorda er ikkje like. Skriv det same begge stadene.',
  consequences: (hours) =>
    `Når passordet er bytt, loggar vi ut alle einingar, og du kan ikkje ta ut pengar dei første ${hours} timane.`,
  send: 'Send',
  startOver: 'Begynn på nytt',
  doneTitle: 'Du har fått nytt passord',
  done: (hours) =>
    `Alle einingar er logga ut, og uttak er sperra i ${hours} timar. Vi har sendt beskjed til adressene og nummera på kontoen.`,
  logIn: 'Logg inn',
}
