import type { Device } from '../plant/cast.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import { s7Client, type World } from '../plant/world.ts'
import { blockOf } from '../s7/block.ts'
import { SZL } from '../s7/szl.ts'
import { TSAP } from '../s7/telegram.ts'

/** A whole program download: look, stop, load three blocks, start, leave. */
export function* downloadProgram(world: World, from: Device, to: Device): Script {
  const random = world.random.fork(`download ${from.name}`)
  const client = s7Client(world, from, to)
  const { now } = world.scheduler
  const blocks = [
    blockOf('DB', 11, 320, now, random),
    blockOf('FC', 20, random.between(1200, 1800), now, random),
    blockOf('OB', 1, random.between(500, 900), now, random),
  ]
  yield* client.connect({ calling: TSAP.programmer, called: TSAP.server })
  yield* client.list(SZL.modules)
  yield SECOND
  yield* client.stop()
  yield SECOND
  for (const block of blocks) {
    yield* client.download(block)
    yield random.between(200_000, 500_000)
  }
  yield SECOND
  yield* client.start()
  yield 2 * SECOND
  yield* client.connection.close()
}
