// A plant's packets at the pace of the clock, as a capture for whoever connects; its port is said on standard output.
// argv: a file with the job, whose `go` file says that attacks begin, and whose `log` gets a line for each stop that goes
// over the wire.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { encodePcap, type Frame, fleetFrames, LivePlant, Raids } from '@nautilus/simulator'

export type WireJob = {
  /** Masters and controllers beside the demonstration plant. */
  readonly controllers: number
  readonly masters: number
  readonly attacks: number
  /** ms between attacks. */
  readonly every: number
  readonly go: string
  readonly log: string
  /** Packets written so far, and for how many seconds. */
  readonly count: string
}

/** ms */
const PACE = 5
const COUNT_EVERY = 1000
/** Bytes of a capture's header. */
const HEADER = 24
const now = (): number => Math.round((performance.timeOrigin + performance.now()) * 1000)

const job = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as WireJob
const { controllers, masters } = job
let [start, written] = [now(), 0]
let plant: LivePlant
let fleet: Iterator<Frame>
let waiting: Frame
let raids: Raids | null = null

/** Frames of a fleet share one buffer. */
function* ofFleet(until: number): Iterable<Frame> {
  while (waiting.at < until) {
    yield { at: waiting.at, bytes: waiting.bytes.slice() }
    waiting = fleet.next().value as Frame
  }
}

function framesUntil(until: number): Frame[] {
  const stops: string[] = []
  const frames: Frame[] = [...ofFleet(until)]
  for (const { at, bytes } of plant.until(until)) frames.push({ at, bytes: bytes.slice() })
  for (const { at, bytes, stops: raid } of raids?.until(until) ?? []) {
    frames.push({ at, bytes })
    if (raid !== null) stops.push(`${raid} ${at}\n`)
  }
  if (stops.length > 0) appendFileSync(job.log, stops.join(''))
  return frames.sort((a, b) => a.at - b.at)
}

function* toWrite(): Iterable<Uint8Array> {
  if (raids === null && existsSync(job.go))
    raids = new Raids({ seed: 3, start: now(), every: job.every * 1000, count: job.attacks })
  const frames = framesUntil(now())
  written += frames.length
  yield* encodePcap(frames)
}

/** The plant begins when somebody listens. */
function speak(socket: Socket): void {
  start = now()
  plant = new LivePlant({ seed: 7, start })
  fleet = fleetFrames({ seed: 1, start, packets: Number.MAX_SAFE_INTEGER, controllers, masters })[Symbol.iterator]()
  waiting = fleet.next().value as Frame
  let headerSent = false
  setInterval(() => {
    for (const chunk of toWrite()) {
      socket.write(Buffer.from(headerSent ? chunk.subarray(HEADER) : chunk))
      headerSent = true
    }
  }, PACE)
  setInterval(() => writeFileSync(job.count, `${written} ${(now() - start) / 1e6}`), COUNT_EVERY)
  socket.on('error', () => process.exit(0)).on('close', () => process.exit(0))
}

const server = createServer(speak).listen(0, '127.0.0.1', () => {
  process.stdout.write(String((server.address() as AddressInfo).port))
})
