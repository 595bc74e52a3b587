// Nynorsk for approving one withdrawal.

export const approval = {
  title: 'Godkjenn uttak',
  question: 'Godkjenne uttaket?',
  lead: (who: string) => `${who} spør. Sjekk beløpet og adressa før du svarer.`,
  amount: 'Beløp',
  address: 'Til adressa',
  network: 'Nettverk',
  reference: 'Referanse',
  askedBy: 'Kven spør',
  until: 'Svar innan',
  left: (time: string) => `${time} att`,
  codeText: 'Skriv koden frå autentiseringsappen. Han godkjenner dette uttaket og ingenting anna.',
  approve: 'Godkjenn',
  approveWithPasskey: 'Godkjenn med tilgangsnøkkel',
  passkeyText: 'Tilgangsnøkkelen godkjenner dette uttaket og ingenting anna.',
  decline: 'Avvis',
  notYou: 'Var det ikkje deg som bad om dette?',
  notYouText: 'Avvis uttaket, og frys kontoen. Då kjem ingen inn før du opnar han igjen.',
  holdTitle: 'Uttak er sperra no',
  hold: (end: string) =>
    `Uttak frå kontoen er sperra til ${end}, fordi noko på kontoen er endra. Ingen kan gjere sperra kortare. Be om uttaket på nytt når ho er over.`,
  noFactorTitle: 'Uttak blir godkjende med autentiseringsapp eller tilgangsnøkkel',
  noFactor: (hours: number) =>
    `Passord og kode på e-post eller SMS er ikkje nok til å sende ut pengar. Set opp Google-autentisering eller ein tilgangsnøkkel, og be om uttaket på nytt. Dei første ${hours} timane etterpå er uttak sperra.`,
  setUp: 'Gå til Konto og tryggleik',
  approvedTitle: 'Uttaket er godkjent',
  approved: (what: string, who: string) => `Du har godkjent ${what}. ${who} gjer resten.`,
  declinedTitle: 'Uttaket er avvist',
  declined: 'Ingenting blir sendt.',
  expiredTitle: 'Tida er ute',
  expired: 'Uttaket vart ikkje gjennomført, og ingenting er sendt. Be om det på nytt om du framleis vil ta ut.',
  missingTitle: 'Vi fann ikkje uttaket',
  missing:
    'Det høyrer kanskje til ein annan konto enn den du er logga inn på, eller det er lenge sidan. Ingenting er sendt.',
  back: 'Gå tilbake',
}

export const approvalRefusals = {
  withdrawals_on_hold: 'Uttak er sperra no. Be om uttaket på nytt når sperra er over.',
  factor_required: 'Uttak blir godkjende med autentiseringsapp eller tilgangsnøkkel. Set opp ein av dei først.',
}
