// Nynorsk for what a person does to their own account: the same keys as nb-acts.ts.
import type * as nb from './nb-acts.ts'

export const accountActs: typeof nb.accountActs = {
  change: 'Endre',
  changePassword: 'Endre passord',
  changePasswordText: (hours) =>
    `Alle andre einingar blir logga ut, og du kan ikkje ta ut pengar dei første ${hours} timane.`,
  currentPassword: 'Noverande passord',
  wrongCurrent: 'Passordet er feil. Skriv det du bruker no.',
  passwordChanged: 'Passordet er endra. Alle andre einingar er logga ut.',
}
