// Reassembly of IP fragments. Sources: RFC 791 section 3.2, RFC 8200 section 4.5, RFC 5722 (overlaps).
import type { Frame } from './frame.ts'
import { copyBytes, Slab } from './slab.ts'

/** Packets being put together at once, and the largest: 64 × 64 KiB is all the memory this can take. */
export const MAX_ASSEMBLIES = 64
const MAX_PACKET = 65_535
/** Microseconds after which a packet whose rest did not come is given up; RFC 791 says at least 15 s. */
const PATIENCE = 30e6
/** A fragment of a packet that was made whole less than this ago (µs) is a mirrored copy, not the start of another. */
const ECHO = 100_000

type Assembly = {
  /** Waiting for more. When not, `started` is when the packet was made whole. */
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
  /** Where the furthest fragment ends. */
  reach: number
  slab: Slab
  /** One bit per eight bytes that came. */
  blocks: Uint8Array
}

/** A payload made whole; filled again for each. */
export type Whole = { slab: Slab; length: number }

export class Fragments {
  readonly #assemblies: Assembly[] = []
  readonly #whole: Whole = { slab: new Slab(0), length: 0 }
  /** The assembly last made whole: its bytes are being read until the next frame. */
  #reading: Assembly | null = null
  /** Fragments taken in, packets made whole, packets given up. */
  fragments = 0
  completed = 0
  abandoned = 0
  /** Fragments that contradict others or have impossible lengths, and copies of others. */
  overlaps = 0
  copies = 0

  /** Packets that still wait for a part. */
  get waiting(): number {
    return this.#assemblies.reduce((count, a) => count + (a.used ? 1 : 0), 0)
  }

  /**
   * Takes a fragment of `size` captured bytes in. The whole payload when this was the last piece missing; its slab is
   * valid until the next call.
   * @param wire bytes of the fragment before the capture cut it
   */
  add(frame: Frame, at: number, size: number, wire: number, offset: number, more: boolean, id: number): Whole | null {
    this.fragments++
    if (wire <= 0 || offset + wire > MAX_PACKET || (more && wire % 8 !== 0)) return this.#odd()
    const assembly = this.#find(frame, id)
    if (!assembly) return this.#copy()
    const end = offset + wire
    if (assembly.length >= 0 ? end > assembly.length : !more && end < assembly.reach) return this.#odd()
    if (!more && assembly.length >= 0 && end !== assembly.length) return this.#odd()
    // What the capture cut can never be made whole; what there is holds the place until its time is up.
    if (size < wire) return null
    assembly.reach = Math.max(assembly.reach, end)
    if (!more) assembly.length = end
    this.#place(assembly, frame, at, size, offset)
    if (assembly.length < 0 || assembly.have < assembly.length) return null
    return this.#complete(assembly, frame.at)
  }

  #complete(assembly: Assembly, now: number): Whole {
    assembly.used = false
    assembly.started = now
    this.#reading = assembly
    this.completed++
    this.#whole.slab = assembly.slab
    this.#whole.length = assembly.length
    return this.#whole
  }

  #odd(): null {
    this.overlaps++
    return null
  }

  #copy(): null {
    this.copies++
    return null
  }

  /** First wins: blocks of eight bytes that are already here stay as they are. */
  #place(assembly: Assembly, frame: Frame, at: number, size: number, offset: number): void {
    let fresh = 0
    let contradicts = false
    for (let done = 0; done < size; done += 8) {
      const block = (offset + done) >> 3
      const bit = 1 << (block & 7)
      const count = Math.min(8, size - done)
      if ((assembly.blocks[block >> 3]! & bit) !== 0) {
        contradicts ||= !sameBytes(frame.slab.bytes, at + done, count, assembly.slab.bytes, offset + done)
        continue
      }
      copyBytes(frame.slab.bytes, at + done, count, assembly.slab.bytes, offset + done)
      assembly.blocks[block >> 3]! |= bit
      fresh += count
    }
    assembly.have += fresh
    if (contradicts) this.overlaps++
    else if (fresh < size) this.copies++
  }

  /** The packet this belongs to, begun when new; null when it was made whole a moment ago. */
  #find(frame: Frame, id: number): Assembly | null {
    for (const a of this.#assemblies) {
      if (a.id !== id || a.source !== frame.source || a.destination !== frame.destination) continue
      if (a.protocol !== frame.protocol || a.version !== frame.version) continue
      const age = Math.abs(frame.at - a.started)
      if (a.used && age <= PATIENCE) return a
      if (!a.used && age <= ECHO) return null
      if (a.used) {
        this.abandoned++
        return begin(a, frame, id)
      }
    }
    return begin(this.#free(frame.at), frame, id)
  }

  /** A place that was never used or long ago, one whose time is up, a new one, or the oldest. */
  #free(now: number): Assembly {
    let best: Assembly | null = null
    for (const a of this.#assemblies) {
      if (a === this.#reading) continue
      if (!a.used && now - a.started > ECHO) return a
      if (!best || rank(a) < rank(best)) best = a
    }
    const stale = best?.used && now - best.started > PATIENCE
    if (!best || (!stale && this.#assemblies.length < MAX_ASSEMBLIES)) return this.#grow()
    if (best.used) this.abandoned++
    return best
  }

  #grow(): Assembly {
    const made: Assembly = {
      used: false,
      version: 0,
      source: 0,
      destination: 0,
      protocol: 0,
      id: 0,
      started: -1e18,
      have: 0,
      length: -1,
      reach: 0,
      slab: new Slab(MAX_PACKET + 1),
      blocks: new Uint8Array(1024),
    }
    this.#assemblies.push(made)
    return made
  }
}

/** What gives way first: packets that are whole, then the oldest. */
const rank = (a: Assembly): number => (a.used ? a.started : a.started - 1e17)

function begin(assembly: Assembly, frame: Frame, id: number): Assembly {
  assembly.used = true
  assembly.version = frame.version
  assembly.source = frame.source
  assembly.destination = frame.destination
  assembly.protocol = frame.protocol
  assembly.id = id
  assembly.started = frame.at
  assembly.have = 0
  assembly.length = -1
  assembly.reach = 0
  assembly.blocks.fill(0)
  return assembly
}

function sameBytes(a: Uint8Array, at: number, count: number, b: Uint8Array, start: number): boolean {
  for (let i = 0; i < count; i++) if (a[at + i] !== b[start + i]) return false
  return true
}
