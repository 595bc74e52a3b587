// Loaded only when a bot check is due: makes the proof of work, and says so if it takes longer than anybody notices.

import { botCheck as words } from '../words/active.ts'
import { type Challenge, findSolution, type Solution } from './bot-check-solver.ts'
import workerUrl from './bot-check-worker.ts?worker&url'
import { trustedScript } from './trusted-script.ts'

export interface Work {
  /** What is sent as `botCheck`; undefined when this browser cannot make it. */
  done: Promise<string | undefined>
  /** Part of the work at the most that is done. */
  progress(): number
}

const SHOWN_AFTER_MS = 1_000
const SLOW_AFTER_MS = 10_000
const GIVEN_UP_AFTER_MS = 90_000
const DRAWN_EACH_MS = 250

/** Begins the work, and draws nothing. */
export function beginBotCheck(challenge: Challenge): Work {
  let count = 0
  const note = (tried: number) => {
    count = tried
  }
  const found = inWorker(challenge, note).catch(() => findSolution(challenge, note)) // a browser without workers
  const givenUp = new Promise<undefined>((resolve) => setTimeout(resolve, GIVEN_UP_AFTER_MS))
  return {
    done: Promise.race([found, givenUp]).then(
      (solution) => solution && btoa(JSON.stringify({ challenge, solution })),
      () => undefined,
    ),
    progress: () => count / challenge.parameters.data.most,
  }
}

function inWorker(challenge: Challenge, note: (tried: number) => void): Promise<Solution | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(trustedScript('portvakt-worker', workerUrl))
    const end = (settle: () => void) => {
      worker.terminate()
      settle()
    }
    worker.onmessage = ({ data }: MessageEvent<{ tried: number } | { solution: Solution | undefined }>) =>
      'tried' in data ? note(data.tried) : end(() => resolve(data.solution))
    worker.onerror = () => end(() => reject(new Error('the worker did not start')))
    worker.postMessage(challenge)
  })
}

/** Waits for the work. After a second it says what goes on, with how far it has come; later that this device takes long. */
export async function finishBotCheck({ done, progress }: Work): Promise<string | undefined> {
  const began = performance.now()
  const place = findPlace()
  const text = document.createElement('p')
  const bar = document.createElement('progress')
  bar.setAttribute('aria-hidden', 'true') // the text says it; figures that change each moment are nothing to hear
  const draw = () => {
    const took = performance.now() - began
    if (took < SHOWN_AFTER_MS) return
    bar.value = progress()
    const said = took < SLOW_AFTER_MS ? words.working : words.slow
    if (text.textContent !== said) text.textContent = said
    if (!text.parentElement) place?.replaceChildren(text, bar)
  }
  const timer = setInterval(draw, DRAWN_EACH_MS)
  try {
    return await done
  } finally {
    clearInterval(timer)
    place?.replaceChildren()
  }
}

/** In the form that is in sight: FormFrame keeps a place for it. */
function findPlace(): Element | undefined {
  const places = [...document.querySelectorAll('dialog[open] .bot-check, .bot-check')]
  return places.find((each) => each.closest('dialog[open]')) ?? places.find((each) => each.checkVisibility?.() ?? true)
}
