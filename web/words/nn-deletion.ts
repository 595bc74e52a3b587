// Nynorsk for deleting an account, and for keeping it after all: the same keys as nb-deletion.ts.
import type * as nb from './nb-deletion.ts'

export const deletion: typeof nb.deletion = {
  name: 'Slett konto',
  state: (days) => `Kontoen blir sletta for godt etter ${days} dagar. Til då kan du ombestemme deg.`,
  scheduled: (day) => `Blir sletta ${day}`,
  ask: 'Slett konto',
  title: 'Slette kontoen?',
  consequences: (day) => [
    'Ta ut pengane dine først. Uttak er sperra til kontoen er sletta.',
    `Kontoen blir sletta ${day}. Før det kan du logge inn og velje «Behald kontoen».`,
    'Alle andre einingar blir logga ut no.',
    'Når kontoen er sletta, kan ingen hente han tilbake, heller ikkje vi.',
    'Vi tek berre vare på kva som skjedde og når, ikkje kven du er. Opplysningar om handlar og kundekontroll blir lagra så lenge lova krev, men ikkje her.',
  ],
  goOn: 'Gå vidare',
  confirmTitle: 'Skriv passordet for å slette kontoen',
  confirm: (day) =>
    `Kontoen blir sletta ${day} om du ikkje ombestemmer deg. Vi sender beskjed til alle adressene dine no.`,
  submit: 'Slett konto',
  cardTitle: (day) => `Kontoen blir sletta ${day}`,
  cardText: (clock, hours) =>
    `Det skjer kl. ${clock}. Til då ligg alt her framleis, men uttak er sperra. Beheld du kontoen, opnar uttak etter ${hours} timar.`,
  keep: 'Behald kontoen',
  kept: 'Kontoen blir ikkje sletta.',
}
