import type { AddressNote, Join } from './identity.ts'

/** What a device is for, as far as passive traffic can tell. */
export const roles = [
  'controller',
  'safety controller',
  'RTU',
  'IED',
  'HMI',
  'SCADA server',
  'engineering workstation',
  'historian',
  'I/O device',
  'drive',
  'robot',
  'gateway',
  'building controller',
  'router',
  'switch',
  'firewall',
  'remote-access gateway',
  'camera',
  'printer',
  'phone',
  'IoT device',
  'vendor laptop',
  'domain controller',
  'server',
  'workstation',
] as const

export type Role = (typeof roles)[number]

/** Where an attribute of an asset comes from. Conflicting claims stand side by side, the most trusted first. */
export type Provenance = {
  readonly value: string
  readonly source: string
  readonly confidence: number
  readonly first: number
  readonly last: number
  readonly frame: number
}

/** How much depends on a device, with why. */
export const criticalities = ['low', 'medium', 'high', 'critical'] as const
export type Criticality = {
  readonly grade: (typeof criticalities)[number]
  readonly reasons: readonly string[]
}

/** How a controller runs, as it said last. `keySwitch`: the position of its switch, where it tells it. */
export type ControllerMode = {
  readonly value: string
  readonly keySwitch: string | null
  /** Microseconds since 1970-01-01 UTC of the last message that said so. */
  readonly at: number
}

/** A certificate that the device showed. `until` as the certificate writes it, empty where it is not told. */
export type ShownCertificate = {
  readonly subject: string
  readonly issuer: string
  readonly until: string
  readonly first: number
  readonly last: number
}

/** A secret went over the wire in clear. The secret itself is nowhere kept. */
export type ExposedCredential = {
  /** Protocol that carried it. */
  readonly protocol: string
  /** What kind it is and whose, `ftp bro`. */
  readonly what: string
  readonly first: number
  readonly last: number
  readonly frame: number
}

/** A device, with everything the traffic says of it. Null: nothing said so. */
export type Asset = {
  /**
   * Derived from the address seen first, so that addresses learned later do not change it. Of devices that turn out to
   * be one the older id stays, and the others are listed in `formerly`.
   */
  readonly id: string
  /** Ids under which parts of it would be known alone; whoever kept one of them finds it here. */
  readonly formerly: readonly string[]
  readonly mac: readonly string[]
  readonly ip: readonly string[]
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly hardware: string | null
  readonly firmware: string | null
  readonly serial: string | null
  readonly name: string | null
  readonly os: string | null
  readonly domain: string | null
  readonly description: string | null
  readonly location: string | null
  /** The racks of a controller, one text for each slot or module. */
  readonly modules: readonly string[]
  readonly mode: ControllerMode | null
  /** Programs with their versions, as banners and agents name them. */
  readonly software: readonly string[]
  /** What it offers, as `protocol/port`: answered while watched, or announced. */
  readonly services: readonly string[]
  readonly certificates: readonly ShownCertificate[]
  readonly credentials: readonly ExposedCredential[]
  /** The role believed most; null (unknown) when no role is more likely than not. */
  readonly role: Role | null
  /** Every idea, the most likely first, those below one half among them. */
  readonly roles: readonly { readonly role: Role; readonly confidence: number; readonly reasons: readonly string[] }[]
  /** Purdue level 0 to 5, halves for 3.5; null when unknown. */
  readonly level: number | null
  /** Id of the proposed or declared zone; null when nothing places it. */
  readonly zone: string | null
  /** What would suffer if it failed or misbehaved; null when nothing tells. */
  readonly criticality: Criticality | null
  /** Protocols served and used, `modbus server`, `s7comm client`. */
  readonly protocols: readonly string[]
  readonly first: number
  readonly last: number
  /** Why its addresses are one device, and why others are not. */
  readonly joins: readonly Join[]
  readonly addressNotes: readonly AddressNote[]
  /** By attribute, every claim. */
  readonly sources: Readonly<Record<string, readonly Provenance[]>>
}

/** Who talks to whom over what, and what was done. */
export type Link = {
  /** Asset ids. */
  readonly client: string
  readonly server: string
  readonly protocol: string
  readonly port: number
  /** Operations per verb. */
  readonly verbs: Readonly<Record<string, number>>
  readonly first: number
  readonly last: number
}
