// Refusals that only the app meets.
import type * as nb from './nb-device.ts'

export const deviceRefusals: typeof nb.deviceRefusals = {
  device_proof_invalid:
    'Vi fekk ikkje stadfesta at det er denne telefonen som spør. Sjekk at klokka går rett, og prøv igjen.',
  device_proof_required:
    'Vi fekk ikkje stadfesta at innlogginga høyrer til denne telefonen. Sjekk klokka, eller logg inn på nytt.',
  app_too_old: 'Denne utgåva av appen er for gammal. Oppdater appen, og prøv igjen.',
}
