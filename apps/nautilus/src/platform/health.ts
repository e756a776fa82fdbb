// What the sensors of this program say of themselves, and what remote ones say in a header.
import { faultInHealth, Undecodable } from '@nautilus/bus'
import type { SensorHealth, SensorView } from '@nautilus/model'
import { entropyOf, type Sensor } from '@nautilus/sensor'
import { decodedOf, Sights } from '../sights.ts'
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

/** What it sees at all. It looks through everything that was counted: not for every batch. */
export function viewOf(sensor: Sensor): SensorView {
  const sights = new Sights()
  sights.add(sensor)
  const protocols = [...sensor.statistics.protocols]
    .map(decodedOf)
    // A sensor also counts for protocols that it only looked for.
    .filter(({ packets, messages, malformed }) => packets + messages + malformed > 0)
    .sort((a, b) => (a.protocol < b.protocol ? -1 : 1))
  const unrecognised = Array.from(sensor.unrecognised.services(), ({ toServer, toClient, histogram }) => ({
    packets: toServer.packets + toClient.packets,
    entropy: entropyOf(histogram),
  }))
  return { sight: sights.all(), protocols, unrecognised: unrecognised.slice(0, MOST_SERVICES) }
}

/** Services without a name in one view. */
const MOST_SERVICES = 4096
/** µs of the traffic between two views of one sensor. */
const VIEW_EVERY = 60e6

/** With its view every minute of the traffic. */
export function healthTeller(sensor: () => Sensor): (to: number) => SensorHealth {
  let next = Number.NEGATIVE_INFINITY
  return to => {
    const health = healthOf(sensor())
    if (to < next) return health
    next = to + VIEW_EVERY
    return { ...health, view: viewOf(sensor()) }
  }
}

/** Of a sensor that counted nothing. */
export const silent: SensorHealth = {
  packets: 0,
  bytes: 0,
  dropped: 0,
  duplicates: 0,
  malformed: 0,
  unrecognised: 0,
  flows: 0,
  version: 'unknown',
}

/** What a remote sensor says of itself, as JSON; counts that it leaves out are 0. Throws `Undecodable`. */
export function healthFrom(text: string): SensorHealth {
  let told: unknown
  try {
    told = JSON.parse(text)
  } catch {
    throw new Undecodable('its health is not JSON')
  }
  const health = typeof told === 'object' && told !== null && !Array.isArray(told) ? { ...silent, ...told } : told
  const fault = faultInHealth(health)
  if (fault) throw new Undecodable(fault)
  return health as SensorHealth
}
