// What is drawn at each address but the front; a screen's script comes when it is opened first.
import type { ComponentType } from 'preact'
import type { ScreenName, ScreenProps } from './addresses.ts'

type Screen = ComponentType<ScreenProps>

const loaders: Record<Exclude<ScreenName, 'home'>, () => Promise<Screen>> = {
  logIn: async () => (await import('./doors.tsx')).LogInScreen,
  signUp: async () => (await import('./doors.tsx')).SignUpScreen,
  forgotPassword: async () => (await import('./more-doors.tsx')).ForgotPasswordScreen,
  thaw: async () => (await import('./more-doors.tsx')).ThawScreen,
  notMe: async () => (await import('./more-doors.tsx')).NotMeScreen,
  undoChange: async () => (await import('./more-doors.tsx')).UndoChangeScreen,
  welcome: async () => (await import('./welcome.tsx')).Welcome,
  settings: async () => (await import('./settings.tsx')).Settings,
  security: async () => (await import('./account.tsx')).SecurityScreen,
  bind: async () => (await import('./bind.tsx')).Bind,
  devices: async () => (await import('./account.tsx')).DevicesScreen,
  activity: async () => (await import('./account.tsx')).ActivityScreen,
  approve: async () => (await import('./account.tsx')).ApproveScreen,
  help: async () => (await import('./help.tsx')).Help,
}

const loaded = new Map<ScreenName, Screen>()

/** Fails where its script can be fetched neither from the server nor from what was kept. */
export async function loadScreen(name: keyof typeof loaders): Promise<Screen> {
  const Screen = loaded.get(name) ?? (await loaders[name]())
  loaded.set(name, Screen)
  return Screen
}
