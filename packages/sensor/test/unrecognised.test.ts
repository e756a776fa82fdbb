import { expect, test } from 'vitest'
import { entropyOf } from '../src/index.ts'
import { Connection, sense } from './wire.ts'

const histogram = (bytes: Iterable<number>): Uint32Array => {
  const counts = new Uint32Array(256)
  for (const byte of bytes) counts[byte]!++
  return counts
}

test('entropy: nothing to tell below 64 bytes, 0 for one value, 1 for two, 8 for all alike', () => {
  expect(entropyOf(histogram(new Uint8Array(63)))).toBeNull()
  expect(entropyOf(histogram(new Uint8Array(64)))).toBe(0)
  expect(entropyOf(histogram(Array.from({ length: 64 }, (_, i) => i & 1)))).toBe(1)
  expect(entropyOf(histogram(Array.from({ length: 256 }, (_, i) => i)))).toBe(8)
})

test('an unknown protocol is told with its port, directions and sizes', () => {
  const wire = new Connection(9876)
  const noise = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 151 + 7) & 255)
  const frames = [
    ...wire.open(),
    wire.data('client', noise(40)),
    wire.data('server', noise(300)),
    wire.data('client', noise(50)),
  ]
  const [service, ...others] = sense(frames).sensor.unrecognised.services()
  expect(others).toEqual([])
  expect(service).toMatchObject({
    name: 'tcp/9876',
    flows: 1,
    toServer: { packets: 3, bytes: 90 },
    toClient: { packets: 2, bytes: 300 },
    least: 40,
    most: 300,
  })
  expect(entropyOf(service!.histogram)).toBeGreaterThan(7)
})

test('so is a type of frame, an access point and a protocol on IP', () => {
  const frame = (type: number, ...payload: number[]) =>
    Uint8Array.from([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, type >> 8, type & 255, ...payload, ...new Uint8Array(40)])
  const ip = [0x45, 0, 0, 30, 0, 1, 0, 0, 64, 253, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]
  const frames = [
    frame(0x9abc, 1, 2),
    frame(20, 0xf0, 0xf0, 3),
    frame(20, 0xaa, 0xaa, 3, 0, 0x12, 0x34, 0x56, 0x78),
    frame(0x0800, ...ip),
  ]
  expect(sense(frames).sensor.unrecognised.names).toEqual(['ethernet/0x9abc', 'llc/0xf0', 'snap/001234-5678', 'ip/253'])
})
