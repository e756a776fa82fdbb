// Link-layer protocols and those directly on IP: which dissector a frame goes to, and between whom.
import { type Frame, LINK, LLC, textOfMac } from '@nautilus/capture'
import type { Party } from '@nautilus/model'
import type { Dissector } from '@nautilus/protocols'
import type { Context } from './context.ts'
import { Exchange } from './exchange.ts'

/** IEEE 802.2 with SNAP, bytes. */
const SNAP_HEADER = 8

export class Below {
  readonly #byType = new Map<number, Exchange>()
  readonly #byProtocol = new Map<number, Exchange>()
  readonly #byAccessPoint = new Map<number, Exchange>()
  readonly #bySnap = new Map<number, Exchange>()
  readonly #exchanges: Exchange[] = []

  constructor(context: Context, dissectors: readonly Dissector[]) {
    for (const dissector of dissectors) {
      const { ethernet = [], ip = [], llc = [], snap = [] } = dissector.carriers
      if (ethernet.length + ip.length + llc.length + snap.length === 0) continue
      const exchange = new Exchange(context, dissector)
      this.#exchanges.push(exchange)
      for (const type of ethernet) this.#byType.set(type, exchange)
      for (const protocol of ip) this.#byProtocol.set(protocol, exchange)
      for (const point of llc) this.#byAccessPoint.set(point, exchange)
      for (const key of snap) this.#bySnap.set(key, exchange)
    }
  }

  message(frame: Frame, from: Party, toIp: string, frameNumber: number): void {
    const onLink = frame.kind === LINK
    const exchange = onLink ? this.#onLink(frame) : this.#byProtocol.get(frame.protocol)
    if (!exchange) return
    const { bytes } = frame.slab
    const mac = frame.macs >= 0 ? textOfMac(bytes, frame.macs) : ''
    const to: Party = { mac: onLink ? mac : '', ip: toIp }
    exchange.message(bytes.slice(frame.dataStart, frame.dataEnd), from, to, frame.at, frameNumber)
  }

  #onLink({ etherType, slab, dataStart, dataEnd }: Frame): Exchange | undefined {
    if (etherType !== LLC) return this.#byType.get(etherType)
    const { view } = slab
    if (dataEnd - dataStart < SNAP_HEADER || view.getUint16(dataStart) !== 0xaaaa) {
      return this.#byAccessPoint.get(view.getUint8(dataStart))
    }
    // Organisation and protocol of SNAP: 24 and 16 bits behind the LLC header.
    return this.#bySnap.get(view.getUint8(dataStart + 3) * 2 ** 32 + view.getUint32(dataStart + 4))
  }

  tick(now: number): void {
    for (const exchange of this.#exchanges) exchange.tick(now)
  }

  close(): void {
    for (const exchange of this.#exchanges) exchange.close()
  }
}
