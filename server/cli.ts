#!/usr/bin/env node
// The operator's commands: `npm run portvakt -- keys status`. They use the database and the options of the server.
import { parseArgs } from 'node:util'
import { scopes } from './api-keys/api-key.ts'
import { apiKeysCommand } from './api-keys-command.ts'
import { keysCommand } from './keys-command.ts'
import { cannotStart, isCannotStart } from './platform/cannot-start.ts'
import { staffCommand } from './staff-command.ts'

const usage = `Usage: npm run portvakt -- <command>

  keys status                        the keys of every purpose, and what they are used for now
  keys rotate [--purpose <purpose>]  makes new keys, brings everything under them, destroys the old ones;
              [--load <percent>]     servers go on working; killed, it is taken up by running it again.
                                     --load is the share of time it works, 2 unless told
  keys rewrap-root                   wraps the keys under another root key: the present one as the server has it,
                                     the new one in NEW_ROOT_KEY_FILE (or NEW_ROOT_KEY)

  api-keys create --name <name> --scope <scope> [--scope …] [--days 365]
                                     makes a key for a program of yours; shown once. Its scopes are of
                                     ${scopes.join(', ')}
  api-keys list                      every key, what it is good for and until when
  api-keys rotate --id <id> [--days 365]
                                     a new key of the same name and scopes; the old one works for a day yet
  api-keys revoke --id <id>          ends a key at once

  staff invite --role <role>         a link by which one person comes in at the console, once, within a day:
                                     support, reviewer, compliance or admin; shown once
  staff list                         everybody who is or was a member, and when they last signed in; open invitations
  staff end --id <id>                ends a membership, and every session of it, at once; or an open invitation

It takes the options of the server from the environment (DATABASE_URL or DATA_DIR, ROOT_KEY_FILE or ROOT_KEY).`

const options = {
  purpose: { type: 'string' },
  load: { type: 'string' },
  name: { type: 'string' },
  scope: { type: 'string', multiple: true },
  days: { type: 'string' },
  id: { type: 'string' },
  role: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** What each command takes: an option that it would pass over is an operator who believes that it counts. */
const takes: Record<string, (keyof typeof options)[]> = {
  'keys status': ['purpose'],
  'keys rotate': ['purpose', 'load'],
  'keys rewrap-root': [],
  'api-keys create': ['name', 'scope', 'days'],
  'api-keys list': [],
  'api-keys rotate': ['id', 'days'],
  'api-keys revoke': ['id'],
  'staff invite': ['role'],
  'staff list': [],
  'staff end': ['id'],
}

async function run(): Promise<number> {
  const { positionals, values, tokens } = parseArgs({ allowPositionals: true, options, tokens: true })
  const [area, command = ''] = positionals
  if (!values.help && positionals.length === 2) {
    const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name as keyof typeof options] : []))
    requireTaken(`${area} ${command}`, given)
    if (area === 'keys') return keysCommand(command, values)
    if (area === 'api-keys') return apiKeysCommand(command, values)
    if (area === 'staff') return staffCommand(command, values)
  }
  console.log(usage)
  return values.help ? 0 : 2
}

/** A command that there is not is told by its area. */
function requireTaken(command: string, given: (keyof typeof options)[]): void {
  const taken = takes[command]
  const foreign = given.find((name) => taken && !taken.includes(name))
  if (foreign) {
    const known = taken?.map((name) => `--${name}`).join(', ') || 'no options'
    throw cannotStart(`"${command}" does not take --${foreign}: it takes ${known}.`)
  }
  const repeated = given.find((name, at) => given.indexOf(name) < at && !('multiple' in options[name]))
  if (repeated) throw cannotStart(`"${command}" takes one --${repeated}: give it once.`)
}

try {
  process.exitCode = await run()
} catch (error) {
  const isMistake = isCannotStart(error) || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  console.error(isMistake ? (error as Error).message : error)
  process.exitCode = 1
}
