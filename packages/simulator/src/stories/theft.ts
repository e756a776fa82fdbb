import type { Device } from '../plant/cast.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import { s7Client, type World } from '../plant/world.ts'
import { blockOf } from '../s7/block.ts'
import { SZL } from '../s7/szl.ts'
import { TSAP } from '../s7/telegram.ts'

/** Reads the whole program out, block after block. */
export function* stealProgram(world: World, from: Device, to: Device): Script {
  const random = world.random.fork(`theft ${from.name}`)
  const client = s7Client(world, from, to)
  const { now } = world.scheduler
  yield* client.connect({ calling: TSAP.programmer, called: TSAP.server })
  yield* client.list(SZL.modules)
  for (const block of [
    blockOf('OB', 1, random.between(500, 900), now, random),
    blockOf('FC', 20, random.between(1200, 1800), now, random),
    blockOf('DB', 11, 320, now, random),
  ]) {
    yield* client.upload(block)
    yield random.between(100_000, 300_000)
  }
  yield SECOND
  yield* client.connection.close()
}
