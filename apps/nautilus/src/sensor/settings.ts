// What a sensor is told from afar. The platform signs every version, and a sensor that has one takes no older one.
import { isIP } from 'node:net'

export type SensorName = { readonly tenant: string; readonly site: string; readonly sensor: string }

export type SensorSettings = {
  /** Traffic until then is normal, µs since 1970-01-01 UTC; null: it does not learn. */
  readonly learnUntil: number | null
  /** Frames of these VLANs are not looked at. */
  readonly ignoreVlans: readonly number[]
  /** Dissectors that are switched off, by the name of the protocol. */
  readonly switchedOff: readonly string[]
  /** Frames that are looked at, in the words of tcpdump; null or absent: all that the file of the sensor lets in. */
  readonly filter?: string | null
  /** Traffic of these networks is not looked at. */
  readonly ignoreNetworks?: readonly string[]
}

export type SignedSettings = { readonly version: number; readonly body: string; readonly signature: string }

export const standardSettings: SensorSettings = {
  learnUntil: null,
  ignoreVlans: [],
  switchedOff: [],
  filter: null,
  ignoreNetworks: [],
}

/** Whether traffic that ends at `to` (µs) is what the sensor is told to learn. */
export const isLesson = (settings: SensorSettings | null, to: number): boolean =>
  settings?.learnUntil != null && to <= settings.learnUntil

/** The sensor is in it, so that settings of one are not good for another. */
export const signedText = ({ tenant, site, sensor }: SensorName, version: number, body: string): string =>
  JSON.stringify(['nautilus sensor settings', tenant, site, sensor, version, body])

const MOST = 4094

/** What is wrong with it, as a sentence; null where it is good. Fields that are not known are let be. */
export function faultInSettings(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'Settings are an object.'
  const { learnUntil, ignoreVlans, switchedOff, filter, ignoreNetworks } = value as Record<string, unknown>
  if (learnUntil !== null && !(Number.isSafeInteger(learnUntil) && (learnUntil as number) >= 0))
    return '`learnUntil` is a time in µs, or null.'
  if (!isListOf(ignoreVlans, vlan => Number.isInteger(vlan) && (vlan as number) >= 0 && (vlan as number) <= MOST))
    return '`ignoreVlans` is a list of numbers of VLANs.'
  if (!isListOf(switchedOff, name => typeof name === 'string' && /^[a-z0-9-]{1,64}$/.test(name)))
    return '`switchedOff` is a list of names of protocols.'
  if (filter != null && (typeof filter !== 'string' || !isFilter(filter)))
    return `\`filter\` is an expression of tcpdump of at most ${MOST_FILTER} characters, or null.`
  if (
    ignoreNetworks !== undefined &&
    !(isListOf(ignoreNetworks, isNetwork) && (ignoreNetworks as []).length <= MOST_NETWORKS)
  )
    return `\`ignoreNetworks\` is a list of at most ${MOST_NETWORKS} networks, such as 10.1.0.0/16.`
  return null
}

/** Characters, and networks. */
const [MOST_FILTER, MOST_NETWORKS] = [2000, 64]
/** On a command line it is no option, and on one line. */
const isFilter = (text: string): boolean => text.length <= MOST_FILTER && /^[^-\p{Cc}][^\p{Cc}]*$/u.test(text)

function isNetwork(value: unknown): boolean {
  const [address = '', bits, ...more] = typeof value === 'string' ? value.split('/') : []
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
}

/** One filter of all: what the file of the sensor lets in, and of that what it is told to. */
export function filterOf(own: string | null, settings: SensorSettings): string | null {
  const networks = settings.ignoreNetworks ?? []
  const without = networks.length === 0 ? null : `not (${networks.map(network => `net ${network}`).join(' or ')})`
  const parts = [own, settings.filter ?? null, without].filter(part => part !== null)
  if (parts.length <= 1) return parts[0] ?? null
  return parts.map(part => `(${part})`).join(' and ')
}

const isListOf = (value: unknown, isOne: (part: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length <= MOST && value.every(isOne)
