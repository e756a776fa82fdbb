// What changes a device does not wait for the next batch.
import { CaptureReader } from '@nautilus/capture'
import type { Batch } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, Raids, raided } from '@nautilus/simulator'
import { expect, test } from 'vitest'

test('a stop of a controller makes a sensor urgent until it is told, and everything around it does not', () => {
  const start = Date.UTC(2026, 0, 12, 2) * 1000
  const batches: Batch[] = []
  const sensor = new Sensor({ onBatch: batch => batches.push(batch) })
  const reader = new CaptureReader(sensor)
  const raids = new Raids({ seed: 1, start, every: 4e6, count: 3 })
  let header = 0
  const stops: number[] = []
  let urgent = 0
  for (const frame of raids.until(start + 20e6)) {
    for (const chunk of encodePcap([frame])) reader.push(chunk.slice(header))
    header = 24
    if (frame.stops !== null) stops.push(frame.stops)
    if (!sensor.isUrgent) continue
    urgent++
    sensor.tell()
    expect(sensor.isUrgent).toBe(false)
    expect(batches.at(-1)!.activities.map(({ verb }) => verb)).toContain('stop')
  }
  expect(raids.isOver).toBe(true)
  expect(stops).toEqual([0, 1, 2])
  expect(urgent).toBe(3)
  const stopped = batches.flatMap(({ activities }) => activities.filter(({ verb }) => verb === 'stop'))
  expect(stopped.map(({ server }) => server.ip)).toEqual([0, 1, 2].map(raided))
})
