// What is said of a passkey where there is no other way in.
import { passkeyProblems, staffJoiningProblems, staffPasskeyProblems } from '../../words/active.ts'

/** Where one is used. */
export const usingWords = { ...passkeyProblems, ...staffPasskeyProblems }
/** Where the first one is made. */
export const makingWords = { ...usingWords, ...staffJoiningProblems }
