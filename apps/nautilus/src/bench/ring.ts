// What it costs to keep packets on the disk, and how long it takes to find some in a full window.
import { randomFillSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CaptureReader, type RecordSink, Slab } from '@nautilus/capture'
import {
  BUFFER,
  flowsOf,
  framesOf,
  HandOver,
  newReading,
  newShared,
  type Question,
  type RingFrame,
  type RingOptions,
  RingWriter,
  segmentsOf,
  slabOf,
} from '@nautilus/ring'
import { encodePcap, fleetFrames, mixedFrames } from '@nautilus/simulator'
import { FrameRing } from '../platform/frame-ring.ts'
import { grouped, sizeOf } from '../text/numbers.ts'
import { styleOf } from '../text/style.ts'
import { table } from '../text/table.ts'
import type { World } from '../world.ts'
import { processTime } from './inventory.ts'

const START = 1_768_186_500_000_000
const PACKETS = 200_000
/** In the full window every fourth packet is followed by one of a camera, which does not pack: bytes each. */
const NOISE_EVERY = 4
const NOISE = 1000
const MB = 1024 * 1024
const SECRET = 'a key of the bench, which is nowhere else'
const STREAM = 'live:bench@1'

type Row = readonly [string, string]

/** @param size bytes of the full window */
export async function ringCosts(size: number, world: World): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-bench-ring-'))
  const clean = () => {
    rmSync(folder, { recursive: true, force: true })
    process.exit(130)
  }
  process.once('SIGINT', clean)
  try {
    const fleet = pcapOf(
      encodePcap(fleetFrames({ seed: 1, start: START, packets: PACKETS, controllers: 200, masters: 10 })),
    )
    const mixed = pcapOf(encodePcap(mixedFrames({ seed: 1, start: START, packets: PACKETS })))
    const rows: Row[] = [
      ...pathRows(mixed),
      ...[1, 3].flatMap(level => writingRows(`Modbus, zstd ${level}`, fleet, join(folder, `fleet${level}`), { level })),
      ...[1, 3].flatMap(level =>
        writingRows(`Mixed plant, zstd ${level}`, mixed, join(folder, `mixed${level}`), { level }),
      ),
      ...writingRows('Mixed plant, zstd 3, encrypted', mixed, join(folder, 'sealed'), { secret: SECRET }),
      ...fullRows(mixed, join(folder, 'full'), size, world),
    ]
    const style = styleOf(world.colour)
    const lines = table([{ title: 'What' }, { title: 'Measured', right: true }], [...rows.map(row => [...row])], {
      width: world.columns,
      style,
    })
    const note = '  CPU of the whole process for each packet and in writing.'
    await world.out(`${style.title('Evidence ring')}\n${lines.join('\n')}\n${style.quiet(note)}\n`)
    return 0
  } finally {
    process.removeListener('SIGINT', clean)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Each piece is good until the next one. */
const pcapOf = (pieces: Iterable<Uint8Array>): Uint8Array =>
  Buffer.concat(Array.from(pieces, piece => Uint8Array.from(piece)))

function read(pcap: Uint8Array, sink: RecordSink): void {
  new CaptureReader(sink).push(pcap)
}

const nothing: RecordSink = { record: () => {}, unsupported: () => {} }

/** What a packet costs the capture thread: the median of three, after one to warm up. */
function pathRows(pcap: Uint8Array): Row[] {
  const cost = (sink: () => RecordSink): number => {
    const times: number[] = []
    for (let round = 0; round < 4; round++) {
      const [to, began] = [sink(), processTime()]
      read(pcap, to)
      times.push(processTime() - began)
    }
    return times.slice(1).sort((a, b) => a - b)[1]! * (1e6 / PACKETS)
  }
  const base = cost(() => nothing)
  const added = (sink: () => RecordSink): string => `${Math.round(cost(sink) - base)} ns`
  return [
    ['Reading a packet', `${Math.round(base)} ns`],
    ['Memory ring adds', added(() => new FrameRing(nothing))],
    ['Handing it to the writer adds', added(handing)],
  ]
}

function handing(): RecordSink {
  const shared = newShared()
  const busy = new Int32Array(shared.busy)
  const hand = new HandOver(shared, buffer => Atomics.store(busy, buffer, 0))
  let number = 0
  return {
    record: (slab, start, captured, original, at, link) =>
      hand.add(++number, slab, start, captured, original, at, link),
    unsupported: () => {},
  }
}

const usual = {
  stream: STREAM,
  size: 1e12,
  segment: 32 * MB,
  age: Number.MAX_SAFE_INTEGER,
  segmentAge: Number.MAX_SAFE_INTEGER,
  flow: 0,
  spare: 0,
  secret: null,
}

/** Packets of UDP between a camera and a recorder, random behind their heads. */
function noises(): Slab[] {
  return Array.from({ length: 4096 }, () => {
    const slab = new Slab(NOISE)
    randomFillSync(slab.bytes)
    const length = NOISE - 14
    slab.bytes.set([2, 0, 0, 0, 9, 1, 2, 0, 0, 0, 9, 2, 8, 0, 0x45, 0, length >> 8, length & 255, 0, 0, 0, 0, 64, 17])
    slab.bytes.set([0, 0, 10, 9, 0, 1, 10, 9, 0, 2, 0x40, 0, 0x40, 1, (length - 20) >> 8, (length - 20) & 255], 24)
    return slab
  })
}

/** A ring that is written in this thread, with the frames of a capture, later each round. */
class Filler {
  readonly writer: RingWriter
  readonly #hand: HandOver
  #number = 0
  #later = 0
  readonly #noise = noises()
  #last = 0

  constructor(options: RingOptions) {
    const shared = newShared(1)
    const slabs = shared.buffers.map(slabOf)
    const busy = new Int32Array(shared.busy)
    this.writer = new RingWriter(options, () => Date.now() * 1000, BUFFER)
    this.#hand = new HandOver(shared, (buffer, used) => {
      this.writer.take(slabs[buffer]!, used)
      Atomics.store(busy, buffer, 0)
    })
  }

  fill(pcap: Uint8Array, hasNoise = false): void {
    read(pcap, {
      record: (slab, start, captured, original, at, link) => {
        this.#last = at
        this.#hand.add(++this.#number, slab, start, captured, original, at + this.#later, link)
        if (!hasNoise || this.#number % (NOISE_EVERY + 1) !== NOISE_EVERY) return
        const noise = this.#noise[this.#number % this.#noise.length]!
        this.#hand.add(++this.#number, noise, 0, NOISE, NOISE, at + this.#later, 1)
      },
      unsupported: () => {},
    })
    this.#later += this.#last - START
    this.#hand.flush()
  }

  get packets(): number {
    return this.#number
  }
}

