// Bokmål for deleting an account, and for keeping it after all.

export const deletion = {
  name: 'Slett konto',
  state: (days: number) => `Kontoen slettes for godt etter ${days} dager. Til da kan du ombestemme deg.`,
  scheduled: (day: string) => `Slettes ${day}`,
  ask: 'Slett konto',
  title: 'Slette kontoen?',
  consequences: (day: string) => [
    'Ta ut pengene dine først. Uttak er sperret til kontoen er slettet.',
    `Kontoen slettes ${day}. Før det kan du logge inn og velge «Behold kontoen».`,
    'Alle andre enheter blir logget ut nå.',
    'Når kontoen er slettet, kan ingen hente den tilbake, heller ikke vi.',
    'Vi beholder bare hva som skjedde og når, ikke hvem du er. Opplysninger om handler og kundekontroll lagres så lenge loven krever, men ikke her.',
  ],
  goOn: 'Gå videre',
  confirmTitle: 'Skriv passordet for å slette kontoen',
  confirm: (day: string) =>
    `Kontoen slettes ${day} hvis du ikke ombestemmer deg. Vi sender beskjed til alle adressene dine nå.`,
  submit: 'Slett konto',
  cardTitle: (day: string) => `Kontoen slettes ${day}`,
  cardText: (clock: string, hours: number) =>
    `Det skjer kl. ${clock}. Til da ligger alt her fortsatt, men uttak er sperret. Beholder du kontoen, åpnes uttak etter ${hours} timer.`,
  keep: 'Behold kontoen',
  kept: 'Kontoen blir ikke slettet.',
}
