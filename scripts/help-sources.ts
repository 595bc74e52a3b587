// The guides of the help centre and their pictures, as the repository has them (web/help/).
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GuideName, guideNames } from '../web/help/guides.ts'
import type { Picture, Sources } from '../web/help/read-guide.ts'
import { type Locale, locales } from '../web/words/locales.ts'

const folder = join(import.meta.dirname, '..', 'web', 'help')

/** @throws where a file's name is that of no guide */
export function helpSources(): Sources {
  const of = (locale: Locale) =>
    readdirSync(join(folder, locale)).map((file) => [
      guideOf(`${locale}/${file}`),
      readFileSync(join(folder, locale, file), 'utf8'),
    ])
  return Object.fromEntries(locales.map((locale) => [locale, Object.fromEntries(of(locale))])) as Sources
}

function guideOf(file: string): GuideName {
  const name = guideNames.find((each) => file.endsWith(`/${each}.md`))
  if (!name) throw new Error(`web/help/${file}: no guide is called that (web/help/guides.ts)`)
  return name
}

/** Puts a language's pictures among the files that browsers keep for a year, under names that change with what they show. */
export function helpPictures(locale: Locale, outDir: string): Record<string, Picture> {
  const from = join(folder, 'pictures', locale)
  if (!existsSync(from)) return {}
  const pictures = readdirSync(from).map((file): [string, Picture] => {
    const content = readFileSync(join(from, file))
    const hash = createHash('sha256').update(content).digest('base64url').slice(0, 8)
    const src = `/assets/help-${locale}-${file.replace('.webp', '')}-${hash}.webp`
    copyFileSync(join(from, file), join(outDir, src))
    return [file.replace('.webp', ''), { src, ...sizeOf(content) }]
  })
  return Object.fromEntries(pictures)
}

/** Of a WebP file: lossy (VP8), lossless (VP8L) or extended (VP8X), by RFC 9649. */
function sizeOf(webp: Buffer): { width: number; height: number } {
  const kind = webp.toString('latin1', 12, 16)
  if (kind === 'VP8X') return { width: 1 + webp.readUIntLE(24, 3), height: 1 + webp.readUIntLE(27, 3) }
  if (kind === 'VP8 ') return { width: webp.readUInt16LE(26) & 0x3fff, height: webp.readUInt16LE(28) & 0x3fff }
  if (kind !== 'VP8L') throw new Error('not a WebP picture')
  const bits = webp.readUInt32LE(21)
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) }
}
