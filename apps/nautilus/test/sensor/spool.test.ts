// The spool of a sensor: whatever happens to the bus, the disk and the program, batches come in order, none twice, and
// what is missing is told.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeBatch, encodeBatch } from '@nautilus/bus'
import type { Batch } from '@nautilus/model'
import { WINDOW } from '@nautilus/nats'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { partsOf } from '../../src/sensor/source.ts'
import { Spool } from '../../src/sensor/spool.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nautilus-spool-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const SECOND = 1e6
const emptyBatch = (at: number): Batch => ({
  ...{ from: at, to: at + SECOND, activities: [], connections: [], sightings: [], notices: [] },
})
const bodyOf = (seq: number): Uint8Array => encodeBatch(emptyBatch(seq * SECOND))

let now = 0
const troubles: string[] = []
const open = (more: { bytes?: number; age?: number; segment?: number } = {}) =>
  new Spool({
    ...{ folder, bytes: 1e9, age: 1e12, segment: 600, now: () => now, ...more },
    onTrouble: message => troubles.push(message),
  })

const add = (spool: Spool, epoch: string, seq: number) =>
  spool.append({
    ...{ epoch, seq, file: null, taught: false, from: seq * SECOND, to: (seq + 1) * SECOND, bodies: [bodyOf(seq)] },
  })

/** As the platform takes it: each stream without gaps, what it has counts once. */
class Platform {
  readonly newest = new Map<string, number>()
  /** Beginnings of batches in s, and how many were told to be missing. */
  readonly taken: number[] = []
  blind = 0

  take({ epoch, seq, body }: { epoch: string; seq: number; body: Uint8Array }): void {
    const expected = (this.newest.get(epoch) ?? 0) + 1
    if (seq < expected) return
    expect(seq).toBe(expected)
    this.newest.set(epoch, seq)
    const { from, notices } = decodeBatch(body)
    if (notices.length === 0) this.taken.push(from / SECOND)
    for (const notice of notices) {
      expect(notice.code).toBe('sensor.blind')
      this.blind += notice.count
    }
  }
}

test('gives back what it was given, in order, once, over restarts', () => {
  const first = open()
  for (let seq = 1; seq <= 50; seq++) add(first, 'one', seq)
  add(first, 'one', 50)
  expect(first.peek('{}').map(({ seq }) => seq)).toEqual(
    Array.from({ length: first.peek('{}').length }, (_, i) => i + 1),
  )
  const platform = new Platform()
  for (const batch of first.peek(null)) platform.take(batch)
  first.acknowledge(3)
  first.close()
  const second = open()
  // The source begins anew, and reads what it had read.
  for (let seq = 40; seq <= 55; seq++) add(second, 'one', seq)
  add(second, 'two', 1)
  drain(second, platform)
  expect(platform.taken).toEqual([...Array.from({ length: 55 }, (_, i) => i + 1), 1])
  expect([...platform.newest]).toEqual([
    ['one', 55],
    ['two', 1],
  ])
  expect(readdirSync(folder).filter(name => name.endsWith('.seg'))).toEqual([])
})

function drain(spool: Spool, platform: Platform): void {
  for (let batches = spool.peek(null); batches.length > 0; batches = spool.peek(null)) {
    for (const batch of batches) platform.take(batch)
    spool.acknowledge(batches.length)
  }
}

test('whatever comes, in whatever order: nothing twice, nothing out of order, everything missing is told', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('add' as const), count: fc.integer({ min: 1, max: 20 }) }) },
    // `lost`: the acknowledgement does not come, though the bus has it.
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('send' as const), kept: fc.nat(WINDOW), acked: fc.nat(WINDOW) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), epoch: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 4000 }) }) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 2000, max: 8000 }), (steps, bytes) => {
      rmSync(folder, { recursive: true, force: true })
      now = 0
      const limits = { bytes, age: 10_000 }
      let spool = open(limits)
      const platform = new Platform()
      let [made, seq, run] = [0, 0, 1]
      for (const one of steps) {
        if (one.kind === 'add')
          for (let index = 0; index < one.count; index++) {
            now += 10
            spool.append({
              ...{ epoch: `run-${run}`, seq: ++seq, file: null, taught: false, from: ++made * SECOND },
              ...{ to: (made + 1) * SECOND, bodies: [bodyOf(made)] },
            })
          }
        else if (one.kind === 'wait') now += one.ms
        else if (one.kind === 'restart') {
          spool.close()
          spool = open(limits)
          if (one.epoch) [run, seq] = [run + 1, 0]
        } else {
          const batches = spool.peek(null)
          const kept = batches.slice(0, one.kept)
          for (const batch of kept) platform.take(batch)
          spool.acknowledge(Math.min(one.acked, kept.length))
        }
      }
      drain(spool, platform)
      spool.close()
      expect(platform.taken).toEqual([...platform.taken].sort((a, b) => a - b))
      expect(new Set(platform.taken).size).toBe(platform.taken.length)
      expect(platform.taken.length + platform.blind).toBe(made)
    }),
    { numRuns: 40 },
  )
}, 120_000)

