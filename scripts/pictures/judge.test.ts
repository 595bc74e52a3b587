import { describe, expect, it } from 'vitest'
import { judge, superfluous } from './judge.ts'

describe('the check of the pictures', () => {
  const page = {} as never // none is opened for a picture that is not there

  it('says which is missing, and how it is taken', async () => {
    const file = 'web/help/pictures/nb/no-such-guide-1.webp'
    const { said } = await judge(page, { file, data: Buffer.of(1), scale: 1 }, 'no-such-guide')
    expect(said).toBe(`${file} is missing: npm run pictures -- no-such-guide`)
  })

  it('says which are of nothing that was taken', () => {
    const file = 'docs/pictures/log-in.png'
    expect(superfluous(['docs/pictures'], [])).toEqual([file])
    expect(superfluous(['docs/pictures'], [{ file, data: Buffer.of(1), scale: 1 }])).toEqual([])
  })
})
