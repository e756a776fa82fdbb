// A full disk shortens the window; a broken one loses packets. Neither ends anything.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Disk, realDisk } from '../src/disk.ts'
import { answered, ETHERNET, folders, type Given, Keeping, usual } from './keeping.ts'

const { folder, clear } = folders()
afterAll(clear)

/** Does not pack: a generator of random numbers (xorshift, Marsaglia 2003). */
function noise(seed: number): Given {
  let state = seed + 1
  const bytes = Uint8Array.from({ length: 1000 }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state
  })
  return { bytes, at: seed * 1e6, original: 1000, link: ETHERNET }
}
const noises = (count: number, from = 0): Given[] => Array.from({ length: count }, (_, index) => noise(from + index))

const failure = (code: string): Error => Object.assign(new Error(`${code}: no`), { code })

/** A file system of so many bytes. */
class SmallDisk implements Disk {
  readonly #files = new Map<number, string>()
  size: number
  #used = new Map<string, number>()
  broken: string | null = null
  /** A quota: how much is free is not what one may take. */
  isQuota = false

  constructor(size: number) {
    this.size = size
  }

  get used(): number {
    return [...this.#used.values()].reduce((sum, size) => sum + size, 0)
  }

  create = (path: string): number => {
    if (this.broken) throw failure(this.broken)
    const file = realDisk.create(path)
    this.#files.set(file, path)
    this.#used.set(path, 0)
    return file
  }
  open = realDisk.open
  write = (file: number, bytes: Uint8Array, at: number): void => {
    if (this.broken) throw failure(this.broken)
    const left = this.size - this.used
    // As the system does: what fits is written, and then it fails.
    realDisk.write(file, bytes.subarray(0, Math.max(0, left)), at)
    const path = this.#files.get(file)!
    this.#used.set(path, at + Math.min(bytes.length, left))
    if (left < bytes.length) throw failure('ENOSPC')
  }
  truncate = (file: number, size: number): void => {
    realDisk.truncate(file, size)
    this.#used.set(this.#files.get(file)!, size)
  }
  settle = realDisk.settle
  close = realDisk.close
  remove = (path: string): void => {
    realDisk.remove(path)
    this.#used.delete(path)
  }
  room = () => ({ free: this.isQuota ? 1e12 : this.size - this.used, total: this.size })
}

const newest = (got: readonly { readonly number: number }[]): number[] =>
  got.map((_, index) => got.at(-1)!.number - got.length + 1 + index)

test.each([
  ['has too little room', false],
  ['is full', true],
])('on a disk that %s before the ring is, older packets go earlier; it is said once', (words, isQuota) => {
  const place = folder()
  const disk = new SmallDisk(300_000)
  disk.isQuota = isQuota
  const keeping = new Keeping({ ...usual, folder: place, segment: 50_000 }, { disk })
  const said: string[] = []
  for (let round = 0; round < 1000; round++) {
    keeping.keep([noise(round)])
    const news = keeping.writer.news()
    if (news) said.push(news)
  }
  keeping.flush()
  const got = answered(place)
  expect(got.at(-1)?.number).toBe(1000)
  expect(got.map(({ number }) => number)).toEqual(newest(got))
  expect(got.length).toBeGreaterThan(150)
  const { dropped, sheds } = keeping.writer.status()
  expect(dropped).toBe(0)
  expect(sheds).toBeGreaterThan(10)
  expect(said).toEqual([`The disk ${words}: older packets go earlier.`])
  // Others made room again: the window grows.
  disk.size = 10_000_000
  keeping.keep(noises(1000, 1000)).flush()
  expect(answered(place).length).toBeGreaterThan(1000)
  expect(keeping.writer.status().trouble).toBe(null)
})

test('so much of the disk is left to others, whatever they do', () => {
  const place = folder()
  const disk = new SmallDisk(1_000_000)
  const keeping = new Keeping({ ...usual, folder: place, segment: 50_000, spare: 400_000 }, { disk })
  keeping.keep(noises(1000))
  expect(disk.size - disk.used).toBeGreaterThanOrEqual(400_000)
  // Somebody else fills it: the ring shrinks to what it writes now.
  disk.size = 300_000
  keeping.keep(noises(100, 1000)).flush()
  expect(disk.used).toBeLessThan(60_000)
  expect(keeping.writer.status()).toMatchObject({
    dropped: expect.any(Number),
    trouble: 'The disk has too little room: no packets are kept until there is more.',
  })
  disk.size = 2_000_000
  keeping.keep(noises(100, 1100)).flush()
  expect(answered(place).at(-1)?.number).toBe(1200)
  expect(keeping.writer.status().trouble).toBe(null)
})

test('a disk that fails is told once and counted, and tried again', () => {
  const place = folder()
  const disk = new SmallDisk(1e9)
  const keeping = new Keeping({ ...usual, folder: place }, { disk })
  const said = new Set<string | null>()
  keeping.keep(noises(20)).flush()
  disk.broken = 'EIO'
  for (let round = 0; round < 30; round++) {
    keeping.keep([noise(20 + round)]).flush()
    said.add(keeping.writer.news())
  }
  expect([...said]).toEqual([`Packets cannot be kept in ${place}: EIO: no.`, null])
  expect(keeping.writer.status().dropped).toBe(30)
  disk.broken = null
  keeping.keep(noises(20, 50)).flush()
  expect(answered(place).map(({ number }) => number)).toEqual([...range(1, 20), ...range(51, 70)])
})

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)

const place = mkdtempSync(join(tmpdir(), 'nautilus-ring-full-'))
const isMounted = ((): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', place], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
afterAll(() => {
  if (isMounted) execFileSync('umount', [place])
  rmSync(place, { recursive: true, force: true })
})

test.skipIf(!isMounted).each([
  ['has too little room', 0],
  // Nothing is asked beforehand: the system itself says no.
  ['is full', Number.NEGATIVE_INFINITY],
])('on a real file system that %s the same happens', (words, spare) => {
  writeFileSync(join(place, 'others'), Buffer.alloc(700_000))
  const options = { ...usual, folder: join(place, words), segment: 200_000, spare }
  const keeping = new Keeping(options, { block: 65_536 })
  const said: string[] = []
  for (let round = 0; round < 3000; round++) {
    keeping.keep([noise(round)])
    said.push(keeping.writer.news() ?? '')
  }
  keeping.flush()
  const got = answered(options.folder)
  expect(got.at(-1)?.number).toBe(3000)
  expect(got.map(({ number }) => number)).toEqual(newest(got))
  expect(got.length).toBeGreaterThan(500)
  expect(said.filter(Boolean)).toEqual([`The disk ${words}: older packets go earlier.`])
  expect(keeping.writer.status().dropped).toBe(0)
  expect(keeping.writer.status().sheds).toBeGreaterThan(5)
  keeping.end()
  expect(statSync(join(place, 'others')).size).toBe(700_000)
  rmSync(options.folder, { recursive: true })
})
