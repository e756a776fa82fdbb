import type { SensorHealth } from '@nautilus/bus'
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
