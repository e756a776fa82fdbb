// Whatever comes from the wire: a value, never a throw, never a hang, never unbounded memory.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decoder, Duplicates, FlowTable, type Frame, readCapture, type Slab, Streams, TCP, UDP } from '../src/index.ts'
import { slabWith } from './bytes.ts'
import { bare, samples } from './samples.ts'

const runs = Number(process.env.NAUTILUS_RUNS ?? 20_000)
const links = [1, 113, 276, 101, 0, 108, -1]

/** One path for all runs: what one frame leaves behind, the next one meets. */
const decoder = new Decoder()
const flows = new FlowTable(500)
const duplicates = new Duplicates()
const streams = new Streams(
  flows,
  {
    data: (_flow, _direction, frame, slab, start, end) => {
      if (start > end || start < 0 || end > slab.bytes.length) throw new Error(`data from ${start} to ${end}`)
      return (frame.sequence ^ start) % 3 === 0 ? 0 : end - start
    },
    gap: (_flow, _direction, lost) => {
      if (lost < 0) throw new Error(`a gap of ${lost}`)
    },
    closed: () => {},
    conflict: () => {},
  },
  200_000,
)
flows.onRelease = flow => streams.forget(flow)

let now = 1e15
function follow(frame: Uint8Array, link: number, original = 0): Frame {
  const slab: Slab = slabWith(frame, 4, 8)
  now += 100
  const made = decoder.decode(slab, 4, frame.length, now, link, original)
  const inside = made.slab === slab ? [4, 4 + frame.length] : [0, made.slab.bytes.length]
  if (made.kind !== 0 && made.kind !== 5) {
    const { dataStart, dataEnd, dataLength } = made
    const sound =
      dataStart >= inside[0]! && dataStart <= dataEnd && dataEnd <= inside[1]! && dataEnd - dataStart <= dataLength
    if (!sound) throw new Error(`payload from ${dataStart} to ${dataEnd}, ${dataLength} on the wire`)
  }
  if (made.kind === TCP || made.kind === UDP) {
    const flow = flows.find(made)
    if (!duplicates.seen(made, flows.lastHash) && made.kind === TCP) streams.segment(flow, flows.direction, made)
  } else if (made.kind !== 0 && made.kind !== 5) duplicates.seen(made, 0)
  return made
}

type Seed = { frame: Uint8Array; link: number }
const builtSeeds: Seed[] = [
  ...samples.map(s => ({ frame: s.frame, link: s.link ?? 1 })),
  ...bare.map(([, frame]) => ({ frame, link: 1 })),
]

const changes = fc.record({
  which: fc.nat(),
  edits: fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 4 }),
  cut: fc.oneof({ weight: 3, arbitrary: fc.constant(9999) }, fc.nat(120)),
  tail: fc.uint8Array({ maxLength: 12 }),
  original: fc.oneof(fc.constant(0), fc.nat(3000)),
})

function mutated(seeds: readonly Seed[]) {
  return fc.property(changes, ({ which, edits, cut, tail, original }) => {
    const { frame, link } = seeds[which % seeds.length]!
    const bytes = Uint8Array.from([...frame.subarray(0, cut), ...tail])
    for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value
    follow(bytes, link, original)
  })
}

function bounded(): void {
  expect(streams.held).toBeLessThanOrEqual(200_000)
  expect(flows.count).toBeLessThanOrEqual(500)
  expect(decoder.fragments.waiting).toBeLessThanOrEqual(64)
}

describe('any bytes', () => {
  test('as a frame of any link type', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...links), (frame, link) => {
        follow(frame, link)
      }),
      { numRuns: runs },
    )
    bounded()
  })

  test('behind each type of Ethernet payload that is opened', () => {
    const types = [0x0800, 0x86dd, 0x8100, 0x88a8, 0x8847, 0x8864, 0x892f, 0x0040, 0x0806, 0x88b8]
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 150 }),
        fc.constantFrom(...types),
        fc.constantFrom(-1, 0x45, 0x60),
        (body, type, first) => {
          if (first >= 0 && body.length > 0) body[0] = first
          follow(Uint8Array.from([...new Array(12).fill(2), type >> 8, type & 255, ...body]), 1)
        },
      ),
      { numRuns: runs },
    )
    bounded()
  })
})

describe('frames changed in a few places', () => {
  test('of every kind the decoder opens', () => {
    fc.assert(mutated(builtSeeds), { numRuns: runs })
    bounded()
  })

  const folder = fileURLToPath(new URL('../../../../shared/captures/', import.meta.url))
  const missing = !existsSync(folder)
  test.skipIf(missing)(`of real captures${missing ? ' (no folder ../shared/captures)' : ''}`, async () => {
    const seeds: Seed[] = []
    const names = (readdirSync(folder, { recursive: true }) as string[])
      .filter(name => /\.pcap(ng)?$/.test(name))
      .sort()
    for (const name of names) {
      let taken = 0
      await readCapture(join(folder, name), {
        record(slab, start, captured, _original, _at, link) {
          if (taken++ % 97 === 0 && taken < 1000) seeds.push({ frame: slab.bytes.slice(start, start + captured), link })
        },
        unsupported: () => {},
      })
    }
    fc.assert(mutated(seeds), { numRuns: runs })
    bounded()
  })
})

test('when all flows are gone nothing is held', () => {
  for (let flow = 0; flow < flows.end; flow++) if (flows.isLive(flow)) flows.release(flow)
  expect(streams.held).toBe(0)
  expect(flows.count).toBe(0)
})
