// UDP: a question, perhaps an answer, again and again.
import type { FleetHost } from '../fleet/segment.ts'
import type { Random } from '../random.ts'
import { udpFrame } from '../wire/udp.ts'
import type { Exchange } from './poller.ts'
import type { Talker } from './talker.ts'

/** The datagram as one host sends it to another. */
export function datagram(
  from: FleetHost,
  to: FleetHost,
  ports: readonly [number, number],
  body: Uint8Array,
): Uint8Array {
  from.packetId = (from.packetId + 1) & 0xffff
  return udpFrame({ from, to, ttl: from.ttl, id: from.packetId }, ports, body)
}

export type DatagramScript = { readonly ports: readonly [number, number]; readonly pause: number; turn(): Exchange }

export class Datagrams implements Talker {
  readonly index: number
  at: number
  readonly #client: FleetHost
  readonly #server: FleetHost
  readonly #script: DatagramScript
  readonly #random: Random
  #reply: Uint8Array | null = null

  constructor(index: number, at: number, client: FleetHost, server: FleetHost, script: DatagramScript, random: Random) {
    this.index = index
    this.at = at
    this.#client = client
    this.#server = server
    this.#script = script
    this.#random = random
  }

  send(frame: Uint8Array): number {
    const [from, to] = this.#script.ports
    const reply = this.#reply
    if (reply) {
      this.#reply = null
      this.at += Math.round(this.#script.pause * (0.95 + 0.1 * this.#random.unit()))
      return put(frame, datagram(this.#server, this.#client, [to, from], reply))
    }
    const { request, reply: answer } = this.#script.turn()
    if (request === null) throw new Error('A datagram script has a turn without a request.')
    this.#reply = answer
    this.at += answer ? this.#random.between(300, 3_000) : this.#script.pause
    return put(frame, datagram(this.#client, this.#server, [from, to], request))
  }
}

export function put(frame: Uint8Array, bytes: Uint8Array): number {
  frame.set(bytes)
  return bytes.length
}
