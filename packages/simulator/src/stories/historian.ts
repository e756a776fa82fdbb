import { read } from '../modbus/pdu.ts'
import { type Device, dosing, historian, intake } from '../plant/cast.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import { modbusClient, type World } from '../plant/world.ts'

const EVERY = 10 * SECOND
const TAGS = read('holding', 0, 14)
/** A tag somebody typed wrong: the controller has no such register. */
const WRONG_TAG = read('holding', 9000, 2)
const WRONG_EVERY = 6

function* collect(world: World, device: Device): Script {
  const { network, scheduler } = world
  for (let round = 0; ; ) {
    yield* network.bothThere(historian, device)
    const client = modbusClient(world, historian, device)
    yield* client.connection.connect()
    scheduler.start(client.connection.keepAlive('client', 60 * SECOND))
    for (; network.isThere(historian) && network.isThere(device); round++) {
      const startedAt = scheduler.now
      yield* client.ask(TAGS)
      if (device === dosing && round % WRONG_EVERY === 1) yield* client.ask(WRONG_TAG)
      yield EVERY - (scheduler.now - startedAt)
    }
    yield* network.leave(client.connection)
  }
}

export function startHistorian(world: World): void {
  world.scheduler.start(collect(world, intake), 1_400_000)
  world.scheduler.start(collect(world, dosing), 1_900_000)
}
