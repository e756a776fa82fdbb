import { textOf, told } from '../../shared/search.ts'

export type ProcessSearch = {
  /** Asset id of the device. */
  readonly device?: string
  readonly object?: string
  /** Protocol and port under which the object is known, `modbus/502`. */
  readonly via?: string
  /** Hours of its history. */
  readonly hours?: number
  readonly text?: string
}

export function processSearchOf(raw: Readonly<Record<string, unknown>>): ProcessSearch {
  const hours = Number(raw.hours)
  return told({
    device: textOf(raw.device),
    object: textOf(raw.object, 512),
    via: textOf(raw.via, 60),
    hours: Number.isFinite(hours) && hours > 0 ? hours : undefined,
    text: textOf(raw.text),
  }) as ProcessSearch
}
