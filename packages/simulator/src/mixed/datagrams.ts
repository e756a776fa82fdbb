// UDP: a question, perhaps an answer, again and again.
import type { FleetHost } from '../fleet/segment.ts'
import type { Random } from '../random.ts'
import { viewOf } from '../wire/bytes.ts'
import { BODY_AT, folded, PROTOCOL, packetWithRoom, pseudoHeaderSum, wordSum } from '../wire/ipv4.ts'
import type { Exchange } from './poller.ts'
import type { Talker } from './talker.ts'

/** RFC 768: the datagram in its packet in its frame, checksums right. */
export function udpFrame(
  from: FleetHost,
  to: FleetHost,
  ports: readonly [number, number],
  body: Uint8Array,
): Uint8Array {
  from.packetId = (from.packetId + 1) & 0xffff
  const bodyLength = 8 + body.length
  const frame = packetWithRoom({ from, to, ttl: from.ttl, id: from.packetId, protocol: PROTOCOL.udp, bodyLength })
  const view = viewOf(frame)
  view.setUint16(BODY_AT, ports[0])
  view.setUint16(BODY_AT + 2, ports[1])
  view.setUint16(BODY_AT + 4, bodyLength)
  frame.set(body, BODY_AT + 8)
  const sum = folded(wordSum(frame, BODY_AT, BODY_AT + bodyLength, pseudoHeaderSum(frame, PROTOCOL.udp, bodyLength)))
  view.setUint16(BODY_AT + 6, sum || 0xffff)
  return frame
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
      return put(frame, udpFrame(this.#server, this.#client, [to, from], reply))
    }
    const { request, reply: answer } = this.#script.turn()
    if (request === null) throw new Error('A datagram script has a turn without a request.')
    this.#reply = answer
    this.at += answer ? this.#random.between(300, 3_000) : this.#script.pause
    return put(frame, udpFrame(this.#client, this.#server, [from, to], request))
  }
}

export function put(frame: Uint8Array, bytes: Uint8Array): number {
  frame.set(bytes)
  return bytes.length
}
