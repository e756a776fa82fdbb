import { ModbusClient } from '../modbus/client.ts'
import type { ModbusController } from '../modbus/server.ts'
import { Random } from '../random.ts'
import { S7Client } from '../s7/client.ts'
import type { S7Controller } from '../s7/server.ts'
import { type Device, dosing, filtration, intake, pumping } from './cast.ts'
import { Connection } from './connection.ts'
import { controllersOf } from './controllers.ts'
import { Network } from './network.ts'
import { Process } from './process.ts'
import { Scheduler } from './scheduler.ts'
import type { Window } from './story.ts'

/** Everything the actors of a plant share. */
export type World = {
  window: Window
  scheduler: Scheduler
  network: Network
  process: Process
  random: Random
  modbusControllers: ReadonlyMap<Device, ModbusController>
  s7Controllers: ReadonlyMap<Device, S7Controller>
}

export function worldOf(seed: number, window: Window): World {
  const random = new Random(seed)
  const scheduler = new Scheduler(window.start)
  const process = new Process(random.fork('process'), window.start)
  const controllers = controllersOf(process)
  return {
    window,
    scheduler,
    network: new Network(scheduler, random.fork('network')),
    process,
    random,
    modbusControllers: new Map([
      [intake, controllers.intake],
      [dosing, controllers.dosing],
    ]),
    s7Controllers: new Map([
      [filtration, controllers.filtration],
      [pumping, controllers.pumping],
    ]),
  }
}

const connection = ({ network }: World, from: Device, to: Device, port: number): Connection =>
  new Connection(network, network.host(from), network.host(to), port)

/** A client that is not connected yet. Unit 255 is the controller itself, not one behind it. */
export const modbusClient = (world: World, from: Device, to: Device): ModbusClient =>
  new ModbusClient(connection(world, from, to, 502), world.modbusControllers.get(to)!, 255)

export const s7Client = (world: World, from: Device, to: Device): S7Client =>
  new S7Client(connection(world, from, to, 102), world.s7Controllers.get(to)!)
