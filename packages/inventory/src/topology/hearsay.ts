// What messages say of networks beyond the devices themselves: masks, routers, addresses that were asked for. A fold
// over activities; counters, sets and extremes only, so that their order changes nothing, short of the limits.
import type { Activity, Party } from '@nautilus/model'
import { isDeviceIp, looksLikeBroadcast } from '../address.ts'
import { addressOf } from '../addresses.ts'
import { numberOf, prefixOf } from './cidr.ts'

/** Kept of each kind; a scan of a whole network asks for 65,536 addresses and must not grow without end. */
export const MAX_TOLD = 20_000
export const MAX_ASKED = 100_000

/** Somebody asked on the wire who has an address. */
export type Asked = { readonly asker: string; readonly address: string; answered: boolean }

export type SavedHearsay = Pick<Hearsay, 'masks' | 'routers' | 'asked' | 'broadcasts' | 'deviceIds' | 'dropped'>

export class Hearsay {
  /** By `address/prefix`: how often it was told, and by which protocol. */
  readonly masks: Map<string, { readonly ip: string; readonly prefix: number; readonly by: string }>
  /** By `router member`: the router that a device was told to use, with an address of the network. */
  readonly routers: Map<string, { readonly router: string; readonly member: string }>
  readonly asked: Map<string, Asked>
  /** By `sender broadcast`. */
  readonly broadcasts: Map<string, { readonly sender: string; readonly to: string }>
  /** PROFINET vendor and device id, `0x002a/0x0a06`, by the address that told it. */
  readonly deviceIds: Map<string, string>
  /** What found no room. */
  dropped: number

  constructor(saved?: SavedHearsay) {
    this.masks = saved?.masks ?? new Map()
    this.routers = saved?.routers ?? new Map()
    this.asked = saved?.asked ?? new Map()
    this.broadcasts = saved?.broadcasts ?? new Map()
    this.deviceIds = saved?.deviceIds ?? new Map()
    this.dropped = saved?.dropped ?? 0
  }

  save(): SavedHearsay {
    const { masks, routers, asked, broadcasts, deviceIds, dropped } = this
    return { masks, routers, asked, broadcasts, deviceIds, dropped }
  }

  learn(activity: Activity): void {
    const { protocol, detail, client, server } = activity
    if (protocol === 'arp') this.#learnArp(activity)
    else if (protocol === 'dhcp') this.#learnDhcp(activity)
    else if (protocol === 'profinet' && detail) this.#learnDcp(addressOf(server), detail)
    this.#learnBroadcast(client, server)
    this.#learnBroadcast(server, client)
  }

  #learnDhcp({ detail, object }: Activity): void {
    if (!detail?.mask) return
    this.#mask(object, String(detail.mask), 'DHCP')
    this.#router(String(detail.router ?? '').split(/[ ,]/)[0]!, object)
  }

  #learnDcp(
    address: string,
    { IP = '', mask, gateway = '', vendor = '', device }: NonNullable<Activity['detail']>,
  ): void {
    if (mask) {
      this.#mask(String(IP), String(mask), 'PROFINET DCP')
      this.#router(String(gateway), String(IP))
    }
    const vendorId = /0x[0-9a-f]{4}/i.exec(String(vendor))?.[0]
    if (!vendorId || !device || address === '') return
    const id = `${vendorId}/${device}`.toLowerCase()
    const known = this.deviceIds.get(address)
    // Of two answers the smaller text, so that their order changes nothing.
    if (known === undefined ? this.#room(this.deviceIds.size, MAX_TOLD) : id < known) this.deviceIds.set(address, id)
  }

  #learnArp({ client, object, outcome, function: { code } }: Activity): void {
    if (code !== '1' || !isDeviceIp(object)) return
    const asker = addressOf(client)
    const key = `${asker} ${object}`
    const answered = outcome === 'ok'
    const known = this.asked.get(key)
    if (known) known.answered ||= answered
    else if (this.#room(this.asked.size, MAX_ASKED)) this.asked.set(key, { asker, address: object, answered })
  }

  #mask(ip: string, mask: string, by: string): void {
    const prefix = prefixOf(mask)
    if (!isDeviceIp(ip) || numberOf(ip) === null || prefix === null || prefix < 8 || prefix > 30) return
    const key = `${ip}/${prefix} ${by}`
    if (!this.masks.has(key) && this.#room(this.masks.size, MAX_TOLD)) this.masks.set(key, { ip, prefix, by })
  }

  /** A device that has no router names itself, or nobody. */
  #router(router: string, member: string): void {
    if (!isDeviceIp(router) || !isDeviceIp(member) || router === member) return
    const key = `${router} ${member}`
    if (!this.routers.has(key) && this.#room(this.routers.size, MAX_TOLD)) this.routers.set(key, { router, member })
  }

  #learnBroadcast({ ip: sender }: Party, { ip: to }: Party): void {
    if (to === '' || !looksLikeBroadcast(to) || !isDeviceIp(sender) || !isDeviceIp(to)) return
    const key = `${sender} ${to}`
    if (!this.broadcasts.has(key) && this.#room(this.broadcasts.size, MAX_TOLD))
      this.broadcasts.set(key, { sender, to })
  }

  #room(size: number, most: number): boolean {
    if (size < most) return true
    this.dropped++
    return false
  }
}
