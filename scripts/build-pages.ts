// The slow part of the build, loaded only when something has changed.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { appBuild, appEntry, browserBuild, drawingBuild, entries, manifestName } from '../vite.config.ts'
import { type Locale, locales } from '../web/words/locales.ts'
import { helpPictures, helpSources } from './help-sources.ts'

interface Chunk {
  file: string
  css?: string[]
  assets?: string[]
  imports?: string[]
  dynamicImports?: string[]
}

type Manifest = Record<string, Chunk>
type Drawing = typeof import('../web/prerender.tsx')

/**
 * Builds every language's pages into a folder.
 *
 * @param outDir receives assets/ and a folder of HTML for each language
 * @param drawingDir scratch; removed at the end
 */
export async function buildPages(outDir: string, drawingDir: string): Promise<void> {
  try {
    for (const locale of locales) await buildLanguage(locale, outDir, drawingDir)
    compress(join(outDir, 'assets'))
  } finally {
    rmSync(drawingDir, { recursive: true, force: true })
  }
}

async function buildLanguage(locale: Locale, outDir: string, drawingDir: string): Promise<void> {
  await build(browserBuild(locale, outDir))
  await build(appBuild(locale, outDir))
  await build(drawingBuild(locale, drawingDir))
  const manifest = takeManifest(join(outDir, manifestName(locale, 'pages')))
  const ofApp = takeManifest(join(outDir, manifestName(locale, 'app')))
  const { drawApp, drawHelp, drawPages }: Drawing = await import(pathToFileURL(join(drawingDir, `${locale}.mjs`)).href)
  mkdirSync(join(outDir, locale), { recursive: true })
  const write = (name: string, html: string) => writeFileSync(join(outDir, locale, `${name}.html`), html)
  const ofEntry = (entry: string) => assetsOf(manifest, entries[entry as keyof typeof entries])
  const help = drawHelp(helpSources(), helpPictures(locale, outDir), ofEntry)
  for (const { name, html } of [...drawPages(ofEntry), ...help.pages]) write(name, html)
  const entriesText = JSON.stringify(help.entries)
  writeFileSync(join(outDir, `help.${locale}.json`), entriesText)
  // The app searches by itself. Its name changes with what it holds, as those of scripts do.
  const index = `assets/guides-${createHash('sha256').update(entriesText).digest('base64url').slice(0, 8)}.json`
  writeFileSync(join(outDir, index), entriesText)
  write('app', drawApp(assetsOf(ofApp, appEntry), filesOf(ofApp, appEntry), address(index)))
}

/** For the build alone. */
function takeManifest(file: string): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'))
  rmSync(file)
  return manifest
}

const address = (file: string) => `/${file}`

/** What a page loads at once: its script, every chunk that one imports, and their styles. */
function assetsOf(manifest: Manifest, entry: string) {
  const chunks = chunksOf(manifest, entry, ({ imports = [] }) => imports)
  return {
    script: address(chunks[0]?.file ?? ''),
    preloads: chunks.slice(1).map(({ file }) => address(file)),
    styles: [...new Set(chunks.flatMap(({ css }) => css ?? []))].map(address),
  }
}

/** What a page may ever load: also what its scripts fetch when it is wanted, but for what only a shell of its own runs. */
function filesOf(manifest: Manifest, entry: string): string[] {
  const chunks = chunksOf(manifest, entry, ({ imports = [], dynamicImports = [] }) =>
    [...imports, ...dynamicImports].filter((each) => each !== 'web/platform/native.ts'),
  )
  return [...new Set(chunks.flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets]))].map(address)
}

function chunksOf(manifest: Manifest, entry: string, next: (chunk: Chunk) => string[]): Chunk[] {
  const seen = new Set<string>()
  const visit = (key: string) => {
    const chunk = manifest[key]
    if (seen.has(key) || !chunk) return
    seen.add(key)
    for (const each of next(chunk)) visit(each)
  }
  visit(entry)
  return [...seen].flatMap((key) => manifest[key] ?? [])
}

function compress(folder: string): void {
  // A picture is compressed as it is.
  for (const name of readdirSync(folder).filter((file) => !file.endsWith('.webp'))) {
    const content = readFileSync(join(folder, name))
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content, quality))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
  }
}
