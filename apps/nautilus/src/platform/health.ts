import { type SensorHealth, Undecodable } from '@nautilus/bus'
import type { Sensor } from '@nautilus/sensor'
import { VERSION } from '../version.ts'

export function healthOf(sensor: Sensor): SensorHealth {
  let malformed = 0
  for (const statistics of sensor.statistics.protocols.values()) malformed += statistics.malformed
  let unrecognised = 0
  for (const { toServer, toClient } of sensor.unrecognised.services())
    unrecognised += toServer.packets + toClient.packets
  return {
    packets: sensor.packets,
    bytes: sensor.bytes,
    dropped: 0,
    duplicates: sensor.duplicates.count,
    malformed,
    unrecognised,
    flows: sensor.table.created,
    version: VERSION,
  }
}

const figures = ['packets', 'bytes', 'dropped', 'duplicates', 'malformed', 'unrecognised', 'flows'] as const

/** What a remote sensor says of itself, as JSON; null: it says nothing. Throws `Undecodable`. */
export function healthFrom(text: string | null): SensorHealth {
  let told: Readonly<Record<string, unknown>>
  try {
    told = (text === null ? {} : JSON.parse(text)) as typeof told
  } catch {
    throw new Undecodable('its health is not JSON')
  }
  const numbers = figures.map(name => {
    const value = told?.[name] ?? 0
    if (typeof value !== 'number' || !(value >= 0)) throw new Undecodable(`${name} of its health is a count`)
    return [name, value] as const
  })
  const version = String(told.version ?? 'unknown').slice(0, 60)
  return { ...(Object.fromEntries(numbers) as Omit<SensorHealth, 'version'>), version }
}
