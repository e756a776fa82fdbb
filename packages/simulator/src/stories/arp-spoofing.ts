import { type Device, hmi, intake } from '../plant/cast.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import type { World } from '../plant/world.ts'
import { arpReply } from '../wire/ethernet.ts'

const LASTS = 40 * SECOND

/** Tells two others, again and again and unasked, that each has the address of the other. */
export function* spoofArp({ network, scheduler }: World, from: Device): Script {
  const own = network.host(from)
  const [one, other] = [network.host(hmi), network.host(intake)]
  const endsAt = scheduler.now + LASTS
  while (scheduler.now < endsAt) {
    network.send(arpReply({ mac: own.mac, ip: other.ip }, one))
    yield own.random.between(200, 900)
    network.send(arpReply({ mac: own.mac, ip: one.ip }, other))
    yield SECOND + own.random.between(-20_000, 20_000)
  }
}
