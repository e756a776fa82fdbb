import { read, writeFloat, writeRegister } from '../modbus/pdu.ts'
import { type Device, dosing, intake } from '../plant/cast.ts'
import { POINTS } from '../plant/controllers.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import { modbusClient, type World } from '../plant/world.ts'

/** 3.9 mg/l: five times what operators set. */
const CHLORINE = 390
const PH = 9.4

/** Values that operators never set, from where operators set them: nothing is new but the numbers. */
export function* wrongSetPoints(world: World, from: Device): Script {
  const client = modbusClient(world, from, dosing)
  yield* client.connection.connect()
  yield* client.ask(writeRegister(POINTS.chlorineSetpoint, CHLORINE))
  yield 2 * SECOND
  yield* client.ask(writeFloat(POINTS.phSetpoint, PH))
  yield SECOND
  yield* client.connection.close()
}

/** One write of a usual value, from where nobody writes. */
export function* oneWrite(world: World, from: Device): Script {
  const client = modbusClient(world, from, intake)
  yield* client.connection.connect()
  yield* client.ask(read('holding', 100, 6))
  yield SECOND
  yield* client.ask(writeFloat(POINTS.intakeLevelSetpoint, 3.6))
  yield SECOND
  yield* client.connection.close()
}

const WALKED = 320

/** Every holding register by itself, far beyond the last one that there is. */
export function* walkRegisters(world: World, from: Device): Script {
  const client = modbusClient(world, from, dosing)
  yield* client.connection.connect()
  for (let address = 0; address < WALKED; address++) yield* client.ask(read('holding', address, 1), true)
  yield* client.connection.close()
}
