import type { Addresses } from '../addresses.ts'
import type { Identity } from '../identity.ts'
import { byText, type Seen } from '../seen.ts'
import { virtualMacOf } from './virtual.ts'

/** One MAC address that sent or was told, and whose it is. */
export type MacAccount = Seen & {
  readonly mac: string
  /** `virtual`: of several devices in turn, and listed as nobody's interface; `unkept`: its device found no room. */
  readonly as: 'interface' | 'virtual' | 'unkept'
  /** Asset id; of a virtual address its last holder. */
  readonly asset: string | null
  /** Whether the asset lists it; one with very many lists the first ones. */
  readonly listed: boolean
  /** It passes on packets of others. */
  readonly forwards: boolean
}

/** Every MAC address, in order: nothing that sends is forgotten. */
export function macAccounts({ macs }: Addresses, identity: Identity): MacAccount[] {
  return [...macs]
    .sort(([a], [b]) => byText(a, b))
    .map(([mac, { first, last, frame }]) => {
      const device = identity.devices[identity.indexOf(mac)]
      const listed = device?.macs.includes(mac) ?? false
      const isVirtual = !listed && virtualMacOf(mac) !== null
      const as = isVirtual ? 'virtual' : device ? 'interface' : 'unkept'
      return { mac, as, asset: device?.id ?? null, listed, forwards: Boolean(device?.routing), first, last, frame }
    })
}
