// What a signed-in page shows, fetched once it wakes; a session that has ended leads to the sign-in page and back.
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Answer, Problem } from '../api.ts'
import { host } from './host.ts'
import { logInAddress } from './next-link.ts'

export interface Loaded<T> {
  value?: T
  problem?: Problem
  reload(): Promise<void>
  set(value: T): void
}

/**
 * Opens the sign-in page, which leads back here (J4).
 *
 * @param hasEnded the session ended by itself, and the page says so; false: by the person's own press
 */
export function leaveToLogIn(hasEnded = true): void {
  host.replace(logInAddress(location.pathname + location.search + location.hash, hasEnded))
}

/**
 * Loads a value when the page wakes, and again on `reload`.
 *
 * @param whenSignedOut what to do when the session has ended
 */
export function useLoad<T>(load: () => Promise<Answer<T>>, whenSignedOut: () => void = leaveToLogIn): Loaded<T> {
  const [value, set] = useState<T>()
  const [problem, setProblem] = useState<Problem>()
  const reload = useCallback(async () => {
    setProblem(undefined)
    const answer = await load()
    if (answer.ok) set(answer.value)
    else if (answer.problem.code === 'session_required') whenSignedOut()
    else setProblem(answer.problem)
  }, [])
  useEffect(() => void reload(), [])
  return { value, problem, reload, set }
}
