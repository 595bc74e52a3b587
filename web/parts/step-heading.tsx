import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface StepHeadingProps {
  level?: 1 | 2
  children: ComponentChildren
}

/**
 * The heading of a step that came in place of another: it takes the focus, so that nobody is left behind. In the same moment
 * as the step appears: a frame later somebody may be in its field, and what they type would be lost.
 */
export function StepHeading({ level = 1, children }: StepHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => heading.current?.focus(), [])
  const Level = `h${level}` as 'h1'
  return (
    <Level class="ds-heading" data-size={level === 1 ? 'md' : 'sm'} tabIndex={-1} ref={heading}>
      {children}
    </Level>
  )
}
