// Writes the ring: packs frames into blocks, blocks into segments, and lets the oldest go. Nothing that the disk does ends
// the sensing: what cannot be kept is counted.
import type { Slab } from '@nautilus/capture'
import { BlockKeys } from './block-keys.ts'
import { FlowCap } from './cap.ts'
import { type Disk, makeFolder, realDisk } from './disk.ts'
import { Ends } from './ends.ts'
import type { PlacedFrame } from './frames.ts'
import { FramePacker } from './frames.ts'
import { HANDED_HEAD, readHanded } from './hand-over.ts'
import { OpenSegment } from './open-segment.ts'
import { LEVEL } from './sealing.ts'
import type { RingStatus } from './status.ts'
import { type Kept, takeOver } from './take-over.ts'

export type RingOptions = {
  readonly folder: string
  /** How findings name these frames: `live:…`. */
  readonly stream: string
  /** Bytes on the disk at the most, and of one segment. */
  readonly size: number
  readonly segment: number
  /** µs that a frame is kept at the most, and that one segment is written to. */
  readonly age: number
  readonly segmentAge: number
  /** Bytes of one flow that a segment keeps; 0: all. */
  readonly flow: number
  /** Bytes of the disk that are left to others. */
  readonly spare: number
  /** Null: not encrypted. */
  readonly secret: string | null
  /** Of zstd. */
  readonly level?: number
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
/** An index takes less. Left out of the reckoning it would take the ring over its size. */
const INDEX_ROOM = 65_536

export class RingWriter {
  readonly #options: RingOptions
  readonly #disk: Disk
  readonly #now: () => number
  readonly #packer: FramePacker
  readonly #ends = new Ends()
  readonly #keys = new BlockKeys()
  readonly #cap: FlowCap
  readonly #old: Kept[]
  readonly #placed: PlacedFrame = { number: 0, at: 0, link: 0, original: 0, captured: 0, start: 0 }
  readonly #told = new Set<string>()
  readonly #counts = { kept: 0, keptBytes: 0, lost: 0, damaged: 0, blocks: 0, sheds: 0 }
  #current: OpenSegment | null = null
  #next: number
  /** Of the keys that are being collected. */
  #seed = 0
  #trouble: string | null = null
  /** Some of what an earlier run left cannot be read with this key. */
  readonly #unread: string | null

  /** @param now µs since 1970-01-01 UTC */
  constructor(options: RingOptions, now: () => number, block: number, disk: Disk = realDisk) {
    this.#options = options
    this.#disk = disk
    this.#now = now
    this.#packer = new FramePacker(block)
    this.#cap = new FlowCap(options.flow)
    makeFolder(options.folder)
    const { kept, damaged, trouble } = takeOver(disk, options.folder, options.secret)
    this.#old = [...kept]
    this.#counts.damaged = damaged
    this.#next = (kept.at(-1)?.number ?? 0) + 1
    this.#unread = trouble
    this.tick()
  }

  /** Keeps the frames of one buffer that was handed over: `used` bytes of it. */
  take(slab: Slab, used: number): void {
    this.tick()
    const seed = this.#begin()?.seed ?? 0
    this.#seed = seed
    this.#packer.reset()
    this.#keys.clear()
    const frame = this.#placed
    for (let at = 0; at + HANDED_HEAD <= used; at = frame.start + frame.captured) {
      readHanded(slab.view, at, frame)
      this.#ends.of(slab, frame.start, frame.captured, frame.at, frame.link, frame.original)
      const flow = this.#ends.flow(seed)
      if (!this.#cap.take(flow, frame.captured)) continue
      if (this.#packer.add(frame, slab.bytes)) this.#keys.add(this.#ends, flow, seed)
      else this.#counts.lost++
    }
    if (this.#packer.frames > 0) this.#keep()
    this.tick()
  }

  /** The segment to write to; null where none can be begun. */
  #begin(): OpenSegment | null {
    if (this.#current) return this.#current
    const { folder, stream, secret } = this.#options
    const started = this.#now()
    for (let tries = this.#old.length + 1; tries > 0; tries--) {
      try {
        this.#cap.reset()
        this.#current = new OpenSegment(this.#disk, { folder, number: this.#next, stream, started, secret })
        this.#next++
        return this.#current
      } catch (error) {
        if (!this.#mayTryAgain(error)) break
      }
    }
    return null
  }

  #keep(): void {
    const { frames } = this.#packer
    if (this.#write()) {
      this.#counts.kept += frames
      this.#counts.blocks++
    } else this.#counts.lost += frames
  }

  /** Room is made first, and again where the disk says that there is none. */
  #write(): boolean {
    const { sheds } = this.#counts
    for (let tries = this.#old.length + 2; tries > 0; tries--) {
      const result = this.#tryWrite()
      if (result === 'no') return false
      if (result === 'again') continue
      if (this.#counts.sheds === sheds) this.#trouble = null
      return true
    }
    return false
  }

  #tryWrite(): 'done' | 'again' | 'no' {
    const segment = this.#begin()
    if (!segment) return 'no'
    const block = segment.pack(this.#packer, this.#options.level ?? LEVEL)
    if (!this.#makeRoom(block.length)) return 'no'
    // The one that was written to may have had to go: a block belongs to its segment.
    if (this.#current !== segment) return 'again'
    try {
      segment.append(block, segment.seed === this.#seed ? this.#keys.values() : null)
    } catch (error) {
      return this.#mayTryAgain(error) ? 'again' : 'no'
    }
    this.#counts.keptBytes += block.length
    return 'done'
  }

  /** Of a full disk the oldest goes, if there is one. Any other error is told once, and the segment left. */
  #mayTryAgain(error: unknown): boolean {
    const { code = '', message } = error as NodeJS.ErrnoException
    if (FULL.has(code)) {
      this.#trouble = 'The disk is full: older packets go earlier.'
      this.#counts.sheds++
      return this.#dropOldest()
    }
    this.#trouble = `Packets cannot be kept in ${this.#options.folder}: ${message}.`
    if (this.#current) this.#leave(this.#current)
    return false
  }

  #makeRoom(bytes: number): boolean {
    const { size, spare, folder } = this.#options
    while (this.bytes + bytes + INDEX_ROOM > size) if (!this.#dropOldest()) return false
    const { free } = this.#room(folder)
    if (free >= spare + bytes) return true
    for (let left = free; left < spare + bytes; left = this.#room(folder).free) {
      if (!this.#dropOldest()) {
        this.#trouble = 'The disk has too little room: no packets are kept until there is more.'
        return false
      }
      this.#counts.sheds++
      this.#trouble = 'The disk has too little room: older packets go earlier.'
    }
    return true
  }

  #room(folder: string) {
    try {
      return this.#disk.room(folder)
    } catch {
      return { free: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY }
    }
  }

  /** The one that is written to goes last of all. False where there is nothing any more. */
  #dropOldest(): boolean {
    const oldest = this.#old.shift()
    if (oldest) {
      this.#remove(oldest.path)
      return true
    }
    const current = this.#current
    if (!current || current.blocks.length === 0) return false
    current.abandon()
    this.#current = null
    this.#remove(current.path)
    return true
  }

  #remove(path: string): void {
    try {
      this.#disk.remove(path)
    } catch (error) {
      this.#trouble = `${path} cannot be removed: ${(error as Error).message}.`
    }
  }

  /** Ends the segment that is full or old, and lets go of what is too old. */
  tick(): void {
    const now = this.#now()
    const { segment, segmentAge, age } = this.#options
    const current = this.#current
    if (current && (current.size >= segment || now - current.started >= segmentAge)) this.finish()
    // By whichever is earlier: a wrong clock in the traffic keeps nothing for ever.
    while (this.#old[0] && Math.min(this.#old[0].span?.to ?? now, this.#old[0].changed) < now - age) this.#dropOldest()
  }

  /** Ends the segment that is written to: the next frames begin another. */
  finish(): void {
    const current = this.#current
    if (!current) return
    this.#current = null
    if (current.blocks.length === 0) {
      current.abandon()
      this.#remove(current.path)
      return
    }
    try {
      current.finish()
    } catch (error) {
      this.#tell(error)
    }
    this.#leave(current)
  }

  #leave({ path, number, size, span }: OpenSegment): void {
    if (this.#current?.path === path) {
      this.#current.abandon()
      this.#current = null
    }
    if (span) this.#old.push({ path, number, size, changed: this.#now(), span, stream: this.#options.stream })
  }

  #tell(error: unknown): void {
    this.#trouble = `A segment could not be ended: ${(error as Error).message}. It is read without its index.`
  }

  /** On the disk. */
  get bytes(): number {
    return this.#old.reduce((sum, { size }) => sum + size, this.#current?.size ?? 0)
  }

  /** What was not told before. */
  news(): string | null {
    const trouble = this.#trouble ?? this.#unread
    if (trouble === null || this.#told.has(trouble)) return null
    this.#told.add(trouble)
    return trouble
  }

  status(): RingStatus {
    const spans = [...this.#old.map(({ span }) => span), this.#current?.span].filter(span => span != null)
    const { free, total } = this.#room(this.#options.folder)
    return {
      from: spans.length === 0 ? null : spans.reduce((least, { from }) => Math.min(least, from), Number.MAX_VALUE),
      to: spans.length === 0 ? null : spans.reduce((most, { to }) => Math.max(most, to), 0),
      bytes: this.bytes,
      size: this.#options.size,
      kept: this.#counts.kept,
      packed: this.#counts.keptBytes,
      dropped: this.#counts.lost,
      cappedFlows: this.#cap.flows,
      cappedFrames: this.#cap.frames,
      damaged: this.#counts.damaged,
      sheds: this.#counts.sheds,
      free: Number.isFinite(free) ? free : 0,
      total: Number.isFinite(total) ? total : 0,
      encrypted: this.#options.secret !== null,
      trouble: this.#trouble ?? this.#unread,
    }
  }
}
