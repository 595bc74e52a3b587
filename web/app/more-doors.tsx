// The ways back in, as the pages have them.
import { ForgotPassword } from '../pages/forgot-password/forgot-password.tsx'
import { NotMe } from '../pages/not-me/not-me.tsx'
import { Thaw } from '../pages/thaw/thaw.tsx'
import { UndoChange } from '../pages/undo-change/undo-change.tsx'
import { Door } from './doors.tsx'

export const ForgotPasswordScreen = () => (
  <Door guide="forgot-password">
    <ForgotPassword />
  </Door>
)

export const ThawScreen = () => (
  <Door guide="thaw">
    <Thaw />
  </Door>
)

export const NotMeScreen = () => (
  <Door guide="stolen-phone">
    <NotMe />
  </Door>
)

export const UndoChangeScreen = () => (
  <Door guide="stolen-phone">
    <UndoChange />
  </Door>
)
