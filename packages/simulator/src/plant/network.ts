import type { Frame } from '../frame.ts'
import type { Random } from '../random.ts'
import { arpReply, arpRequest, ipBytes, macBytes } from '../wire/ethernet.ts'
import { echoFrame } from '../wire/icmp.ts'
import type { Route } from '../wire/tcp.ts'
import type { Device } from './cast.ts'
import type { Connection } from './connection.ts'
import type { Scheduler, Script } from './scheduler.ts'
import { SECOND } from './story.ts'

/** A device on the wire, with what its network stack remembers. */
export class Host {
  readonly device: Device
  readonly mac: Uint8Array
  readonly ip: Uint8Array
  readonly random: Random
  /** Devices whose MAC this one knows. */
  readonly neighbours = new Set<Device>()
  #packetId: number
  #port: number

  constructor(device: Device, random: Random) {
    this.device = device
    this.mac = macBytes(device.mac)
    this.ip = ipBytes(device.ip)
    this.random = random
    this.#packetId = random.between(0, 0xffff)
    this.#port = random.between(49_152, 60_000)
  }

  routeTo(to: Host): Route {
    this.#packetId = (this.#packetId + 1) & 0xffff
    return { from: this, to, ttl: this.device.ttl, id: this.#packetId }
  }

  nextPort(): number {
    this.#port = this.#port >= 65_535 ? 49_152 : this.#port + 1
    return this.#port
  }
}

/** The wire a mirror port listens to. */
export class Network {
  readonly scheduler: Scheduler
  readonly #random: Random
  readonly #hosts = new Map<Device, Host>()
  readonly #out = new Set<Device>()
  /** Nothing has power: what is sent nobody hears. */
  dark = false
  #sent: Frame[] = []

  constructor(scheduler: Scheduler, random: Random) {
    this.scheduler = scheduler
    this.#random = random
  }

  host(device: Device): Host {
    let host = this.#hosts.get(device)
    if (!host) {
      host = new Host(device, this.#random.fork(`host ${device.name}`))
      this.#hosts.set(device, host)
    }
    return host
  }

  /** Who talks to it lets go of it, and waits. */
  takeOut(device: Device): void {
    this.#out.add(device)
  }

  putBack(device: Device): void {
    this.#out.delete(device)
  }

  isThere(device: Device): boolean {
    return !this.#out.has(device)
  }

  /** Waits until both are there. */
  *bothThere(one: Device, other: Device): Script {
    while (!this.isThere(one) || !this.isThere(other)) yield SECOND
  }

  /** Lets go of a connection: in order, where there is power for it. */
  *leave(connection: Connection): Script {
    if (this.dark) connection.drop()
    else yield* connection.close()
  }

  send(bytes: Uint8Array): void {
    if (this.dark) return
    this.#sent.push({ at: this.scheduler.now, bytes })
  }

  /** The frames sent since the last call. */
  taken(): readonly Frame[] {
    const sent = this.#sent
    if (sent.length > 0) this.#sent = []
    return sent
  }

  /** Asks for the address of a neighbour; one known already is asked directly, whether it is still there. */
  *ask(from: Host, to: Host): Script {
    this.send(arpRequest(from, to.ip, from.neighbours.has(to.device) ? to.mac : undefined))
    yield from.random.between(120, 400)
    this.send(arpReply(to, from))
    from.neighbours.add(to.device)
    to.neighbours.add(from.device)
    yield from.random.between(30, 90)
  }

  *resolve(from: Host, to: Host): Script {
    if (!from.neighbours.has(to.device)) yield* this.ask(from, to)
  }

  *ping(from: Host, to: Host, sequence: number): Script {
    yield* this.resolve(from, to)
    this.send(echoFrame(from.routeTo(to), 'request', sequence))
    yield from.random.between(250, 900)
    this.send(echoFrame(to.routeTo(from), 'reply', sequence))
  }
}
