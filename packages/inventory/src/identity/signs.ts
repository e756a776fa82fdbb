// What devices say of themselves by which one device is known under two addresses.
import type { Sighting } from '@nautilus/model'
import { isDeviceIp, isDeviceMac } from '../address.ts'
import type { Limits } from '../limits.ts'
import { type Seen, seenAs, widen } from '../seen.ts'
import { hostNameOf, isTellingSerial } from './spelling.ts'

/** Kinds of signs; what each is worth stands in `weights.ts`. */
export type SignKind =
  | 'serial number'
  | 'maker'
  | 'order number'
  | 'host name'
  | 'station name'
  | 'domain'
  | 'description'
  | 'SNMP engine'
  | 'host key'
  | 'certificate'
  | 'behaviour'
  | 'chassis'
  | 'AMS net id'
  | 'address of its own'

export type Sign = Seen & {
  readonly kind: SignKind
  readonly value: string
  /** The protocol that said so. */
  readonly source: string
}

/** Signs kept of one address. */
const MAX_SIGNS = 32

/** Who calls hosts by names that somebody gave to this one host. A server name in TLS or HTTP is a name of a service. */
const namesHosts =
  /^(dhcp|dhcpv6|nbns|netbios-datagram|smb|rdp|mdns|llmnr|lldp|cdp|snmp|kerberos|ldap|tds|opcua|s7comm-plus)\b/
const namesStations = /^profinet/
/** Who says addresses of the sender itself, in words that no relay or translation of addresses has touched. */
const saysAddress = /^(lldp|cdp|stp|profinet|profinet-cm|nbns|icmp|dhcpv6|ptp-link|mdns|enip|fox|knxnet-ip)\b/

type Spelled = { readonly kind: SignKind; readonly value: string } | null

const spellings: Partial<Record<Sighting['attribute'], (value: string, source: string) => Spelled>> = {
  serial: value => (isTellingSerial(value) ? { kind: 'serial number', value: value.toUpperCase() } : null),
  vendor: value => ({ kind: 'maker', value: value.toLowerCase().split(/[ ,]/)[0]! }),
  orderNumber: value => ({ kind: 'order number', value: value.replaceAll(' ', '').toUpperCase() }),
  name(value, source) {
    if (namesStations.test(source)) return { kind: 'station name', value }
    const name = namesHosts.test(source) ? hostNameOf(value) : ''
    return name === '' ? null : { kind: 'host name', value: name }
  },
  domain: value => ({ kind: 'domain', value: value.toLowerCase() }),
  description: (value, source) => (/^(snmp|lldp|cdp)\b/.test(source) ? { kind: 'description', value } : null),
  certificate: value => ({ kind: 'certificate', value }),
  fingerprint(value) {
    if (value.startsWith('snmp engine ')) return { kind: 'SNMP engine', value: value.slice(12) }
    return { kind: /\bhost ?key\b/i.test(value) ? 'host key' : 'behaviour', value }
  },
  neighbour(value, source) {
    const port = value.lastIndexOf(' port ')
    return /^(lldp|cdp)\b/.test(source) && port > 0 ? addressOr('chassis', value.slice(0, port)) : null
  },
  session: value => (value.startsWith('AMS ') ? { kind: 'AMS net id', value: value.slice(4) } : null),
  address(value, source) {
    if (value.startsWith('AMS ')) return { kind: 'AMS net id', value: value.slice(4) }
    return saysAddress.test(source) ? addressOr(null, value) : null
  },
}

function addressOr(kind: SignKind | null, value: string): Spelled {
  const isAddress = /^[\da-f]{2}(:[\da-f]{2}){5}$/.test(value) ? isDeviceMac(value) : isIp(value) && isDeviceIp(value)
  if (isAddress) return { kind: 'address of its own', value }
  return kind && { kind, value: value.toLowerCase() }
}

const isIp = (value: string): boolean => /^\d+(\.\d+){3}$|^[\da-f]*:[\da-f:.]+$/.test(value)

/** Names that hardly anybody is sure of are no sign. */
const LEAST_CONFIDENCE = 0.6

export type SavedSigns = { readonly byFile: Map<string, Sign[]>; readonly size: number; readonly dropped: number }

/** Signs by the file of who gave them. Depends on the set of sights, never on their order, short of the limits. */
export class Signs {
  /** Signs that found no room. */
  dropped: number
  readonly #limits: Limits
  readonly #byFile: Map<string, Sign[]>
  #size: number

  constructor(limits: Limits, saved?: SavedSigns) {
    this.#limits = limits
    this.#byFile = saved?.byFile ?? new Map()
    this.#size = saved?.size ?? 0
    this.dropped = saved?.dropped ?? 0
  }

  save(): SavedSigns {
    return { byFile: this.#byFile, size: this.#size, dropped: this.dropped }
  }

  get size(): number {
    return this.#size
  }

  learn(file: string, sighting: Sighting): void {
    const { attribute, value, source, confidence } = sighting
    const spell = confidence < LEAST_CONFIDENCE ? undefined : spellings[attribute]
    const spelled = spell?.(value.trim().slice(0, this.#limits.text), source)
    if (!spelled || spelled.value === '') return
    const protocol = source.split(' ', 1)[0]!
    const signs = this.#byFile.get(file) ?? []
    const known = signs.find(s => s.value === spelled.value && s.kind === spelled.kind && s.source === protocol)
    if (known) widen(known, sighting)
    else if (signs.length >= MAX_SIGNS || this.#size >= this.#limits.claims) this.dropped++
    else {
      this.#byFile.set(file, signs)
      signs.push({ ...seenAs(sighting), ...spelled, source: protocol })
      this.#size++
    }
  }

  entries(): IterableIterator<[string, readonly Sign[]]> {
    return this.#byFile.entries()
  }
}
