// The ways in, as the pages have them.
import type { ComponentChildren } from 'preact'
import { LogIn } from '../pages/log-in/log-in.tsx'
import { SignUp } from '../pages/sign-up/sign-up.tsx'
import { rememberedMethod } from '../parts/method.ts'
import { help } from '../words/active.ts'
import { waitingSignIn } from './waiting-sign-in.ts'

interface DoorProps {
  guide?: keyof typeof help.links
  children: ComponentChildren
}

export const Door = ({ guide, children }: DoorProps) => (
  <>
    <div class="ds-card card">{children}</div>
    {guide && (
      <p class="aside">
        <a class="ds-link" href={`/help/${guide}`}>
          {help.links[guide]}
        </a>
      </p>
    )}
  </>
)

export const LogInScreen = () => (
  <Door guide="cannot-log-in">
    <LogIn method={rememberedMethod() ?? 'phone'} waiting={waitingSignIn} />
  </Door>
)

export const SignUpScreen = () => (
  <Door>
    <SignUp />
  </Door>
)
