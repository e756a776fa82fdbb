import { takeReservation, UMAS_READ_ID, umasStop } from '../modbus/umas.ts'
import type { Device } from '../plant/cast.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import { modbusClient, s7Client, type World } from '../plant/world.ts'
import { TSAP } from '../s7/telegram.ts'

/** Connects as a programming device does and stops the program; nothing else. */
export function* stopController(world: World, from: Device, to: Device): Script {
  const client = s7Client(world, from, to)
  yield* client.connect({ calling: TSAP.programmer, called: TSAP.server })
  yield SECOND
  yield* client.stop()
  yield SECOND
  yield* client.connection.close()
}

/** Reserves a Modicon for itself and stops it, all inside Modbus function 90. */
export function* umasStopStory(world: World, from: Device, to: Device): Script {
  const client = modbusClient(world, from, to)
  yield* client.connection.connect()
  yield* client.ask(UMAS_READ_ID)
  yield* client.ask(takeReservation(from.name))
  yield SECOND
  yield* client.ask(umasStop)
  yield SECOND
  yield* client.connection.close()
}
