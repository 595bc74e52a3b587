import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One white dot, which both systems stretch: a start shows nothing of Capacitor's, and gives way to the page at once. */
const white = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC',
  'base64',
)

/** Puts it in the place of every splash picture below a folder. */
export function plainSplash(folder: string): void {
  const pictures = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /splash[^/]*\.png$/.test(name),
  )
  if (pictures.length === 0)
    throw new Error(`${folder} has no splash pictures: scripts/app has to follow Capacitor's template.`)
  for (const name of pictures) writeFileSync(join(folder, name), white)
}
