// What a sensor has read and the bus does not have yet, on the disk of the sensor: records in segments, the oldest first. A
// spool that is full, or holds what is too old, lets go of its oldest segment, and says instead how long it was blind.
import { rmSync } from 'node:fs'
import { encodeBatch } from '@nautilus/bus'
import type { Batch, SensorHealth } from '@nautilus/model'
import { type Outgoing, WINDOW } from '@nautilus/nats'
import {
  isFull,
  keepReserve,
  openSegments,
  readSegment,
  type Segment,
  SegmentWriter,
  type SpoolRecord,
  writeAlone,
} from './segments.ts'
import { Runs } from './spool-runs.ts'

export type SpoolOptions = {
  readonly folder: string
  /** Bytes of everything that waits, and ms for which it may. */
  readonly bytes: number
  readonly age: number
  /** ms since 1970. */
  readonly now: () => number
  /** Bytes of one segment. */
  readonly segment?: number
  /** Told what an operator should know. */
  readonly onTrouble: (message: string) => void
}

/** A batch of the source; `seq` counts within `epoch`, from 1. */
export type Spooled = {
  readonly epoch: string
  readonly seq: number
  readonly file: string | null
  readonly taught: boolean
  /** Of its traffic, µs. */
  readonly from: number
  readonly to: number
  /** In parts where it is too large for a message. */
  readonly bodies: readonly Uint8Array[]
}

const SEGMENT = 4 * 1024 * 1024

export class Spool {
  readonly #options: SpoolOptions
  readonly #runs: Runs
  #segments: Segment[]
  #writer: SegmentWriter | null = null
  /** Everything below is acknowledged; what is below `#tried` may be on the bus too. */
  #done: number
  #tried: number
  #next: number
  /** The segment that is sent from. */
  #reading: { readonly first: number; readonly records: readonly SpoolRecord[] } | null = null

