import { writeRegister, writeRegisters } from '../modbus/pdu.ts'
import { dosing, laptop } from '../plant/cast.ts'
import { POINTS } from '../plant/controllers.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import { modbusClient, type World } from '../plant/world.ts'

const LASTS = 6 * SECOND
/** 4.5 mg/l, far above what people should drink. */
const TOO_MUCH = 450

/** Writes the chlorine setpoint again and again, so that nobody's correction holds. */
export function* writeFlood(world: World): Script {
  const client = modbusClient(world, laptop, dosing)
  yield* client.connection.connect()
  const endsAt = world.scheduler.now + LASTS
  for (let i = 0; world.scheduler.now < endsAt; i++) {
    const one = writeRegister(POINTS.chlorineSetpoint, TOO_MUCH)
    const many = writeRegisters(POINTS.chlorineSetpoint, [TOO_MUCH])
    yield* client.ask(i % 5 === 4 ? many : one, true)
  }
  yield* client.connection.close()
}
