// Link-layer protocols and those directly on IP: which dissector a frame goes to, and between whom.
import { type Frame, LINK, LLC, textOfMac } from '@nautilus/capture'
import type { Party } from '@nautilus/model'
import type { Dissector } from '@nautilus/protocols'
import type { Bindings } from './bindings.ts'
import type { Context } from './context.ts'
import { type Channel, Exchange } from './exchange.ts'

/** IEEE 802.2 with SNAP, bytes. */
const SNAP_HEADER = 8

/** Sender, receiver, type, first bytes and length: notices that differ in these are looked for apart. */
function keyOf({ slab: { view }, macs, etherType, dataStart, dataEnd }: Frame): number {
  const addresses = view.getInt32(macs + 2) ^ Math.imul(view.getInt32(macs + 8), 0x9e3779b1)
  const kind = Math.imul((etherType << 16) | view.getUint16(dataStart), 0x85ebca6b)
  return Math.imul(addresses ^ kind ^ (dataEnd - dataStart), 0x01000193)
}

/** What nobody here recognises is named by where it was met. */
function nameOf({ kind, etherType, protocol, slab: { view }, dataStart, dataEnd }: Frame): string {
  if (kind !== LINK) return `ip/${protocol}`
  if (etherType !== LLC) return `ethernet/0x${etherType.toString(16).padStart(4, '0')}`
  if (dataEnd - dataStart < SNAP_HEADER || view.getUint16(dataStart) !== 0xaaaa) {
    return `llc/0x${view.getUint8(dataStart).toString(16).padStart(2, '0')}`
  }
  const organisation = view.getUint32(dataStart + 2) & 0xffffff
  return `snap/${organisation.toString(16).padStart(6, '0')}-${view
    .getUint16(dataStart + 6)
    .toString(16)
    .padStart(4, '0')}`
}

function channelOf(frame: Frame, binding: number): Channel | null {
  const { slab, macs, dataStart, dataEnd } = frame
  if (dataEnd - dataStart < 2) return null
  const { view } = slab
  const sender = [view.getInt32(macs), view.getInt32(macs + 4), view.getInt32(macs + 8)] as const
  return { key: keyOf(frame), sender, binding }
}

export class Below {
  readonly #context: Context
  readonly #byType = new Map<number, Exchange>()
  readonly #byProtocol = new Map<number, Exchange>()
  readonly #byAccessPoint = new Map<number, Exchange>()
  readonly #bySnap = new Map<number, Exchange>()
  readonly #exchanges: Exchange[] = []

  constructor(context: Context, dissectors: readonly Dissector[]) {
    this.#context = context
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

  /** Whether the frame is a notice like one before, which is then counted. */
  repeats(frame: Frame, bindings: Bindings): boolean {
    const { macs, slab, dataStart, dataEnd } = frame
    if (!this.#context.repeat || macs < 0 || dataEnd - dataStart < 2) return false
    const { view } = slab
    const a = view.getInt32(macs)
    const b = view.getInt32(macs + 4)
    const c = view.getInt32(macs + 8)
    const { echoes } = this.#context
    const echo = echoes.take(keyOf(frame), a, b, c, slab, dataStart, dataEnd, frame.at, frame.number)
    if (echo === null) return false
    echo.statistics.packets++
    bindings.seen(echo.binding, frame.at)
    return true
  }

  message(frame: Frame, binding: number, from: Party, toIp: string): void {
    const onLink = frame.kind === LINK
    const exchange = onLink ? this.#onLink(frame) : this.#byProtocol.get(frame.protocol)
    if (!exchange) return this.#unknown(frame)
    const { bytes } = frame.slab
    const mac = frame.macs >= 0 ? textOfMac(bytes, frame.macs) : ''
    const to: Party = { mac: onLink ? mac : '', ip: toIp }
    const channel = onLink && frame.macs >= 0 ? channelOf(frame, binding) : null
    exchange.message(bytes.slice(frame.dataStart, frame.dataEnd), from, to, frame.at, frame.number, channel)
  }

  #unknown(frame: Frame): void {
    const name = nameOf(frame)
    const service = this.#context.unrecognised.of(name)
    if (!service) return
    service.toServer.packets++
    service.toServer.bytes += frame.dataLength
    this.#context.unrecognised.look(name, frame.slab.bytes, frame.dataStart, frame.dataEnd)
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
