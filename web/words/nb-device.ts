// Refusals that only the app meets: its key, its clock, its age. Apart from the others, which every page loads.

export const deviceRefusals = {
  device_proof_invalid:
    'Vi fikk ikke bekreftet at det er denne telefonen som spør. Sjekk at klokken går riktig, og prøv igjen.',
  device_proof_required:
    'Vi fikk ikke bekreftet at innloggingen hører til denne telefonen. Sjekk klokken, eller logg inn på nytt.',
  app_too_old: 'Denne utgaven av appen er for gammel. Oppdater appen, og prøv igjen.',
}
