// The index of a tar file: what tar itself lists, and a refusal for whatever else comes.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tarIndex } from '../../src/upgrade/tar.ts'
import { Refusal } from '../../src/world.ts'
import { folder } from '../program.ts'

function indexOf(bytes: Buffer) {
  const path = join(folder(), 'x.tar')
  writeFileSync(path, bytes)
  const file = openSync(path, 'r')
  try {
    return tarIndex(file, bytes.length, 'x.tar')
  } finally {
    closeSync(file)
  }
}

function sample(): Buffer {
  const at = folder()
  const long = `${'long-name-of-a-folder/'.repeat(6)}file.txt`
  mkdirSync(join(at, long, '..'), { recursive: true })
  writeFileSync(join(at, long), 'x'.repeat(1025))
  writeFileSync(join(at, 'empty'), '')
  spawnSync('tar', ['--format=ustar', '-cf', 'out.tar', 'long-name-of-a-folder', 'empty'], { cwd: at })
  return readFileSync(join(at, 'out.tar'))
}

test('it finds what tar packed, and where', () => {
  const bytes = sample()
  const index = indexOf(bytes)
  const [[path, place]] = [...index] as [[string, { offset: number; size: number }]]
  expect(path).toBe(`${'long-name-of-a-folder/'.repeat(6)}file.txt`)
  expect(bytes.subarray(place.offset, place.offset + place.size).toString()).toBe('x'.repeat(1025))
  expect(index.get('empty')?.size).toBe(0)
})

test('damage is refused or not in what is read: no other error, and no place outside of the file', () => {
  const bytes = sample()
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 8 }),
      fc.nat(bytes.length),
      (changes, length) => {
        const damaged = Buffer.from(bytes)
        for (const [at, value] of changes) damaged[at] = value
        const cut = damaged.subarray(0, length)
        try {
          for (const { offset, size } of indexOf(cut).values()) expect(offset + size).toBeLessThanOrEqual(cut.length)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
        }
      },
    ),
    { numRuns: 300 },
  )
})
