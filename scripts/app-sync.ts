// Makes the phone app's projects for Android and iOS (docs/app.md) in native/, anew each time.
import { join } from 'node:path'
import { readAppOptions } from './app/options.ts'
import { makeProjects } from './app/projects.ts'
import { assembleShell } from './app/shell.ts'

const root = join(import.meta.dirname, '..')

try {
  const options = readAppOptions(process.env)
  const shell = join(root, 'dist', 'app-shell')
  assembleShell(options, join(root, 'dist', 'web'), shell)
  makeProjects(options, shell, join(root, 'native'))
  console.log(
    `native/android and native/ios are ${options.brandName} ${options.version} (${options.appId}) for ${options.origin}.`,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
