// What goes in comes out, whatever it is, and whatever happens to the files.
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { newReading } from '../src/index.ts'
import { Segment } from '../src/segment.ts'
import { answered, ETHERNET, folders, type Given, KEY, Keeping, numbered, type Told, usual } from './keeping.ts'

const { folder, clear } = folders()
afterAll(clear)

const LATEST = 2 ** 50
const anyFrame = fc.record({
  bytes: fc.uint8Array({ minLength: 0, maxLength: 700 }),
  at: fc.integer({ min: 0, max: LATEST }),
  original: fc.integer({ min: 0, max: 0xffff_ffff }),
  link: fc.constantFrom(0, 1, 101, 113, 276),
})
/** Frames, and after some of them the end of a block. */
const anyFrames = fc.array(fc.tuple(anyFrame, fc.boolean()), { minLength: 1, maxLength: 60 })
const anySecret = fc.constantFrom(null, KEY)

function kept(steps: readonly (readonly [Given, boolean])[], options: Partial<typeof usual>, isEnded: boolean) {
  const place = folder()
  const keeping = new Keeping({ ...usual, folder: place, ...options })
  for (const [frame, isLast] of steps) {
    keeping.keep([frame])
    if (isLast) keeping.flush()
  }
  if (isEnded) keeping.end()
  else keeping.flush()
  return { place, frames: numbered(steps.map(([frame]) => frame)) }
}

const segments = (place: string): string[] =>
  readdirSync(place)
    .sort()
    .map(name => join(place, name))

test('any frames come back byte for byte, ended or not, sealed or not, over any number of segments', () => {
  fc.assert(
    fc.property(
      anyFrames,
      anySecret,
      fc.boolean(),
      fc.integer({ min: 2000, max: 40_000 }),
      (steps, secret, isEnded, segment) => {
        const { place, frames } = kept(steps, { secret, segment }, isEnded)
        expect(answered(place, {}, secret)).toEqual(frames)
      },
    ),
    { numRuns: 80 },
  )
})

