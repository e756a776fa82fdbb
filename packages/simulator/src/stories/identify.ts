import { READ_IDENTIFICATION } from '../modbus/pdu.ts'
import { UMAS_READ_ID } from '../modbus/umas.ts'
import { type Device, dosing, engineering, filtration, intake, pumping } from '../plant/cast.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import { modbusClient, s7Client, type World } from '../plant/world.ts'
import { SZL } from '../s7/szl.ts'
import { TSAP } from '../s7/telegram.ts'

export function* identifyModbus(world: World, from: Device, to: Device, umas: boolean): Script {
  const client = modbusClient(world, from, to)
  yield* client.connection.connect()
  yield* client.ask(READ_IDENTIFICATION)
  if (umas) yield* client.ask(UMAS_READ_ID)
  yield 300_000
  yield* client.connection.close()
}

/** Stays online for `idle` after the lists, as engineering software does; the controller checks on it meanwhile. */
export function* identifyS7(world: World, from: Device, to: Device, idle: number): Script {
  const client = s7Client(world, from, to)
  yield* client.connect({ calling: TSAP.programmer, called: TSAP.server })
  world.scheduler.start(client.connection.keepAlive('server', 30 * SECOND))
  yield* client.list(SZL.modules)
  yield* client.list(SZL.components)
  yield idle
  yield* client.connection.close()
}

/** The engineering workstation looks at every controller once. */
export function* engineeringRound(world: World): Script {
  for (const device of [intake, dosing]) yield* identifyModbus(world, engineering, device, true)
  for (const device of [filtration, pumping]) yield* identifyS7(world, engineering, device, 45 * SECOND)
}
