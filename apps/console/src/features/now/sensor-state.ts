// Whether a sensor is well.

import type { SensorHealth } from '@nautilus/model'
import { microsOf } from '../../shared/time.ts'
import type { Sensor } from '../../shared/wire.ts'

/** µs without a word of a live sensor. */
const SILENT = 90e6
/** Share of packets that may be lost before what is seen cannot be relied on. */
const LOSS = 0.01

export type SensorState = 'good' | 'bad' | 'lossy' | 'idle'

/** `idle`: it reads capture files, and waits for the next one. */
export function stateOf({ kind, last_seen, health }: Sensor, now: number): SensorState {
  if (kind === 'file') return 'idle'
  const last = microsOf(last_seen)
  if (last === null || now - last > SILENT) return 'bad'
  return shares(health).dropped > LOSS ? 'lossy' : 'good'
}

/** Of all packets, 0 to 1. Lost ones were there too. */
export function shares({ packets = 0, dropped = 0, malformed = 0, unrecognised = 0 }: Partial<SensorHealth>) {
  const of = (part: number, whole: number) => (whole > 0 ? Math.min(1, part / whole) : 0)
  return {
    dropped: of(dropped, packets + dropped),
    malformed: of(malformed, packets),
    unrecognised: of(unrecognised, packets),
  }
}
