import { useEffect, useState } from 'preact/hooks'

/** A value that screens follow. */
export interface Signal<T> {
  get(): T
  set(value: T): void
  use(): T
}

export function signal<T>(first: T): Signal<T> {
  let value = first
  const followers = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      value = next
      for (const tell of [...followers]) tell()
    },
    use() {
      const [seen, see] = useState(value)
      useEffect(() => {
        const tell = () => see(value)
        tell()
        followers.add(tell)
        return () => void followers.delete(tell)
      }, [])
      return seen
    },
  }
}
