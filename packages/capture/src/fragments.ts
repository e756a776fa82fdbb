// Reassembly of IP fragments. Sources: RFC 791 section 3.2, RFC 8200 section 4.5, RFC 5722 (overlaps).
import type { Frame } from './frame.ts'
import { copyBytes, Slab } from './slab.ts'

/** Packets being put together at once, and the largest: 64 × 64 KiB is all the memory this can take. */
export const MAX_ASSEMBLIES = 64
const MAX_PACKET = 65_535
/** Microseconds after which a packet whose rest did not come is given up; RFC 791 says at least 15 s. */
const PATIENCE = 30e6

type Assembly = {
  used: boolean
  version: number
  source: number
  destination: number
  protocol: number
  id: number
  started: number
  /** Bytes that came, and how many it takes; -1 until the last fragment is here. */
  have: number
  length: number
  slab: Slab
  /** One bit per eight bytes that came. */
  blocks: Uint8Array
}

export class Fragments {
  readonly #assemblies: Assembly[] = []
  /** Fragments taken in, packets made whole, packets given up, fragments that overlap others. */
  fragments = 0
  completed = 0
  abandoned = 0
  overlaps = 0

  /** Takes a fragment in. The whole payload when this was the last piece missing; its slab is valid until the next call. */
  add(
    frame: Frame,
    at: number,
    size: number,
    offset: number,
    more: boolean,
    id: number,
  ): { slab: Slab; length: number } | null {
    this.fragments++
    if (size <= 0 || offset + size > MAX_PACKET || (more && size % 8 !== 0)) {
      this.overlaps++
      return null
    }
    const assembly = this.#find(frame, id)
    this.#place(assembly, frame, at, size, offset)
    if (!more) assembly.length = offset + size
    if (assembly.length < 0 || assembly.have < assembly.length) return null
    assembly.used = false
    this.completed++
    return { slab: assembly.slab, length: assembly.length }
  }

  /** First wins: blocks of eight bytes that are already here stay as they are. */
  #place(assembly: Assembly, frame: Frame, at: number, size: number, offset: number): void {
    let overlapped = false
    for (let done = 0; done < size; done += 8) {
      const block = (offset + done) >> 3
      const bit = 1 << (block & 7)
      if ((assembly.blocks[block >> 3]! & bit) !== 0) {
        overlapped = true
        continue
      }
      const count = Math.min(8, size - done)
      copyBytes(frame.slab.bytes, at + done, count, assembly.slab.bytes, offset + done)
      assembly.blocks[block >> 3]! |= bit
      assembly.have += count
    }
    if (overlapped) this.overlaps++
  }

  #find(frame: Frame, id: number): Assembly {
    for (const a of this.#assemblies) {
      if (a.used && a.id === id && a.source === frame.source && a.destination === frame.destination) {
        if (a.protocol === frame.protocol && a.version === frame.version) return a
      }
    }
    const free = this.#free(frame.at)
    free.used = true
    free.version = frame.version
    free.source = frame.source
    free.destination = frame.destination
    free.protocol = frame.protocol
    free.id = id
    free.started = frame.at
    free.have = 0
    free.length = -1
    free.blocks.fill(0)
    return free
  }

  /** An unused place, one whose time is up, a new one, or the oldest. */
  #free(now: number): Assembly {
    const open = this.#assemblies.find(a => !a.used)
    if (open) return open
    const stale = this.#assemblies.find(a => now - a.started > PATIENCE)
    if (!stale && this.#assemblies.length < MAX_ASSEMBLIES) return this.#grow()
    this.abandoned++
    return stale ?? this.#assemblies.reduce((oldest, a) => (a.started < oldest.started ? a : oldest))
  }

  #grow(): Assembly {
    const made: Assembly = {
      used: false,
      version: 0,
      source: 0,
      destination: 0,
      protocol: 0,
      id: 0,
      started: 0,
      have: 0,
      length: -1,
      slab: new Slab(MAX_PACKET + 1),
      blocks: new Uint8Array(1024),
    }
    this.#assemblies.push(made)
    return made
  }
}
