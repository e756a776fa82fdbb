// What a sensor is told from afar. The platform signs every version, and a sensor that has one takes no older one.

export type SensorName = { readonly tenant: string; readonly site: string; readonly sensor: string }

export type SensorSettings = {
  /** Traffic until then is normal, µs since 1970-01-01 UTC; null: it does not learn. */
  readonly learnUntil: number | null
  /** Frames of these VLANs are not looked at. */
  readonly ignoreVlans: readonly number[]
  /** Dissectors that are switched off, by the name of the protocol. */
  readonly switchedOff: readonly string[]
}

export type SignedSettings = { readonly version: number; readonly body: string; readonly signature: string }

export const standardSettings: SensorSettings = { learnUntil: null, ignoreVlans: [], switchedOff: [] }

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
  const { learnUntil, ignoreVlans, switchedOff } = value as Record<string, unknown>
  if (learnUntil !== null && !(Number.isSafeInteger(learnUntil) && (learnUntil as number) >= 0))
    return '`learnUntil` is a time in µs, or null.'
  if (!isListOf(ignoreVlans, vlan => Number.isInteger(vlan) && (vlan as number) >= 0 && (vlan as number) <= MOST))
    return '`ignoreVlans` is a list of numbers of VLANs.'
  if (!isListOf(switchedOff, name => typeof name === 'string' && /^[a-z0-9-]{1,64}$/.test(name)))
    return '`switchedOff` is a list of names of protocols.'
  return null
}

const isListOf = (value: unknown, isOne: (part: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length <= MOST && value.every(isOne)
