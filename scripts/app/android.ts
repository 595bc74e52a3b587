// What we change in the generated Android project.
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { linkedPaths } from '../../server/app-link-routes.ts'
import { editFile } from './edit.ts'
import type { AppOptions } from './options.ts'
import { plainSplash } from './splash.ts'

const icons = join(import.meta.dirname, '..', '..', 'web', 'public', 'app')

const paths = linkedPaths.flatMap((path) => [`android:path="${path}"`, `android:pathPrefix="${path}/"`])

const linkFilter = (host: string) => `
            <intent-filter android:autoVerify="true">
                <action android:name="android.intent.action.VIEW" />
                <category android:name="android.intent.category.DEFAULT" />
                <category android:name="android.intent.category.BROWSABLE" />
                <data android:scheme="https" />
                <data android:host="${host}" />
                ${paths.map((path) => `<data ${path} />`).join('\n                ')}
            </intent-filter>

        </activity>`

const queries = `<uses-permission android:name="android.permission.USE_BIOMETRIC" />

    <queries>
        <intent>
            <action android:name="android.intent.action.VIEW" />
            <data android:scheme="otpauth" />
        </intent>
    </queries>
</manifest>`

/** Nothing leaves the phone: neither to a cloud nor over the cable to the next one. */
const extractionRules = `<?xml version="1.0" encoding="utf-8"?>
<data-extraction-rules>
${['cloud-backup', 'device-transfer']
  .map(
    (way) =>
      `    <${way}>\n${['root', 'file', 'database', 'sharedpref', 'external'].map((domain) => `        <exclude domain="${domain}" />`).join('\n')}\n    </${way}>`,
  )
  .join('\n')}
</data-extraction-rules>
`

export function editAndroid(project: string, { host, version, versionCode }: AppOptions): void {
  const main = join(project, 'app', 'src', 'main')
  editFile(join(main, 'AndroidManifest.xml'), [
    [
      'android:allowBackup="true"',
      'android:allowBackup="false"\n        android:fullBackupContent="false"\n        android:dataExtractionRules="@xml/data_extraction_rules"\n        android:usesCleartextTraffic="false"',
    ],
    [/\s*<\/activity>/g, linkFilter(host)],
    // Shares files with other apps; this one has none to share.
    [/\s*<provider[\s\S]*?<\/provider>/g, ''],
    ['</manifest>', queries],
  ])
  rmSync(join(main, 'res', 'xml', 'file_paths.xml'))
  writeFileSync(join(main, 'res', 'xml', 'data_extraction_rules.xml'), extractionRules)
  plainSplash(join(main, 'res'))
  editFile(join(project, 'app', 'build.gradle'), [
    ['versionCode 1', `versionCode ${versionCode}`],
    ['versionName "1.0"', `versionName "${version}"`],
  ])
  for (const folder of readdirSync(join(main, 'res')).filter((name) => /^mipmap-.*dpi$/.test(name))) {
    for (const name of ['ic_launcher', 'ic_launcher_round']) put('icon-192.png', folder, name)
    put('icon-maskable-512.png', folder, 'ic_launcher_foreground')
  }

  function put(icon: string, folder: string, name: string): void {
    cpSync(join(icons, icon), join(main, 'res', folder, `${name}.png`))
  }
}
