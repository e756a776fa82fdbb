// PCAP over IP: captures that come over TCP, from whoever may send them.
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Sensor } from '@nautilus/sensor'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { StreamSource } from '../../src/platform/config-sources.ts'
import { StreamEar } from '../../src/platform/live/stream-ear.ts'
import { mixed, readWhole, remove, write } from './captures.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-streams-'))
const file = join(folder, 'some.pcap')
const FRAMES = 2000
let bytes: Buffer
beforeAll(async () => {
  await write(file, mixed(FRAMES))
  bytes = readFileSync(file)
})
afterAll(() => remove(folder))

async function opened(source: StreamSource) {
  const batches: unknown[] = []
  const words: string[] = []
  const sensor = new Sensor({ onBatch: batch => batches.push(batch) })
  const ear = new StreamEar(source, {
    sink: sensor,
    onTurn: () => {},
    onWord: word => words.push(word),
    onEnd: () => {},
  })
  await ear.start()
  return { ear, sensor, words, batches }
}

const listening = (from: readonly string[] = []): StreamSource => ({ kind: 'listen', host: '127.0.0.1', port: 0, from })
const local = { host: '127.0.0.1' }

test('the rows of a stream are those of its file, in whatever pieces it comes', async () => {
  const { ear, sensor, batches } = await opened(listening())
  const socket = connect({ ...local, port: ear.port })
  for (let at = 0; at < bytes.length; at += 999) socket.write(bytes.subarray(at, at + 999))
  socket.end()
  await vi.waitUntil(() => sensor.packets === FRAMES, { timeout: 20_000 })
  ear.stop(() => sensor.finish())
  expect(JSON.parse(JSON.stringify(batches))).toEqual((await readWhole(file)).batches)
  expect(ear.hearing()).toMatchObject({ by: 'stream', interfaces: [{ name: '127.0.0.1', packets: FRAMES }] })
})

test.each([
  ['what is no capture', Buffer.from('GET / HTTP/1.1\r\n\r\n'), /ended: not a capture file, at byte 0/],
  [
    'a record without an end',
    () => Buffer.concat([bytes.subarray(0, 24), Buffer.alloc(16, 0xff)]),
    /more than any frame/,
  ],
])('%s is closed with a sentence, and the others go on', async (_, bad, sentence) => {
  const { ear, sensor, words } = await opened(listening())
  const good = connect({ ...local, port: ear.port })
  good.write(bytes.subarray(0, bytes.length / 2))
  const wrong = connect({ ...local, port: ear.port })
  wrong.on('error', () => {})
  wrong.write(typeof bad === 'function' ? bad() : bad)
  await once(wrong, 'close')
  good.write(bytes.subarray(bytes.length / 2))
  await vi.waitUntil(() => sensor.packets === FRAMES, { timeout: 20_000 })
  expect(words.find(word => sentence.test(word))).toBeDefined()
  good.destroy()
  ear.stop(() => sensor.finish())
})

test('whoever is not named may not send', async () => {
  const { ear, sensor, words } = await opened(listening(['10.0.0.0/8', 'fd00::/8']))
  const socket = connect({ ...local, port: ear.port })
  socket.on('error', () => {})
  socket.write(bytes)
  await once(socket, 'close')
  expect(words).toEqual(['a stream from 127.0.0.1 was refused: its address is not in `from`'])
  expect(sensor.packets).toBe(0)
  ear.stop(() => {})
})

test('no more streams than are good for the memory', async () => {
  const { ear, words } = await opened(listening())
  const sockets = Array.from({ length: 17 }, () => connect({ ...local, port: ear.port }).on('error', () => {}))
  await vi.waitUntil(() => words.some(word => word.includes('refused')), { timeout: 20_000 })
  expect(words.filter(word => word.includes('sends a capture'))).toHaveLength(16)
  for (const socket of sockets) socket.destroy()
  ear.stop(() => {})
})

test('a source that goes away is connected to again, and nothing is ever sent to it', async () => {
  let connections = 0
  let received = 0
  const server = createServer((socket: Socket) => {
    socket.on('data', piece => {
      received += piece.length
    })
    socket.on('error', () => {})
    connections++
    // Half a record the first time, then it breaks off.
    if (connections === 1) socket.end(bytes.subarray(0, 24 + 100))
    else socket.write(bytes)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { ear, sensor, words } = await opened({ kind: 'connect', ...local, port })
  await vi.waitUntil(() => sensor.packets >= FRAMES, { timeout: 20_000 })
  expect(connections).toBe(2)
  expect(words.filter(word => word.includes('ended'))).toHaveLength(1)
  ear.stop(() => sensor.finish())
  expect(received).toBe(0)
  server.close()
})

test('a source that is not there is tried again, and told as down', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  const { ear, words } = await opened({ kind: 'connect', ...local, port })
  await vi.waitUntil(() => words.some(word => word.includes('ECONNREFUSED')), { timeout: 20_000 })
  expect(ear.hearing().interfaces).toMatchObject([{ name: `127.0.0.1:${port}`, state: 'down', packets: 0 }])
  ear.stop(() => {})
})
