import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface Said {
  code: number | null
  /** Both streams, trimmed. */
  said: string
}

/** Runs `portvakt …` as an operator does, in a process of its own. */
export async function portvakt(env: Record<string, string>, ...given: string[]): Promise<Said> {
  const cli = join(import.meta.dirname, '../../server/cli.ts')
  const child = spawn(process.execPath, [cli, ...given], { env: { ...process.env, ...env } })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said += text
    })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, said: said.trim() }
}
