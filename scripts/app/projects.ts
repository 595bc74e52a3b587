// Makes the native projects from the packages alone: Capacitor's own command, without a network and without telling anybody.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { editAndroid } from './android.ts'
import { editIos } from './ios.ts'
import type { AppOptions } from './options.ts'

const root = join(import.meta.dirname, '..', '..')

/** What the shells are told. No `server.url` and no `allowNavigation`: a shell shows its own pages and nothing else. */
export const shellConfig = ({ appId, appName, webDir }: { appId: string; appName: string; webDir: string }) => ({
  appId,
  appName,
  webDir,
  loggingBehavior: 'none',
  server: { androidScheme: 'https', iosScheme: 'capacitor', cleartext: false },
  android: {
    webContentsDebuggingEnabled: false,
    allowMixedContent: false,
    // Older ones lack what the app is written in (URL.parse), and get the bridge by an inline script, which the policy stops.
    minWebViewVersion: 126,
  },
  ios: { webContentsDebuggingEnabled: false },
})

/**
 * @param shell what they carry
 * @param into emptied first; below the repository, so that the packages are found
 */
export function makeProjects(options: AppOptions, shell: string, into: string): void {
  rmSync(into, { recursive: true, force: true })
  mkdirSync(into, { recursive: true })
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const parts = Object.entries(devDependencies).filter(([name]) => /capacitor/.test(name))
  const write = (name: string, content: object) =>
    writeFileSync(join(into, name), `${JSON.stringify(content, null, 2)}\n`)
  write('package.json', {
    name: 'app',
    version: options.version,
    private: true,
    dependencies: Object.fromEntries(parts),
  })
  write(
    'capacitor.config.json',
    shellConfig({ appId: options.appId, appName: options.brandName, webDir: relative(into, shell) }),
  )
  for (const platform of ['android', 'ios']) addProject(platform, into)
  editAndroid(join(into, 'android'), options)
  editIos(join(into, 'ios'), options)
}

function addProject(platform: string, cwd: string): void {
  const cli = join(dirname(createRequire(import.meta.url).resolve('@capacitor/cli/package.json')), 'bin', 'capacitor')
  // Without a terminal, and told that this is a build machine, it neither asks nor reports.
  execFileSync(process.execPath, [cli, 'add', platform, '--packagemanager', 'SPM'], {
    cwd,
    env: { ...process.env, CI: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
