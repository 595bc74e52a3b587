// What was taken, held against what is kept in the repository.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { compare } from './compare.ts'
import type { Picture } from './picture.ts'
import { decode, drawDifference } from './seen.ts'

const root = join(import.meta.dirname, '..', '..')
/** Ignored by git. */
const DIFFERENCES_FOLDER = 'test-results/pictures'
const AGAIN = 'If that is wanted: npm run pictures -- '

export interface Judgement extends Picture {
  /** What is wrong, in a sentence; undefined when it shows the same as the one that is kept. */
  said?: string
  /** Nothing to compare it with. */
  isMissing?: true
}

/**
 * Compares a picture with the one that is kept. One that differs is laid aside, with both of them side by side.
 *
 * @param page any page of a browser, to decode them
 */
export async function judge(page: Page, picture: Picture, series: string): Promise<Judgement> {
  const { file, data, scale } = picture
  const kept = join(root, file)
  if (!existsSync(kept))
    return { ...picture, isMissing: true, said: `${file} is missing: npm run pictures -- ${series}` }
  const before = readFileSync(kept)
  if (before.equals(data)) return picture
  const difference = compare(await decode(page, before), await decode(page, data), scale)
  if (!difference) return picture
  const [name, aside] = [basename(file), join(DIFFERENCES_FOLDER, dirname(file))]
  mkdirSync(join(root, aside), { recursive: true })
  writeFileSync(join(root, aside, name), data)
  const drawn = join(aside, name.replace(/(\.\w+)$/, '-compared.webp'))
  writeFileSync(join(root, drawn), await drawDifference(page, before, data, difference))
  const percent = Math.max(1, Math.round(difference.percent))
  return { ...picture, said: `${file} differs by ${percent} %: see ${drawn}. ${AGAIN}${series}` }
}

/** What was laid aside before is of another run. */
export const forgetDifferences = (): void => rmSync(join(root, DIFFERENCES_FOLDER), { recursive: true, force: true })

/** Keeps a picture in the repository from now on. */
export function keep({ file, data }: Picture): void {
  mkdirSync(join(root, dirname(file)), { recursive: true })
  writeFileSync(join(root, file), data)
}

/** Pictures that lie in folders of ours, and that nobody took. */
export function superfluous(folders: readonly string[], taken: readonly Picture[]): string[] {
  const files = new Set(taken.map(({ file }) => file))
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .map((name) => join(folder, name))
        .filter((file) => /\.(webp|png)$/.test(file) && !files.has(file)),
    )
}

export const remove = (file: string): void => rmSync(join(root, file))
