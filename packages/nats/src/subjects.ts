// The names on the bus. Sites fall into partitions, so that few consumers serve any number of sites.

export type Place = { readonly tenant: string; readonly site: string }
export type SensorPlace = Place & { readonly sensor: string }

/** Never changed: what is on its way is under these names, and leases are by them. */
export const PARTITIONS = 64

/** FNV-1a over the names. */
export function partitionOf({ tenant, site }: Place): number {
  let hash = 0x811c9dc5
  for (const char of `${tenant}/${site}`) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193)
  return (hash >>> 0) % PARTITIONS
}

/** Holds every batch until it is stored. */
export const STREAM = 'NAUTILUS'
/** Holds what nobody could even place. */
export const ASIDE_STREAM = 'NAUTILUS_ASIDE'

export const BATCHES = 'nautilus.batch.>'
export const ASIDE = 'nautilus.aside'
/** Events for pages that are open. */
export const LIVE = 'nautilus.live'
/** Answers the time of the hub, µs since 1970-01-01 UTC. */
export const TIME = 'nautilus.time'

export const batchesOf = (partition: number): string => `nautilus.batch.${partition}.>`
/** Asks whoever works on the sites of a partition. */
export const askSubject = (partition: number): string => `nautilus.ask.${partition}`

export const batchSubject = (place: SensorPlace): string => `nautilus.batch.${partitionOf(place)}.${tokensOf(place)}`
/** A sensor asks for its settings here. */
export const settingsSubject = (place: SensorPlace): string => `nautilus.settings.${tokensOf(place)}`
export const SETTINGS = 'nautilus.settings.>'
/** A sensor is told here that there are new ones. */
export const newsSubject = (place: SensorPlace): string => `nautilus.news.${tokensOf(place)}`
/** The platform asks a sensor here for packets that it keeps; only that sensor may listen. */
export const packetsSubject = (place: SensorPlace): string => `nautilus.packets.${tokensOf(place)}`
/** Where the answer to one such question comes; only that sensor may speak there. */
export const packedSubject = (place: SensorPlace, question: string): string =>
  `nautilus.packed.${tokensOf(place)}.${token(question)}`
export const packedSubjects = (place: SensorPlace): string => `nautilus.packed.${tokensOf(place)}.*`
/** Answers to a sensor come below this: nobody else may listen there. */
export const inboxOf = (place: SensorPlace): string => `_INBOX.sensor.${tokensOf(place)}`

/** Whose subject it is; null where it is not one of a sensor, or in a partition that is not its own. */
export function placeOfSubject(subject: string): SensorPlace | null {
  const parts = subject.split('.')
  const [, kind, ...rest] = parts
  const names = kind === 'batch' ? rest.slice(1) : rest
  if (parts[0] !== 'nautilus' || names.length !== 3) return null
  try {
    const [tenant, site, sensor] = names.map(decodeURIComponent) as [string, string, string]
    const place = { tenant, site, sensor }
    return kind === 'batch' && rest[0] !== String(partitionOf(place)) ? null : place
  } catch {
    return null
  }
}

const tokensOf = ({ tenant, site, sensor }: SensorPlace): string => [tenant, site, sensor].map(token).join('.')

/** One word of a subject: neither dots nor wildcards. */
const token = (name: string): string => encodeURIComponent(name).replaceAll('.', '%2E').replaceAll('*', '%2A')