function writingRows(what: string, pcap: Uint8Array, folder: string, options: Partial<RingOptions>): Row[] {
  new Filler({ ...usual, ...options, folder: `${folder}-warm` }).fill(pcap)
  const filler = new Filler({ ...usual, ...options, folder })
  const began = processTime()
  filler.fill(pcap)
  filler.writer.finish()
  const seconds = (processTime() - began) / 1000
  const rate = `${(pcap.length / 1e6 / seconds).toFixed(0)} MB/s, ${grouped(Math.round(PACKETS / seconds))} packets/s`
  return [[what, `${rate}, ${(filler.writer.bytes / PACKETS).toFixed(1)} bytes a packet`]]
}

function fullRows(pcap: Uint8Array, folder: string, size: number, world: World): Row[] {
  const filler = new Filler({ ...usual, folder, size, secret: SECRET })
  const began = processTime()
  // Until the oldest has gone once.
  let most = 0
  while (filler.writer.bytes >= most) {
    most = filler.writer.bytes
    filler.fill(pcap, true)
    if (world.progress) world.err(`\r\x1b[2Kfilling ${sizeOf(size)}: ${sizeOf(filler.writer.bytes)}`)
  }
  if (world.progress) world.err('\r\x1b[2K')
  filler.writer.finish()
  const seconds = (processTime() - began) / 1000
  const { from, to } = filler.writer.status()
  const all = timed(world, () => [...segmentsOf(folder, SECRET, newReading())])
  const spans = all.result.flatMap(({ span }) => span ?? [])
  const held = spans.reduce((sum, { frames }) => sum + frames, 0)
  const first = spans[0]!.first
  const ask = (question: Question) => {
    const { result, time } = timed(world, () => [...framesOf(folder, question, SECRET, newReading())])
    return { found: result, row: `${time}, ${grouped(result.length)} packets` }
  }
  const numbers = Array.from({ length: 32 }, (_, index) => first + Math.floor((index * (held - 1)) / 31))
  const middle = ask({ stream: STREAM, numbers: [first + Math.floor(held / 2)] })
  const seed: RingFrame = middle.found[0]!
  const flows = flowsOf([seed])
  return [
    [
      `Full window of ${sizeOf(size)}, encrypted`,
      `${grouped(held)} packets, ${grouped(Math.round((to! - from!) / 1e6))} s`,
    ],
    ['Filling it', `${grouped(Math.round(filler.packets / seconds))} packets/s`],
    ['What is held', all.time],
    ['A finding of one packet', middle.row],
    ['A finding of 32 packets all over the window', ask({ stream: STREAM, numbers }).row],
    ['A flow, ten seconds before and after', ask({ flows, from: seed.at - 10e6, to: seed.at + 10e6 }).row],
    ['An address that is not there', ask({ hosts: ['192.0.2.1'] }).row],
  ]
}

/** Seconds of the clock and of the CPU: on a machine that others use they differ. */
function timed<T>(world: World, work: () => T): { readonly result: T; readonly time: string } {
  const [began, cpu] = [world.clock(), processTime()]
  const result = work()
  const [clock, spent] = [(world.clock() - began) / 1e6, (processTime() - cpu) / 1000]
  return { result, time: `${clock.toFixed(2)} s (CPU ${spent.toFixed(2)})` }
}
