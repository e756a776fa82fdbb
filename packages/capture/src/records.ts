import type { Slab } from './slab.ts'

/** No frame is longer; a longer record is damage. Also what tcpdump and Wireshark take as their limit. */
export const MAX_RECORD = 262_144

/** Receives every record of a capture, in file order. */
export type RecordSink = {
  /**
   * One frame: `captured` bytes at `start` of the slab, valid until the call returns.
   * @param original length on the wire, bytes
   * @param at microseconds since 1970-01-01 UTC
   * @param link one of `link-types.ts`, or -1 when it is not read
   */
  record(slab: Slab, start: number, captured: number, original: number, at: number, link: number): void
  /** An interface of a link type that is not read; its records still come, with link -1. */
  unsupported(linkType: number): void
}

/** Where reading had to stop, and why. While parsing `at` counts in the slab; in a result, in the (unpacked) file. */
export type Damage = { at: number; why: string }

/** A file format that turns the bytes of a slab into records. */
export type Format = {
  readonly name: string
  /** Reads what is whole between the two; returns where it stopped. Sets `damage` when it cannot go on. */
  run(start: number, end: number): number
  damage: Damage | null
  /** Bytes of the file to pass over, from where `run` stopped: a block too large to hold and of no interest. */
  skipping: number
  /** What is missing when the file ends with these bytes unread. */
  cut(start: number, end: number): string | null
}

/** What is left of a captured frame without its check sequence, the first thing a snap length takes away. */
export const withoutTrailer = (captured: number, original: number, trailer: number): number =>
  Math.max(0, Math.min(captured, Math.max(original, captured) - trailer))
