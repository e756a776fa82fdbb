// From the capture thread to the writer: nothing waits, what does not fit is counted.
import { Slab } from '@nautilus/capture'
import { afterAll, expect, test, vi } from 'vitest'
import { HandOver, newShared } from '../src/hand-over.ts'
import { EvidenceRing } from '../src/index.ts'
import { answered, ETHERNET, folders, KEY, STREAM, usual } from './keeping.ts'

const { folder, clear } = folders()
afterAll(clear)

test('with every buffer under way frames are dropped, and kept again when one comes back', () => {
  const shared = newShared(2, 1000)
  const posted: number[][] = []
  const hand = new HandOver(shared, (buffer, used) => posted.push([buffer, used]))
  const slab = new Slab(2000)
  const add = (count: number) => {
    for (let index = 0; index < count; index++) hand.add(index, slab, 0, 300, 300, 1, ETHERNET)
  }
  add(7)
  expect(posted).toEqual([
    [0, 3 * 328],
    [1, 3 * 328],
  ])
  expect(hand.dropped).toBe(1)
  Atomics.store(new Int32Array(shared.busy), 0, 0)
  add(3)
  expect(hand.dropped).toBe(1)
  hand.add(1, slab, 0, 1500, 1500, 1, ETHERNET)
  expect(hand.dropped).toBe(2)
})

test('a ring with its thread keeps what passes, and passes everything on', async () => {
  const place = folder()
  const slab = new Slab(4000)
  let passed = 0
  const sink = { record: () => passed++, unsupported: () => {} }
  const onTrouble = vi.fn()
  const options = { ...usual, age: Number.MAX_SAFE_INTEGER, folder: place, secret: KEY, stream: STREAM, onTrouble }
  const ring = new EvidenceRing(sink, options)
  const record = (count: number) => {
    for (let index = 0; index < count; index++) {
      slab.bytes.fill(index & 255, 7, 7 + 200)
      ring.record(slab, 7, 40 + (index % 160), 1000, 1_000_000 + index, index % 10 === 9 ? -1 : ETHERNET)
    }
  }
  record(20_000)
  await ring.settle()
  const got = answered(place, {}, KEY)
  // What cannot be decoded has a number, and is not kept.
  expect(got).toHaveLength(18_000)
  for (const { number, at, bytes } of got) {
    expect([at, bytes.length]).toEqual([1_000_000 + number - 1, 40 + ((number - 1) % 160)])
    expect(bytes.every(byte => byte === ((number - 1) & 255))).toBe(true)
  }
  expect(ring.status).toMatchObject({ kept: 18_000, dropped: 0, encrypted: true, from: 1_000_000, trouble: null })
  record(10)
  await ring.end()
  expect(answered(place, {}, KEY)).toHaveLength(18_009)
  expect(passed).toBe(20_010)
  expect(onTrouble).not.toHaveBeenCalled()
})
