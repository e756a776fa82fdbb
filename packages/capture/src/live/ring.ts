// The ring of a packet socket, mapped: frames are read where the kernel put them, and nothing is made for one.
import { ETHERNET } from '../link-types.ts'
import type { RecordSink } from '../records.ts'
import { Slab } from '../slab.ts'
import * as k from './kernel.ts'
import type { Libc } from './libc.ts'
import { BLOCK, type PacketSocket } from './socket.ts'

/** Blocks that are read before others have their turn. */
export const MOST_BLOCKS = 32

export class Ring {
  readonly socket: PacketSocket
  /** Frames handed over. */
  frames = 0
  /** Frames that the kernel had no room for, and how often it had to stop. */
  dropped = 0
  frozen = 0
  /** The fullest it was since `fill` was asked, 0 to 1. */
  #fullest = 0
  readonly #libc: Libc
  readonly #slab: Slab
  readonly #words: Int32Array
  readonly #statistics = new Int32Array(3)
  readonly #size = new Int32Array(1)
  #address: bigint
  /** The block that is read: its number, what is left in it, where. */
  #block = 0
  #left = 0
  #at = 0
  #isOpen = false

  /** Throws where the socket has no ring. */
  constructor(libc: Libc, socket: PacketSocket) {
    this.#libc = libc
    this.socket = socket
    const size = socket.blocks * BLOCK
    this.#address = libc.map(size, k.PROT_READ_WRITE, k.MAP_SHARED, socket.descriptor)
    if (this.#address === 0n)
      throw new Error(`the ring of ${socket.interface} could not be mapped: error ${libc.errno()} of the kernel`)
    const buffer = libc.view(this.#address, size)
    this.#slab = new Slab(buffer)
    this.#words = new Int32Array(buffer)
    this.#block = this.#oldest()
  }

  /** Where to begin: a socket that was handed over has been filled for a while. Blocks are numbered as they are used. */
  #oldest(): number {
    const words = this.#words
    let ready = -1
    let newest = 0
    const number = (block: number): number => words[((block * BLOCK) >> 2) + k.BLOCK_NUMBER]!
    for (let block = 0; block < this.socket.blocks; block++) {
      if (((number(block) - number(newest)) | 0) > 0) newest = block
      if ((words[((block * BLOCK) >> 2) + k.BLOCK_STATUS]! & k.OURS) === 0) continue
      if (ready < 0 || ((number(block) - number(ready)) | 0) < 0) ready = block
    }
    return ready >= 0 ? ready : newest
  }

  /** µs since 1970-01-01 UTC of the frame that comes next; Infinity where none is ready. */
  next(): number {
    if (this.#isClosed || !this.#open()) return Number.POSITIVE_INFINITY
    return this.#time(this.#at >> 2)
  }

  /** Hands over frames that came before `until` (µs), of so many blocks. Returns the blocks that were used up. */
  read(sink: RecordSink, until: number, blocks = MOST_BLOCKS): number {
    for (let done = 0; done < blocks; done++) {
      if (this.#isClosed || !this.#open()) return done
      while (this.#left > 0) {
        const word = this.#at >> 2
        const at = this.#time(word)
        if (at >= until) return done
        // Moved on before: should the sink fail, the frame that made it fail is behind us.
        const start = this.#at
        this.#at += this.#words[word + k.NEXT]!
        this.#left--
        this.frames++
        this.#hand(sink, start, word, at)
      }
      this.#release()
    }
    return blocks
  }

  #time(word: number): number {
    const words = this.#words
    return (words[word + k.SECONDS]! >>> 0) * 1e6 + Math.floor(words[word + k.NANOSECONDS]! / 1000)
  }

  #hand(sink: RecordSink, header: number, word: number, at: number): void {
    const words = this.#words
    const status = words[word + k.STATUS]!
    let start = header + (words[word + k.MAC]! & 0xffff)
    let captured = words[word + k.CAPTURED]!
    let original = words[word + k.ORIGINAL]!
    if ((status & k.VLAN_VALID) !== 0 && captured >= 12 && start - header - k.VLAN_TAG_SIZE >= k.HEADER_SIZE) {
      start = this.#tag(start, word, status)
      captured += k.VLAN_TAG_SIZE
      original += k.VLAN_TAG_SIZE
    }
    sink.record(this.#slab, start, captured, original, at, ETHERNET)
  }

  /** The kernel took the outer tag off; it goes back where it was on the wire, into the room before the frame. */
  #tag(start: number, word: number, status: number): number {
    const { bytes, view } = this.#slab
    const tagged = start - k.VLAN_TAG_SIZE
    for (let i = 0; i < 12; i++) bytes[tagged + i] = bytes[start + i]!
    const type = (status & k.VLAN_TPID_VALID) !== 0 ? this.#words[word + k.VLAN_TPID]! & 0xffff : k.VLAN
    view.setUint16(tagged + 12, type)
    view.setUint16(tagged + 14, this.#words[word + k.VLAN_TCI]! & 0xffff)
    return tagged
  }

  /** Whether there is a block to read, with a frame in it. The kernel writes the status last, and we do. */
  #open(): boolean {
    for (;;) {
      if (this.#isOpen && this.#left > 0) return true
      if (this.#isOpen) this.#release()
      if (!this.#isReady(this.#block)) return false
      const word = (this.#block * BLOCK) >> 2
      this.#isOpen = true
      this.#left = this.#words[word + k.BLOCK_FRAMES]!
      this.#at = this.#block * BLOCK + this.#words[word + k.BLOCK_FIRST]!
    }
  }

  #release(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#left = 0
    Atomics.store(this.#words, ((this.#block * BLOCK) >> 2) + k.BLOCK_STATUS, 0)
    this.#block = (this.#block + 1) % this.socket.blocks
  }

  /** Looks how full it is, 0 to 1; to be called before it is read. */
  gauge(): number {
    if (this.#isClosed) return 0
    // The kernel fills them in turn: behind one that is not ready, none is. Each look at one takes a miss of every cache.
    let full = 0
    const { blocks } = this.socket
    while (full < blocks && this.#isReady((this.#block + full) % blocks)) full++
    this.#fullest = Math.max(this.#fullest, full / blocks)
    return full / blocks
  }

  #isReady(block: number): boolean {
    return (Atomics.load(this.#words, ((block * BLOCK) >> 2) + k.BLOCK_STATUS) & k.OURS) !== 0
  }

  /** The fullest it was since this was asked. */
  fill(): number {
    const fullest = this.#fullest
    this.#fullest = 0
    return fullest
  }

  /** Adds what the kernel counted since; asking sets its counters back. */
  count(): void {
    if (this.#isClosed) return
    this.#size[0] = 12
    const { descriptor } = this.socket
    const got = this.#libc.getsockopt(descriptor, k.SOL_PACKET, k.PACKET_STATISTICS, this.#statistics, this.#size)
    if (got !== 0) return
    this.dropped += this.#statistics[1]! >>> 0
    this.frozen += this.#statistics[2]! >>> 0
  }

  /** The error that waits at the socket, which is then gone: 0 where all is well. */
  error(): number {
    if (this.#isClosed) return 0
    this.#size[0] = 4
    this.#libc.getsockopt(this.socket.descriptor, k.SOL_SOCKET, k.SO_ERROR, this.#statistics, this.#size)
    return this.#statistics[0]!
  }

  get #isClosed(): boolean {
    return this.#address === 0n
  }

  /** Frames that were handed over must not be looked at any more: their memory is gone. */
  close(): void {
    if (this.#isClosed) return
    const { blocks, descriptor } = this.socket
    this.#libc.unmap(this.#address, blocks * BLOCK)
    this.#address = 0n
    if (!this.socket.isHanded) this.#libc.close(descriptor)
  }
}
