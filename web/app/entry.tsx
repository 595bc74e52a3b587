import '../styles/app.css'
import { render } from 'preact'
import { choosePlatform } from '../platform/choose.ts'
import { App } from './app.tsx'
import { connect } from './connection.ts'
import { openDeviceKey } from './device-key.ts'
import { takeOver } from './host.ts'
import { keepOffline } from './offline.ts'
import { watchPresence } from './presence.ts'
import { resumeWhereLeft } from './resume.ts'
import { back, go, startRouter } from './router.ts'
import { notice, running, standing } from './state.ts'

const platform = await choosePlatform()
const connection = connect(platform, openDeviceKey(), () => {
  standing.set(connection.standing())
  notice.set(connection.notice())
})
Object.assign(running, { platform, connection })
takeOver()
startRouter(platform.server, platform.openOutside)
resumeWhereLeft()
platform.watchBack(back)
platform.watchLinks((address) => void go(address))
watchPresence()
const root = document.getElementById('app')
if (root) render(<App />, root)
await connection.unlock()
keepOffline()
