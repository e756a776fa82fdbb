import { cast, type Device } from '../plant/cast.ts'
import type { Host } from '../plant/network.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import type { World } from '../plant/world.ts'
import { arpRequest, ipBytes } from '../wire/ethernet.ts'
import { FLAG, tcpFrame } from '../wire/tcp.ts'
import { identifyModbus, identifyS7 } from './identify.ts'

const PORTS = [21, 22, 23, 80, 102, 443, 502, 44_818]
const SUBNET = '10.20.0'
const NOTHING = new Uint8Array(0)
const SEGMENT_SIZE = Uint8Array.of(2, 4, 5, 0xb4)

/** Asks for every address of the subnet; who answers is there. */
function* sweep(world: World, from: Host): Script<Device[]> {
  const { network } = world
  const live: Device[] = []
  for (let last = 1; last < 255; last++) {
    const ip = `${SUBNET}.${last}`
    const device = cast.find(candidate => candidate.ip === ip)
    if (device === from.device) continue
    if (device && !device.only) {
      live.push(device)
      yield* network.ask(from, network.host(device))
    } else network.send(arpRequest(from, ipBytes(ip)))
    yield from.random.between(2_000, 12_000)
  }
  return live
}

/** A SYN and its answer: reset by a closed port; a open one is reset by the one who asked. */
function* probe({ network }: World, from: Host, to: Host, fromPort: number, toPort: number): Script {
  const sequence = from.random.u32()
  const answer = to.random.u32()
  const open = to.device.ports.includes(toPort)
  const asked = { fromPort, toPort, sequence, acknowledged: 0, window: 1024, options: SEGMENT_SIZE, payload: NOTHING }
  network.send(tcpFrame(from.routeTo(to), { ...asked, flags: FLAG.syn }))
  yield from.random.between(200, 900)
  const reply = { fromPort: toPort, toPort: fromPort, acknowledged: (sequence + 1) >>> 0, payload: NOTHING }
  if (!open) {
    const refusal = { ...reply, sequence: 0, window: 0, options: NOTHING, flags: FLAG.rst | FLAG.ack }
    network.send(tcpFrame(to.routeTo(from), refusal))
    return
  }
  const accepted = { ...reply, sequence: answer, window: 8192, options: SEGMENT_SIZE, flags: FLAG.syn | FLAG.ack }
  network.send(tcpFrame(to.routeTo(from), accepted))
  yield from.random.between(60, 200)
  const reset = { ...asked, sequence: (sequence + 1) >>> 0, window: 0, options: NOTHING, flags: FLAG.rst }
  network.send(tcpFrame(from.routeTo(to), reset))
}

/** Who is there, what is open, and what are the controllers? */
export function* scan(world: World, by: Device): Script {
  const from = world.network.host(by)
  const live = yield* sweep(world, from)
  const fromPort = from.random.between(33_000, 48_000)
  for (const device of live) {
    for (const port of PORTS) {
      yield* probe(world, from, world.network.host(device), fromPort, port)
      yield from.random.between(1_000, 15_000)
    }
  }
  yield SECOND
  for (const device of live) {
    if (world.modbusControllers.has(device)) yield* identifyModbus(world, by, device, false)
    if (world.s7Controllers.has(device)) yield* identifyS7(world, by, device, SECOND)
  }
}