test('cut anywhere, all whole blocks before are read, and the next run goes on behind them', () => {
  fc.assert(
    fc.property(
      anyFrames,
      anySecret,
      fc.boolean(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (steps, secret, isEnded, part) => {
        const { place, frames } = kept(steps, { secret }, isEnded)
        const [file = ''] = segments(place)
        const whole = new Segment(file, secret)
        const cut = Math.floor(part * whole.size)
        const before = whole.blocks.filter(({ offset, head }) => offset + 96 + head.stored <= cut)
        const count = before.reduce((sum, { head }) => sum + head.frames, 0)
        whole.close()
        truncateSync(file, cut)
        expect(answered(place, {}, secret)).toEqual(frames.slice(0, count))
        const next = new Keeping({ ...usual, folder: place, secret, stream: 'live:next@1' })
        expect(answered(place, {}, secret)).toEqual(frames.slice(0, count))
        if (count > 0) expect(withSegment(file, secret, ({ isWhole }) => isWhole)).toBe(true)
        else expect(segments(place)).toEqual([])
        next.keep(steps.map(([frame]) => frame)).end()
        expect(answered(place, {}, secret)).toEqual([...frames.slice(0, count), ...frames])
        expect(answered(place, { stream: 'live:next@1' }, secret)).toEqual(frames)
      },
    ),
    { numRuns: 60 },
  )
})

function withSegment<T>(file: string, secret: string | null, use: (segment: Segment) => T): T {
  const segment = new Segment(file, secret)
  try {
    return use(segment)
  } finally {
    segment.close()
  }
}

test('one changed byte costs one block at most, is counted, and never changes a frame', () => {
  fc.assert(
    fc.property(
      anyFrames,
      anySecret,
      fc.boolean(),
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      fc.integer({ min: 1, max: 255 }),
      (steps, secret, isEnded, part, change) => {
        const { place, frames } = kept(steps, { secret }, isEnded)
        const [file = ''] = segments(place)
        const blocks = withSegment(file, secret, segment => segment.blocks.map(({ head }) => head))
        const bytes = readFileSync(file)
        const at = Math.floor(part * bytes.length)
        bytes[at] = bytes[at]! ^ change
        writeFileSync(file, bytes)
        const reading = newReading()
        const got = answered(place, {}, secret, reading)
        const lost = frames.filter(({ number }) => !got.some(frame => frame.number === number))
        expect(got).toEqual(frames.filter(frame => !lost.includes(frame)))
        if (lost.length === 0) return
        const [first, last] = [lost[0]!.number, lost.at(-1)!.number]
        expect(blocks.filter(block => block.first <= last && block.last >= first)).toHaveLength(1)
        // What was lost at the very end of a segment that was not ended looks like a block that was begun.
        if (isEnded || last < frames.length) expect(reading.damaged).toBe(1)
      },
    ),
    { numRuns: 100 },
  )
})

const small = (count: number, from = 0): Given[] =>
  Array.from({ length: count }, (_, index) => ({
    bytes: Uint8Array.from({ length: 300 }, (_, i) => (i * 31 + (from + index) * 7) & 255),
    at: 1_000_000 * (from + index),
    original: 300,
    link: ETHERNET,
  }))

test('without the key, and with another one, nothing is read and a sentence says why', () => {
  const place = folder()
  new Keeping({ ...usual, folder: place, secret: KEY }).keep(small(20)).end()
  for (const [secret, sentence] of [
    [null, 'These packets are encrypted: name the file of their key.'],
    [`${KEY}!`, 'These packets were encrypted under another key than the one that was given.'],
  ] as const) {
    const reading = newReading()
    expect(answered(place, {}, secret, reading)).toEqual([])
    expect([...reading.unread]).toEqual([sentence])
  }
  // No frame is on the disk as it was.
  expect(readFileSync(segments(place)[0]!).includes(Buffer.from(small(1)[0]!.bytes.subarray(0, 16)))).toBe(false)
})

test('what was sealed under another key stays until it is too old, and is said', () => {
  const place = folder()
  new Keeping({ ...usual, folder: place, secret: KEY }).keep(small(20)).end()
  const next = new Keeping({ ...usual, folder: place, secret: null }).keep(small(5))
  next.end()
  expect(next.writer.status().trouble).toMatch(/encrypted/)
  expect(answered(place)).toEqual(numbered(small(5)))
  expect(answered(place, {}, KEY)).toHaveLength(25)
})

test('the ring stays within its size, and the oldest goes first', () => {
  const place = folder()
  const keeping = new Keeping({ ...usual, folder: place, size: 400_000, segment: 60_000, secret: KEY })
  const random = (seed: number) =>
    Uint8Array.from({ length: 900 }, (_, i) => Math.imul(seed * 977 + i, 2654435761) >>> 24)
  for (let round = 0; round < 1500; round++) {
    keeping.keep([{ bytes: random(round), at: round * 1e6, original: 900, link: ETHERNET }])
    expect(keeping.writer.bytes).toBeLessThanOrEqual(400_000)
  }
  keeping.end()
  const got = answered(place, {}, KEY)
  expect(got.at(-1)?.number).toBe(1500)
  expect(got.map(({ number }) => number)).toEqual(got.map((_, index) => got[0]!.number + index))
  expect(got.length).toBeGreaterThan(200)
  const onDisk = segments(place).reduce((sum, path) => sum + statSync(path).size, 0)
  expect(onDisk).toBe(keeping.writer.bytes)
})

test('what is too old goes, also while nothing comes', () => {
  const place = folder()
  const keeping = new Keeping({ ...usual, folder: place, age: 3600e6, segmentAge: 60e6 })
  keeping.clock = Date.now() * 1000
  const now = keeping.clock
  const at = (minute: number): Given[] => small(3).map(frame => ({ ...frame, at: now + minute * 60e6 }))
  for (const minute of [0, 30, 59]) {
    keeping.clock = now + minute * 60e6
    keeping.keep(at(minute)).flush()
  }
  expect(answered(place)).toHaveLength(9)
  keeping.clock = now + 61 * 60e6
  keeping.writer.tick()
  expect(answered(place).map(({ at }) => (at - now) / 60e6)).toEqual([30, 30, 30, 59, 59, 59])
  keeping.clock = now + 300 * 60e6
  keeping.writer.tick()
  keeping.writer.tick()
  expect(answered(place)).toEqual([])
  expect(segments(place)).toEqual([])
})

test('of a flow that is large each segment keeps the beginning, and the others whole', () => {
  const place = folder()
  const keeping = new Keeping({ ...usual, folder: place, flow: 3000, segmentAge: 60e6 })
  const large = (count: number) => Array.from({ length: count }, () => frameOf(1, 500))
  for (let segment = 0; segment < 2; segment++) {
    keeping.keep([...large(50), frameOf(2, 100), ...large(50)]).flush()
    keeping.clock += 61e6
    keeping.writer.tick()
  }
  const { cappedFlows, cappedFrames } = keeping.writer.status()
  const lengths = answered(place).map(({ bytes }) => bytes.length)
  expect(lengths).toEqual([...Array(6).fill(500), 100, ...Array(6).fill(500), 100])
  expect([cappedFlows, cappedFrames]).toEqual([2, 188])
})

/** A UDP packet over IPv4 from host `from` of 10.0.0.0/24. */
function frameOf(from: number, length: number): Given {
  const bytes = new Uint8Array(length)
  bytes.set([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0])
  bytes.set(
    [0x45, 0, (length - 14) >> 8, (length - 14) & 255, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, from, 10, 0, 0, 99],
    14,
  )
  bytes.set([0x10, 0, 0x20, 0, (length - 34) >> 8, (length - 34) & 255, 0, 0], 34)
  return { bytes, at: 5e6, original: length, link: ETHERNET }
}

test('files that are no segments are left alone, and what never became one goes', () => {
  const place = folder()
  writeFileSync(join(place, 'notes.txt'), 'mine')
  writeFileSync(join(place, '0000000001.seg'), 'half a he')
  new Keeping({ ...usual, folder: place }).keep(small(2)).end()
  expect(readdirSync(place).sort()).toEqual(['0000000001.seg', 'notes.txt'])
  expect(answered(place).map(({ number }: Told) => number)).toEqual([1, 2])
})
