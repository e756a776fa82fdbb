// A batch on its way into the log of its site.
import { decodeBatch } from '@nautilus/bus'
import type { Batch } from '@nautilus/model'
import type { PackedBatch } from './site-calls.ts'

/** `batch` is null where `failure` says why it is set aside. */
export type Opened =
  | { readonly batch: Batch; readonly failure: null }
  | { readonly batch: null; readonly failure: string }

/** A batch that was taken or set aside, and what the log says of it. */
export type Entry = {
  readonly number: number
  readonly packed: PackedBatch
  readonly failure: string | null
  readonly activities: number
  /** The end of the batch (µs); null where nobody could tell. */
  readonly to: number | null
}

/** What cannot be read at all, or failed too often before, is set aside. */
export function openBatch(body: Uint8Array, failed: string | null): Opened {
  if (failed !== null) return { batch: null, failure: failed }
  try {
    return { batch: decodeBatch(body), failure: null }
  } catch (error) {
    return { batch: null, failure: textOf(error) }
  }
}

/** As the log keeps it. */
export function rowOf({ number, packed, failure, activities, to }: Entry) {
  const { sensor, epoch, seq, file, taught, body } = packed
  const at = Math.round(to ?? 0)
  return { number, sensor, epoch, seq, file, taught, failure, body: Buffer.from(body), activities, at }
}

type Stream = { readonly sensor: string; readonly epoch: string }

export const streamOf = ({ sensor, epoch }: Stream): string => `${sensor} ${epoch}`

export const nameOf = (batch: PackedBatch): string => `${streamOf(batch)} ${batch.seq}`

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
