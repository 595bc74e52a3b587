// Bokmål for what a person does to their own account: password, addresses, activity, deletion.

export const accountActs = {
  change: 'Endre',
  changePassword: 'Endre passord',
  changePasswordText: (hours: number) =>
    `Alle andre enheter blir logget ut, og du kan ikke ta ut penger de første ${hours} timene.`,
  currentPassword: 'Nåværende passord',
  wrongCurrent: 'Passordet er feil. Skriv det du bruker nå.',
  passwordChanged: 'Passordet er endret. Alle andre enheter er logget ut.',
}
