// The frames that a live sensor keeps: the newest in memory, whole; those of the last hours on the disk.
import type { RecordSink } from '@nautilus/capture'
import type { SensorHealth } from '@nautilus/model'
import { EvidenceRing, type RingOptions, type RingStatus } from '@nautilus/ring'
import type { CapturedFrame } from '../pcap.ts'
import { FrameRing } from './frame-ring.ts'

export type KeptFrames = {
  /** Put before the sensor: it passes everything on. */
  readonly sink: RecordSink
  /** Those of these numbers that are still in memory. */
  find(numbers: readonly number[]): CapturedFrame[]
  /** Everything until now is on the disk. */
  settle(): Promise<void>
  /** Nothing more is kept. */
  end(): Promise<void>
  /** What the sensor's health says of it. */
  told(): Pick<SensorHealth, 'ring' | 'storage'>
}

/** `ring`: null where nothing is kept on the disk. `onTrouble`: something that an operator should know. */
export function keepFrames(
  sensor: RecordSink,
  ring: RingOptions | null,
  onTrouble: (message: string) => void,
): KeptFrames {
  const disk = ring && new EvidenceRing(sensor, { ...ring, onTrouble })
  const memory = new FrameRing(disk ?? sensor)
  return {
    sink: memory,
    find: numbers => memory.find(numbers),
    settle: async () => disk?.settle(),
    end: async () => disk?.end(),
    told: () => (disk?.status ? healthOfRing(disk.status) : {}),
  }
}

function healthOfRing(status: RingStatus): Pick<SensorHealth, 'ring' | 'storage'> {
  const { kept: _, packed: __, total, ...ring } = status
  return total > 0 ? { ring, storage: Math.min(1, Math.max(0, 1 - ring.free / total)) } : { ring }
}
