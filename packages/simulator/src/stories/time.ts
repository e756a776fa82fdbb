import { engineering, historian, hmi, networkSwitch } from '../plant/cast.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import type { World } from '../plant/world.ts'
import { ntpAnswer, ntpAsk } from '../wire/ntp.ts'
import { udpFrame } from '../wire/udp.ts'

const EVERY = 32 * SECOND
/** What the server finds out to have been wrong by: two minutes. */
const STEP = 120 * SECOND

/** The computers ask the switch for the time; `steps` says that it corrects itself in the middle. */
export function* timeServer(world: World, steps: boolean): Script {
  const { network, scheduler, random, window } = world
  const own = random.fork('time')
  const server = network.host(networkSwitch)
  const middle = window.start + (window.seconds * SECOND) / 2
  for (;;) {
    for (const device of [hmi, engineering, historian]) {
      const host = network.host(device)
      yield* network.resolve(host, server)
      const question = ntpAsk(scheduler.now)
      network.send(udpFrame(host.routeTo(server), [123, 123], question))
      yield own.between(200, 900)
      const believed = scheduler.now + (steps && scheduler.now >= middle ? STEP : 0)
      network.send(udpFrame(server.routeTo(host), [123, 123], ntpAnswer(question, believed)))
      yield 2 * SECOND
    }
    yield EVERY
  }
}
