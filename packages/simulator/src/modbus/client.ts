import type { Connection } from '../plant/connection.ts'
import type { Script } from '../plant/scheduler.ts'
import { onTcp } from './pdu.ts'
import { type ModbusController, modbusAnswer } from './server.ts'

const HEADER = 7

/** A client's side of one connection to a controller, and through it the controller's. */
export class ModbusClient {
  readonly connection: Connection
  readonly #controller: ModbusController
  readonly #unit: number
  #transaction = 0

  constructor(connection: Connection, controller: ModbusController, unit: number) {
    this.connection = connection
    this.#controller = controller
    this.#unit = unit
  }

  /** Sends a request and, when the controller's scan comes to it, has the reply. */
  *ask(pdu: Uint8Array, quick = false): Script<Uint8Array> {
    const { connection } = this
    this.#transaction = (this.#transaction + 1) & 0xffff
    const request = onTcp(this.#transaction, this.#unit, pdu)
    connection.send('client', request)
    yield quick ? connection.random.between(500, 1200) : connection.random.between(2_000, 11_000)
    const reply = modbusAnswer(this.#controller, request)
    connection.send('server', reply)
    yield quick ? connection.random.between(100, 900) : connection.random.between(4_000, 15_000)
    return reply.subarray(HEADER)
  }
}
