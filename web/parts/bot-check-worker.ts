// Does the work of a bot check beside the page, which stays as quick as ever.
import { type Challenge, findSolution } from './bot-check-solver.ts'

addEventListener('message', async ({ data }: MessageEvent<Challenge>) => {
  postMessage({ solution: await findSolution(data, (tried) => postMessage({ tried })) })
})
