import type { Random } from '../random.ts'
import { type Area, bytesOf, FOUND, type Item, itemsOf, joined, NOT_THERE, READ, valueRecord, WRITE } from './items.ts'
import { followUp, type Identity, listOf, type Part, szlAnswer, szlData } from './szl.ts'
import { connectConfirm, isConnectRequest, type Message, messageOf, setupParameter, telegram } from './telegram.ts'

/** What an S7 controller holds. */
export class S7Memory {
  readonly dbs = new Map<number, DataView>()
  readonly merker = new DataView(new ArrayBuffer(32))
  readonly inputs = new DataView(new ArrayBuffer(16))
  readonly outputs = new DataView(new ArrayBuffer(16))

  constructor(dbs: Record<number, number>) {
    for (const [db, length] of Object.entries(dbs)) this.dbs.set(Number(db), new DataView(new ArrayBuffer(length)))
  }

  db(number: number): DataView {
    return this.dbs.get(number)!
  }

  find(area: Area, db: number): DataView | undefined {
    return area === 'db' ? this.dbs.get(db) : this[area]
  }
}

export type S7Controller = {
  memory: S7Memory
  identity: Identity
  refresh: () => void
  apply: () => void
}

/** The longest message an S7-300 takes. */
export const LONGEST = 240
/** S7 header, parameter, head of the data. */
const SZL_ROOM = LONGEST - 10 - 12 - 4

/** The controller's side of one connection. */
export class S7Session {
  readonly #controller: S7Controller
  readonly #random: Random
  #rest = new Uint8Array(0)
  #part = { sequence: 0, unit: 0 }

  constructor(controller: S7Controller, random: Random) {
    this.#controller = controller
    this.#random = random
  }

  answer(request: Uint8Array): Uint8Array {
    if (isConnectRequest(request)) return connectConfirm(request, this.#random.between(1, 0xffff))
    const message = messageOf(request)
    if (message.kind === 'userdata') return this.#szl(message)
    const operation = message.parameter[0]
    if (operation === 0xf0) return telegram('ackData', message.reference, setupParameter(1, LONGEST))
    if (operation === READ) return this.#read(message)
    if (operation === WRITE) return this.#write(message)
    return telegram('ackData', message.reference, message.parameter.subarray(0, 1))
  }

  #read({ reference, parameter }: Message): Uint8Array {
    this.#controller.refresh()
    const records = itemsOf(parameter).map(item => this.#value(item))
    return telegram('ackData', reference, Uint8Array.of(READ, records.length), joined(records))
  }

  #value(item: Item): Uint8Array {
    const memory = this.#controller.memory.find(item.area, item.db!)
    if (!memory || item.byte + bytesOf(item) > memory.byteLength) return NOT_THERE
    const bytes = new Uint8Array(memory.buffer, item.byte, bytesOf(item))
    if (item.width !== 'bit') return valueRecord(item, bytes, FOUND)
    return valueRecord(item, Uint8Array.of((bytes[0]! >> item.bit!) & 1), FOUND)
  }

  #write({ reference, parameter, data }: Message): Uint8Array {
    const items = itemsOf(parameter)
    let at = 4
    for (const item of items) {
      const length = bytesOf(item)
      this.#store(item, data.subarray(at, at + length))
      at += length + (length % 2) + 4
    }
    this.#controller.apply()
    return telegram('ackData', reference, Uint8Array.of(WRITE, items.length), new Uint8Array(items.length).fill(FOUND))
  }

  #store(item: Item, value: Uint8Array): void {
    const memory = this.#controller.memory.find(item.area, item.db!)!
    if (item.width !== 'bit') return new Uint8Array(memory.buffer).set(value, item.byte)
    const mask = 1 << item.bit!
    const old = memory.getUint8(item.byte)
    memory.setUint8(item.byte, value[0] ? old | mask : old & ~mask)
  }

  /** A list longer than a message goes out in parts, each asked for. */
  #szl({ reference, parameter, data }: Message): Uint8Array {
    const list = listOf(data)
    if (list !== undefined) {
      this.#rest = Uint8Array.from(szlData(list, this.#controller.identity))
      this.#part = { sequence: this.#random.between(1, 255), unit: 0 }
    }
    const sequence = list === undefined ? followUp(parameter).sequence : this.#part.sequence
    const part: Part = { sequence, ...this.#nextPart() }
    return szlAnswer(reference, part)
  }

  #nextPart(): Omit<Part, 'sequence'> {
    const data = this.#rest.slice(0, SZL_ROOM)
    this.#rest = this.#rest.slice(SZL_ROOM)
    const more = this.#rest.length > 0
    if (more || this.#part.unit > 0) this.#part.unit ||= this.#random.between(1, 255)
    return { unit: this.#part.unit, more, data }
  }
}
