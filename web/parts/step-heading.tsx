import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface StepHeadingProps {
  level?: 1 | 2
  children: ComponentChildren
}

/** The heading of a step that came in place of another: it takes the focus, so that nobody is left behind. */
export function StepHeading({ level = 1, children }: StepHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const Level = `h${level}` as 'h1'
  return (
    <Level class="ds-heading" data-size={level === 1 ? 'md' : 'sm'} tabIndex={-1} ref={heading}>
      {children}
    </Level>
  )
}
