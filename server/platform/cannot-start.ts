const CODE = 'PORTVAKT_CANNOT_START'

/** A reason not to start that the operator can mend: `main.js` prints the sentence alone, without a stack, and ends with 1. */
export function cannotStart(sentence: string, cause?: unknown): Error {
  return Object.assign(new Error(sentence, { cause }), { code: CODE })
}

export function isCannotStart(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === CODE
}
