import { orNothing, statement } from '../platform/db.ts'

export const insertProof = statement(
  'sign-in.insert-proof',
  `INSERT INTO sign_in_proofs (account_id, proof_id, credential_version, expires_at) VALUES ($1, $2, $3, $4)
   ON CONFLICT (account_id, proof_id) DO NOTHING`,
)

/* One try, before it is made; $4 credential version, $5 most tries, $6 now */
export const spendTry = statement<{ tries: number }>(
  'sign-in.spend-try',
  `UPDATE sign_in_proofs SET tries = tries + 1
   WHERE account_id = $1 AND proof_id = $2 AND credential_version = $3 AND tries < $4 AND used_at IS NULL AND expires_at > $5
   RETURNING tries`,
)

export const giveBackTry = statement(
  'sign-in.give-back-try',
  'UPDATE sign_in_proofs SET tries = tries - 1 WHERE account_id = $1 AND proof_id = $2 AND tries > 0',
)

/* Once: of several right passwords at the same time, one. */
export const useProof = statement(
  'sign-in.use-proof',
  `UPDATE sign_in_proofs SET used_at = $3
   WHERE account_id = $1 AND proof_id = $2 AND used_at IS NULL AND expires_at > $3`,
)

/* A sign-in that waited for the second proof and has it: once. Kept until nobody could come with it again. */
export const useFlow = statement<{ proof_id: string }>(
  'sign-in.use-flow',
  `INSERT INTO sign_in_proofs (account_id, proof_id, credential_version, used_at, expires_at) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (account_id, proof_id) DO NOTHING RETURNING proof_id`,
)
export const useFlowOrNothing = orNothing(useFlow)

/* The session just opened, on the device it was to be on ($3): a device that was ended meanwhile has begun anew under another id. */
export const findOpened = orNothing(
  statement<{ session_id: string }>(
    'sign-in.find-opened',
    'SELECT session_id FROM sessions WHERE account_id = $1 AND session_id = $2 AND device_id = $3',
  ),
)

export const sweep = statement(
  'sign-in.sweep',
  `DELETE FROM sign_in_proofs WHERE (account_id, proof_id) IN
     (SELECT account_id, proof_id FROM sign_in_proofs WHERE expires_at <= $1
      ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)

export const forget = statement('sign-in.forget', 'DELETE FROM sign_in_proofs WHERE account_id = $1')
