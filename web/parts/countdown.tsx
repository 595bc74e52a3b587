// A wait that ends: ticking for the eye, told to screen readers at most once a minute.
import { useEffect, useState } from 'preact/hooks'
import { serverNow } from '../api.ts'
import { spokenWait, wait } from './wait.ts'

/** Whole seconds left until a moment (ms since 1970); 0 when it has come. */
export function useSecondsLeft(until: number): number {
  const left = () => Math.max(0, Math.ceil((until - serverNow()) / 1000))
  const [seconds, setSeconds] = useState(left)
  useEffect(() => {
    setSeconds(left())
    const timer = setInterval(() => setSeconds(left()), 250)
    return () => clearInterval(timer)
  }, [until])
  return seconds
}

/** Says `words(wait)`. Draws nothing once the wait is over. */
export function Countdown({ seconds, words }: { seconds: number; words: (time: string) => string }) {
  if (!seconds) return null
  return (
    <>
      <span class="tick" aria-hidden="true">
        {words(wait(seconds))}
      </span>
      <span class="ds-sr-only" role="status">
        {words(spokenWait(seconds))}
      </span>
    </>
  )
}
