// What we change in the generated iOS project.
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { editFile } from './edit.ts'
import type { AppOptions } from './options.ts'
import { plainSplash } from './splash.ts'

const icon = join(import.meta.dirname, '..', '..', 'web', 'public', 'app', 'icon-1024.png')

const entitlements = (host: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>com.apple.developer.associated-domains</key>
	<array>
		<string>applinks:${host}</string>
		<string>webcredentials:${host}</string>
	</array>
</dict>
</plist>
`

const properties = `<key>LSRequiresIPhoneOS</key>
	<true/>
	<key>CFBundleLocalizations</key>
	<array>
		<string>nb</string>
		<string>nn</string>
		<string>en</string>
	</array>
	<key>ITSAppUsesNonExemptEncryption</key>
	<false/>
	<key>LSApplicationQueriesSchemes</key>
	<array>
		<string>otpauth</string>
	</array>
	<key>NSFaceIDUsageDescription</key>
	<string>Bekreft med ansiktet at det er deg. / Confirm with your face that it is you.</string>`

export function editIos(project: string, { host, version, versionCode }: AppOptions): void {
  const app = join(project, 'App', 'App')
  editFile(join(app, 'Info.plist'), [[/<key>LSRequiresIPhoneOS<\/key>\s*<true\/>/g, properties]])
  writeFileSync(join(app, 'App.entitlements'), entitlements(host))
  editFile(join(project, 'App', 'App.xcodeproj', 'project.pbxproj'), [
    ['CURRENT_PROJECT_VERSION = 1;', `CURRENT_PROJECT_VERSION = ${versionCode};`],
    ['MARKETING_VERSION = 1.0;', `MARKETING_VERSION = ${version};`],
    [
      'CODE_SIGN_STYLE = Automatic;',
      'CODE_SIGN_ENTITLEMENTS = App/App.entitlements;\n\t\t\t\tCODE_SIGN_STYLE = Automatic;',
    ],
    // Older ones lack what the app is written in (URL.parse).
    ['IPHONEOS_DEPLOYMENT_TARGET = 15.0;', 'IPHONEOS_DEPLOYMENT_TARGET = 18.0;'],
  ])
  plainSplash(join(app, 'Assets.xcassets'))
  cpSync(icon, join(app, 'Assets.xcassets', 'AppIcon.appiconset', 'AppIcon-512@2x.png'))
}
