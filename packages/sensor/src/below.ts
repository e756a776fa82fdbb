// Link-layer protocols and those directly on IP: which dissector a frame goes to, and between whom.
import { type Frame, LINK, textOfMac } from '@nautilus/capture'
import type { Party } from '@nautilus/model'
import type { Dissector } from '@nautilus/protocols'
import type { Context } from './context.ts'
import { Exchange } from './exchange.ts'

export class Below {
  readonly #byType = new Map<number, Exchange>()
  readonly #byProtocol = new Map<number, Exchange>()
  readonly #exchanges: Exchange[] = []

  constructor(context: Context, dissectors: readonly Dissector[]) {
    for (const dissector of dissectors) {
      const { ethernet = [], ip = [] } = dissector.carriers
      if (ethernet.length + ip.length === 0) continue
      const exchange = new Exchange(context, dissector)
      this.#exchanges.push(exchange)
      for (const type of ethernet) this.#byType.set(type, exchange)
      for (const protocol of ip) this.#byProtocol.set(protocol, exchange)
    }
  }

  message(frame: Frame, from: Party, toIp: string, frameNumber: number): void {
    const onLink = frame.kind === LINK
    const exchange = onLink ? this.#byType.get(frame.etherType) : this.#byProtocol.get(frame.protocol)
    if (!exchange) return
    const { bytes } = frame.slab
    const mac = frame.macs >= 0 ? textOfMac(bytes, frame.macs) : ''
    const to: Party = { mac: onLink ? mac : '', ip: toIp }
    exchange.message(bytes.slice(frame.dataStart, frame.dataEnd), from, to, frame.at, frameNumber)
  }

  tick(now: number): void {
    for (const exchange of this.#exchanges) exchange.tick(now)
  }

  close(): void {
    for (const exchange of this.#exchanges) exchange.close()
  }
}
