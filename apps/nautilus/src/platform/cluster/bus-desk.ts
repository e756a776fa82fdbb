// Sensors on the bus: who is let in, and what each is told to do.
import type { BusPort, SensorName } from '@nautilus/api'
import {
  type BusKeys,
  type NatsConnection,
  newsSubject,
  placeOfSubject,
  SETTINGS,
  sensorCredentials,
  signAs,
  tellRevoked,
} from '@nautilus/nats'
import { asTenant, type Database, revokedBusKeys, sensorSettings } from '@nautilus/store'
import type { Logger } from 'pino'
import { faultInSettings, filterOf, type SensorSettings, signedText } from '../../sensor/settings.ts'
import { protocolTitles } from '../../sensor/tuned.ts'
import type { BusConfig } from '../config-bus.ts'
import { checkFilter } from '../live/filter.ts'

export type BusDeskOptions = {
  readonly nc: NatsConnection
  readonly db: Database
  readonly keys: BusKeys
  readonly bus: BusConfig
  readonly log: Logger
}

export class BusDesk implements BusPort {
  readonly protocols = protocolTitles()
  readonly #options: BusDeskOptions

  constructor(options: BusDeskOptions) {
    this.#options = options
  }

  async enrol(sensor: SensorName) {
    const { keys, bus } = this.#options
    const { text, key } = await sensorCredentials(keys, sensor)
    return { access: { servers: bus.sensors, credentials: text }, key }
  }

  async revoked(): Promise<void> {
    const { keys, bus, db } = this.#options
    await tellRevoked(keys, bus, await revokedOf(db))
  }

  sign(sensor: SensorName, version: number, settings: object) {
    const body = JSON.stringify(settings)
    return { body, signature: signAs(this.#options.keys, signedText(sensor, version, body)) }
  }

  async fault(settings: object): Promise<string | null> {
    const fault = faultInSettings(settings)
    if (fault !== null) return fault
    const filter = filterOf(null, settings as SensorSettings)
    return filter === null ? null : checkFilter(filter)
  }

  changed(sensor: SensorName): void {
    const { nc } = this.#options
    if (!nc.isClosed()) nc.publish(newsSubject(sensor))
  }

  /** Answers sensors that ask for their settings. Of several processes, one answers each. */
  serve(): void {
    const { nc, db, log } = this.#options
    nc.subscribe(SETTINGS, {
      queue: 'settings',
      callback: (error, message) => {
        const place = error ? null : placeOfSubject(message.subject)
        if (place === null) return
        asTenant(db, place.tenant, scoped => sensorSettings(scoped, place.site, place.sensor)).then(
          found => void message.respond(JSON.stringify(found)),
          failed => log.warn({ err: failed, ...place }, 'a sensor asked for its settings, and they could not be read'),
        )
      },
    })
  }
}

/** By public key, with s since 1970. */
export async function revokedOf(db: Database): Promise<Record<string, number>> {
  const rows = await revokedBusKeys(db)
  return Object.fromEntries(
    rows.map(({ bus_key, revoked_at }) => [bus_key ?? '', Math.floor((revoked_at ?? new Date()).getTime() / 1000)]),
  )
}
