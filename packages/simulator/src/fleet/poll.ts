import type { Random } from '../random.ts'
import { PAYLOAD_AT, put16 } from './segment.ts'

/** A read of coils, discretes, holding registers or inputs, or a write of one register or several. */
export type Poll = { operation: 1 | 2 | 3 | 4 | 6 | 16; address: number; count: number }

export const REGISTERS = 256
const PDU_AT = PAYLOAD_AT + 7

const KINDS = [3, 3, 3, 1, 2, 4] as const

/** Four to six different polls; the first always reads holding registers. */
export function pollPlan(random: Random): Poll[] {
  return Array.from({ length: random.between(4, 6) }, (_, index) => {
    const operation = index === 0 ? 3 : KINDS[index % KINDS.length]!
    const count = operation < 3 ? random.between(8, 64) : random.between(10, 60)
    return { operation, address: index * 20 + random.between(0, 19), count }
  })
}

export const writePlan = (random: Random): Poll =>
  random.unit() < 0.5
    ? { operation: 6, address: random.between(200, 220), count: 1 }
    : { operation: 16, address: random.between(200, 220), count: random.between(2, 4) }

/** Header and function; returns the length of the whole payload. */
function head(frame: Uint8Array, transaction: number, operation: number, pduLength: number): number {
  put16(frame, PAYLOAD_AT, transaction)
  put16(frame, PAYLOAD_AT + 2, 0)
  put16(frame, PAYLOAD_AT + 4, pduLength + 1)
  frame[PAYLOAD_AT + 6] = 1
  frame[PDU_AT] = operation
  return 7 + pduLength
}

/** Writes the request into the frame, and for a write its values into the controller's registers. */
export function putRequest(frame: Uint8Array, poll: Poll, transaction: number, memory: Memory): number {
  const { operation, address, count } = poll
  put16(frame, PDU_AT + 1, address)
  put16(frame, PDU_AT + 3, operation === 6 ? memory.changed(address) : count)
  if (operation !== 16) return head(frame, transaction, operation, 5)
  frame[PDU_AT + 5] = count * 2
  for (let i = 0; i < count; i++) put16(frame, PDU_AT + 6 + i * 2, memory.changed(address + i))
  return head(frame, transaction, operation, 6 + count * 2)
}

export function putReply(frame: Uint8Array, poll: Poll, transaction: number, memory: Memory): number {
  const { operation, address, count } = poll
  if (operation > 4) {
    put16(frame, PDU_AT + 1, address)
    put16(frame, PDU_AT + 3, operation === 6 ? memory.registers[address]! : count)
    return head(frame, transaction, operation, 5)
  }
  const length = operation < 3 ? (count + 7) >> 3 : count * 2
  frame[PDU_AT + 1] = length
  if (operation < 3) memory.putBits(frame, PDU_AT + 2, count)
  else memory.putRegisters(frame, PDU_AT + 2, address, count)
  return head(frame, transaction, operation, 2 + length)
}

/** A controller's values: with every read, a tenth of the registers read have moved a little. */
export class Memory {
  readonly registers = new Uint16Array(REGISTERS)
  readonly #bits = new Uint8Array(8)
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
    for (let i = 0; i < REGISTERS; i++) this.registers[i] = random.between(100, 30_000)
    for (let i = 0; i < 8; i++) this.#bits[i] = random.between(0, 255)
  }

  changed(address: number): number {
    this.registers[address]! += this.#random.between(-3, 3)
    return this.registers[address]!
  }

  putRegisters(frame: Uint8Array, at: number, address: number, count: number): void {
    for (let moved = 0; moved * 10 < count; moved++) this.changed(address + (this.#random.u32() % count))
    const { registers } = this
    for (let i = 0; i < count; i++) put16(frame, at + i * 2, registers[address + i]!)
  }

  putBits(frame: Uint8Array, at: number, count: number): void {
    if (this.#random.u32() % 20 === 0) this.#bits[this.#random.u32() & 7]! ^= 1 << (this.#random.u32() & 7)
    const length = (count + 7) >> 3
    for (let i = 0; i < length; i++) frame[at + i] = this.#bits[i]!
    if (count & 7) frame[at + length - 1]! &= (1 << (count & 7)) - 1
  }
}
