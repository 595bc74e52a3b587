import { execFileSync } from 'node:child_process'
import { chownSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBinaries } from './embedded-binaries.ts'
import { unprivileged } from './unprivileged.ts'

let closed: string

beforeEach(async () => {
  closed = await mkdtemp(join(tmpdir(), 'portvakt-closed-')) // nobody but its owner may enter
})

afterEach(() => rm(closed, { recursive: true, force: true }))

describe('unprivileged', () => {
  it('runs Postgres with its programs and its data below a folder that is closed to others, root or not', async () => {
    const { initdb, env } = await findBinaries(join(closed, 'links'))
    await cp(dirname(dirname(initdb)), join(closed, 'native'), { recursive: true, verbatimSymlinks: true })
    const data = join(closed, 'data')
    await mkdir(data, { mode: 0o700 })
    const program = join(closed, 'native', 'bin', 'initdb')
    const as = unprivileged([program, join(dirname(program), 'postgres')], [data])
    if (as.owner !== undefined) chownSync(data, as.owner, as.owner)
    const { file, args, ...user } = as.launch(program, ['-D', data, '-U', 'postgres', '--no-sync', '--locale=C'])
    const said = execFileSync(file, args, { ...user, cwd: '/', env: { PATH: process.env.PATH, ...env }, stdio: 'pipe' })
    expect(said.toString()).toContain('Success')
  })
})
