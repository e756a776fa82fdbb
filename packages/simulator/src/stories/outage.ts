import { cast, type Device, intake } from '../plant/cast.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import type { World } from '../plant/world.ts'
import { arpRequest, macBytes } from '../wire/ethernet.ts'

/** Of the same maker and model as the one that broke. */
const SPARE_MAC = '00:80:f4:0a:1c:9e'
const LASTS = 50 * SECOND

/** RFC 5227, 2.3: a device tells everyone that it is there, twice. */
function* announceItself({ network }: World, device: Device): Script {
  const host = network.host(device)
  for (let time = 0; time < 2; time++) {
    network.send(arpRequest(host, host.ip))
    yield SECOND + host.random.between(0, 50_000)
  }
}

/** A controller is taken out and a spare put in: the panels let go of it before and come back to another MAC. */
export function* replaceDevice(world: World): Script {
  const { network } = world
  network.takeOut(intake)
  yield LASTS
  const host = network.host(intake)
  host.mac.set(macBytes(SPARE_MAC))
  for (const device of cast) network.host(device).neighbours.delete(intake)
  host.neighbours.clear()
  network.putBack(intake)
  yield* announceItself(world, intake)
}

/** The power of the whole plant fails: nobody says anything, then everybody starts anew. */
export function* failPower(world: World): Script {
  const { network } = world
  network.dark = true
  const there = cast.filter(device => !device.only)
  for (const device of there) network.takeOut(device)
  yield LASTS
  network.dark = false
  for (const device of there) network.host(device).neighbours.clear()
  for (const device of there) {
    network.putBack(device)
    world.scheduler.start(announceItself(world, device), network.host(device).random.between(0, 3 * SECOND))
  }
}
