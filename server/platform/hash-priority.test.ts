import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, test } from 'vitest'
import { createPasswordHasher } from './password-hasher.ts'

const threads = () =>
  readdirSync('/proc/self/task').map((id) => ({
    name: readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim(),
    priority: getPriority(Number(id)),
  }))

test.runIf(process.platform === 'linux')(
  'what hashes comes behind on its core; everything else keeps its place',
  async () => {
    const ours = getPriority()
    await createPasswordHasher({ memoryKib: 1024, iterations: 1, parallelism: 1, slots: 1, queue: 1 })
    const priorities = (isOfPool: boolean) =>
      new Set(threads().flatMap(({ name, priority }) => ((name === 'libuv-worker') === isOfPool ? [priority] : [])))
    expect(priorities(true)).toEqual(new Set([10]))
    expect(priorities(false)).toEqual(new Set([ours]))
  },
)