describe('what is damaged', () => {
  test('at its end, as a crash leaves it, is cut off, and the source reads it again', () => {
    const first = open()
    for (let seq = 1; seq <= 3; seq++) add(first, 'one', seq)
    first.close()
    const [name] = readdirSync(folder).filter(each => each.endsWith('.seg'))
    const path = join(folder, name!)
    truncateSync(path, readFileSync(path).length - 5)
    troubles.length = 0
    const second = open()
    expect(troubles).toEqual([`${name} of the spool is damaged: what is behind the damage is lost.`])
    const platform = new Platform()
    drain(second, platform)
    expect(platform.taken).toEqual([1, 2])
  })

  test('in the middle is stepped over, and what is behind it comes', () => {
    const first = open()
    for (let seq = 1; seq <= 40; seq++) add(first, 'one', seq)
    first.close()
    const name = readdirSync(folder).filter(each => each.endsWith('.seg'))[2]!
    const bytes = readFileSync(join(folder, name))
    bytes[bytes.length >> 1]! ^= 1
    writeFileSync(join(folder, name), bytes)
    const platform = new Platform()
    drain(open(), platform)
    expect(platform.taken[0]).toBe(1)
    expect(platform.taken.at(-1)).toBe(40)
    expect(platform.taken.length).toBeLessThan(40)
  })
})

test('says from when to when it was blind', () => {
  const spool = open({ bytes: 3000 })
  for (let seq = 1; seq <= 600; seq++) add(spool, 'one', seq)
  const platform = new Platform()
  const notices: string[] = []
  for (let batches = spool.peek(null); batches.length > 0; batches = spool.peek(null)) {
    for (const batch of batches) {
      platform.take(batch)
      for (const { message } of decodeBatch(batch.body).notices) notices.push(message)
    }
    spool.acknowledge(batches.length)
  }
  expect(notices).toEqual([
    expect.stringMatching(/blind from 1970-01-01T00:00:\d\d.000Z to 1970-01-01T00:09:\d\d.000Z, \d+ min/),
  ])
  expect(platform.taken.length + platform.blind).toBe(600)
})

test('a batch that is larger than a message goes in parts that make up the whole', () => {
  const sighting = (index: number) => ({
    party: { mac: '', ip: `10.0.${index >> 8}.${index & 255}` },
    ...{
      attribute: 'name' as const,
      value: `device ${Math.sin(index)}`,
      source: 'test',
      confidence: 1,
      first: 1,
      last: 2,
      frame: 3,
    },
  })
  const batch = {
    ...emptyBatch(SECOND),
    sightings: Array.from({ length: 3000 }, (_, index) => sighting(index)),
  } as Batch
  const body = encodeBatch(batch)
  const parts = partsOf(batch, body, 8000)
  expect(parts.length).toBeGreaterThan(3)
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(8000)
  expect(parts.flatMap(part => decodeBatch(part).sightings)).toEqual(batch.sightings)
  const one = { ...emptyBatch(SECOND), sightings: [{ ...sighting(1), value: 'x'.repeat(10) }] } as Batch
  expect(decodeBatch(partsOf(one, encodeBatch(one), 20)[0]!).notices[0]!.code).toBe('sensor.oversize')
})

test('a disk that is full costs the oldest, and it is told', () => {
  const child = fileURLToPath(new URL('./full-child.ts', import.meta.url))
  // A disk of its own for one process.
  const script = `mount -t tmpfs -o size=400k none "${folder}" && exec "${process.execPath}" "${child}" "${folder}" 1000`
  const { stdout, stderr, status } = spawnSync('unshare', ['-rm', 'sh', '-c', script], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  const { taken, blind, troubles: told } = JSON.parse(stdout) as { taken: number[]; blind: number; troubles: string[] }
  expect(taken.length + blind).toBe(1000)
  expect(blind).toBeGreaterThan(500)
  expect(taken.at(-1)).toBe(1000)
  expect(told).toEqual([expect.stringContaining('The spool is full')])
})