  constructor(options: SpoolOptions) {
    this.#options = options
    const { folder, onTrouble } = options
    const { segments, damaged } = openSegments(folder)
    for (const name of damaged) onTrouble(`${name} of the spool is damaged: what is behind the damage is lost.`)
    keepReserve(folder)
    this.#runs = new Runs(folder)
    this.#segments = segments
    const last = segments.at(-1)
    this.#next = Math.max(last ? last.first + last.count : 1, this.#runs.done)
    this.#done = Math.max(this.#runs.done, segments[0]?.first ?? this.#next)
    // Written before a crash, and not noted.
    for (const { path, first } of segments)
      for (const [index, { epoch, seq }] of readSegment(path).entries())
        if (seq > 0 && first + index >= this.#runs.next) this.#runs.begin(epoch, seq, first + index)
    // Before a crash these may have been sent.
    this.#tried = Math.min(this.#next, this.#done + WINDOW)
  }

  /** Batches that wait, and their bytes. */
  get waiting(): number {
    return this.#next - this.#done
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** For the health of the sensor. `oldest`: s. */
  get told(): NonNullable<SensorHealth['spool']> {
    const { bytes: size, now } = this.#options
    const first = this.waiting > 0 ? this.#segments[0]?.at : undefined
    const oldest = first === undefined ? 0 : Math.max(0, Math.round((now() - first) / 1000))
    return { batches: this.waiting, bytes: this.bytes, size, oldest }
  }

  /** How full it is, 0 to 1. */
  get share(): number {
    return Math.min(1, this.bytes / this.#options.bytes)
  }

  /** Kept when this returns. What came before under the same number counts once. Throws where the disk does not take it. */
  append({ epoch, seq, file, taught, from, to, bodies }: Spooled): void {
    if (this.#runs.has(epoch, seq)) return
    const at = this.#options.now()
    const records = bodies.map(
      (body, part): SpoolRecord => ({ from, to, epoch, seq, file, taught, at, part, of: bodies.length, body }),
    )
    const most = this.#options.segment ?? SEGMENT
    if (this.#writer && this.#writer.segment.bytes >= most) this.#roll()
    this.#letGo()
    const write = () => {
      this.#writer ??= this.#begin()
      this.#writer.append(records)
    }
    for (;;) {
      try {
        write()
        break
      } catch (error) {
        // A disk that is full is full of what waits: the newest is worth more.
        if (!isFull(error)) throw error
        this.#roll()
        if (!this.#drop()) throw error
        keepReserve(this.#options.folder)
      }
    }
    this.#runs.begin(epoch, seq, this.#next)
    this.#next += records.length
  }

  #begin(): SegmentWriter {
    const writer = new SegmentWriter(this.#options.folder, this.#next)
    this.#segments.push(writer.segment)
    return writer
  }

  #roll(): void {
    this.#writer?.close()
    this.#writer = null
    // One without records is none.
    this.#segments = this.#segments.filter(({ count, path }) => {
      if (count === 0) rmSync(path, { force: true })
      return count > 0
    })
  }

  #letGo(): void {
    const { bytes, age, now } = this.#options
    for (;;) {
      const victim = this.#victim()
      if (!victim || (this.bytes <= bytes && victim.at >= now() - age)) return
      this.#drop()
    }
  }

  /** The oldest segment that was not sent, even in part. */
  #victim(): Segment | undefined {
    return this.#segments.find(({ first, isBlind }) => first >= this.#tried && !isBlind)
  }

  /** It goes, and a record stands for it. False where there is none. */
  #drop(): boolean {
    const { folder, onTrouble } = this.#options
    const victim = this.#victim()
    if (!victim) return false
    const at = this.#segments.indexOf(victim)
    if (victim === this.#writer?.segment) this.#roll()
    const before = this.#segments[at - 1]
    // Two that follow each other are one.
    const joins = before?.isBlind && before.first >= this.#tried ? before : null
    const lost = {
      from: Math.min(victim.from, joins?.from ?? victim.from),
      to: Math.max(victim.to, joins?.to ?? victim.to),
      count: victim.count + (joins?.lost ?? 0),
    }
    const first = victim.first + victim.count - 1
    // Should it end here, the old segment is whole, in two runs.
    this.#runs.split(first)
    const blind = writeAlone(
      folder,
      first,
      blindRecord(lost, this.#runs.sourceAt(first), this.#options.now()),
      lost.count,
    )
    for (const gone of joins ? [victim, joins] : [victim])
      if (gone.path !== blind.path) rmSync(gone.path, { force: true })
    this.#segments = this.#segments.filter(each => each !== victim && each !== joins)
    this.#segments.splice(joins ? at - 1 : at, 0, blind)
    if (!joins) onTrouble(`The spool is full: traffic from ${timeOf(lost.from)} on is let go of.`)
    return true
  }

  /** The next batches for the bus, `WINDOW` at most, all of one run. */
  peek(health: string | null): Outgoing[] {
    const records = this.#records()
    const run = this.#runs.at(this.#done)
    const out: Outgoing[] = []
    for (const [index, { file, taught, body }] of records.entries()) {
      const number = this.#done + index
      if (out.length >= WINDOW || this.#runs.at(number).from !== run.from) break
      const seq = number - run.from + 1
      out.push({ epoch: run.epoch, seq, oldest: this.#done - run.from + 1, file, taught, health, body })
    }
    this.#tried = Math.max(this.#tried, this.#done + out.length)
    return out
  }

  #records(): readonly SpoolRecord[] {
    const segment = this.#segments.find(({ first, count }) => first + count > this.#done)
    if (!segment) return []
    if (segment.first > this.#done) {
      // What was let go of, or damaged, is stepped over.
      if (this.#runs.at(segment.first).from !== segment.first) this.#runs.split(segment.first)
      this.#done = segment.first
    }
    const isKnown = this.#reading?.first === segment.first && this.#reading.records.length === segment.count
    if (!isKnown) this.#reading = { first: segment.first, records: readSegment(segment.path) }
    return this.#reading!.records.slice(this.#done - segment.first)
  }

  /** So many of those that `peek` gave are on the bus. */
  acknowledge(count: number): void {
    if (count === 0) return
    this.#done += count
    const gone = this.#segments.filter(({ first, count: own }) => first + own <= this.#done)
    for (const segment of gone) {
      if (segment === this.#writer?.segment) this.#roll()
      rmSync(segment.path, { force: true })
    }
    this.#segments = this.#segments.filter(segment => !gone.includes(segment))
    this.#runs.keep(this.#done)
  }

  /** The segment that is written to is closed. */
  close(): void {
    this.#roll()
  }
}

const MINUTE = 60e6
const timeOf = (at: number): string => new Date(at / 1000).toISOString()

type Lost = { readonly from: number; readonly to: number; readonly count: number }

/** A batch that stands for those that were let go of. */
function blindRecord({ from, to, count }: Lost, { epoch, file }: { epoch: string; file: string | null }, at: number) {
  const minutes = Math.max(1, Math.round((to - from) / MINUTE))
  const message = `The spool of the sensor was full or too old: it is blind from ${timeOf(from)} to ${timeOf(to)}, ${minutes} min. Give it more room, or a better way to the platform.`
  const notice = { code: 'sensor.blind', message, count, at: from, frame: 0 }
  const batch: Batch = { from, to, activities: [], connections: [], sightings: [], notices: [notice] }
  const body = encodeBatch(batch)
  return { from, to, epoch, seq: 0, file, taught: false, at, part: 0, of: 1, body } satisfies SpoolRecord
}
