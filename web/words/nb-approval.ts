// Bokmål for approving one withdrawal.

export const approval = {
  title: 'Godkjenn uttak',
  question: 'Godkjenne uttaket?',
  lead: (who: string) => `${who} spør. Sjekk beløpet og adressen før du svarer.`,
  amount: 'Beløp',
  address: 'Til adressen',
  network: 'Nettverk',
  reference: 'Referanse',
  askedBy: 'Hvem spør',
  until: 'Svar innen',
  left: (time: string) => `${time} igjen`,
  codeText: 'Skriv koden fra autentiseringsappen. Den godkjenner dette uttaket og ingenting annet.',
  approve: 'Godkjenn',
  approveWithPasskey: 'Godkjenn med tilgangsnøkkel',
  passkeyText: 'Tilgangsnøkkelen godkjenner dette uttaket og ingenting annet.',
  decline: 'Avvis',
  notYou: 'Var det ikke deg som ba om dette?',
  notYouText: 'Avvis uttaket, og frys kontoen. Da kommer ingen inn før du åpner den igjen.',
  holdTitle: 'Uttak er sperret nå',
  hold: (end: string) =>
    `Uttak fra kontoen er sperret til ${end}, fordi noe på kontoen er endret. Ingen kan gjøre sperren kortere. Be om uttaket på nytt når den er over.`,
  noFactorTitle: 'Uttak godkjennes med autentiseringsapp eller tilgangsnøkkel',
  noFactor: (hours: number) =>
    `Passord og kode på e-post eller SMS er ikke nok til å sende ut penger. Sett opp Google-autentisering eller en tilgangsnøkkel, og be om uttaket på nytt. De første ${hours} timene etterpå er uttak sperret.`,
  setUp: 'Gå til Konto og sikkerhet',
  approvedTitle: 'Uttaket er godkjent',
  approved: (what: string, who: string) => `Du har godkjent ${what}. ${who} gjør resten.`,
  declinedTitle: 'Uttaket er avvist',
  declined: 'Ingenting blir sendt.',
  expiredTitle: 'Tiden er ute',
  expired: 'Uttaket ble ikke gjennomført, og ingenting er sendt. Be om det på nytt hvis du fortsatt vil ta ut.',
  missingTitle: 'Vi fant ikke uttaket',
  missing:
    'Det hører kanskje til en annen konto enn den du er logget inn på, eller det er lenge siden. Ingenting er sendt.',
  back: 'Gå tilbake',
}

export const approvalRefusals = {
  withdrawals_on_hold: 'Uttak er sperret nå. Be om uttaket på nytt når sperren er over.',
  factor_required: 'Uttak godkjennes med autentiseringsapp eller tilgangsnøkkel. Sett opp en av dem først.',
}
