// The objects of DNP3 that say their own size: IEEE 1815-2012, 4.2.2.7.3.6.
import { Reader } from '../reader.ts'
import type { Fragment, Header } from './message.ts'
import { index } from './points.ts'

/** The first object of a group that says its size, and its variation. */
export function sizedObject({ headers, body }: Fragment, group: number): { variation: number; object: Reader } | null {
  for (const header of headers) {
    if (header.group !== group || header.count === 0) continue
    const object = firstOf(header, body)
    if (object) return { variation: header.variation, object }
  }
  return null
}

function firstOf({ sized, at, prefix, end }: Header, body: Uint8Array): Reader | null {
  if (sized) return new Reader(body.subarray(at + prefix, at + prefix + index(body, at, prefix)))
  return at < end ? new Reader(body.subarray(at, end)) : null
}
