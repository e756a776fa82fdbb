import { floatBits, floatOf, join, readU16, text, u16 } from '../wire/bytes.ts'
import { type Bits, illegalAddress, illegalFunction, illegalValue, onTcp, type Registers } from './pdu.ts'
import { type Identity, umasAnswer } from './umas.ts'

/** What a Modbus controller holds. */
export class ModbusMemory {
  readonly coils = new Uint8Array(64)
  readonly discretes = new Uint8Array(64)
  readonly holding = new Uint16Array(256)
  readonly inputs = new Uint16Array(64)

  setFloat(table: Registers, address: number, value: number): void {
    const bits = floatBits(value)
    this[table][address] = bits >>> 16
    this[table][address + 1] = bits & 0xffff
  }

  float(table: Registers, address: number): number {
    return floatOf(((this[table][address]! << 16) | this[table][address + 1]!) >>> 0)
  }
}

export type ModbusController = {
  memory: ModbusMemory
  vendor: string
  identity: Identity
  /** Brings measured values into memory, before a read. */
  refresh: () => void
  /** Takes written values out of memory, after a write. */
  apply: () => void
}

const BITS: Record<number, Bits> = { 1: 'coils', 2: 'discretes' }
const REGISTERS: Record<number, Registers> = { 3: 'holding', 4: 'inputs' }

/** Answers one request, header and all. */
export function modbusAnswer(controller: ModbusController, request: Uint8Array): Uint8Array {
  return onTcp(readU16(request, 0), request[6]!, pduAnswer(controller, request.subarray(7)))
}

function pduAnswer(controller: ModbusController, pdu: Uint8Array): Uint8Array {
  const operation = pdu[0]!
  const bits = BITS[operation]
  if (bits) return readBits(controller, bits, pdu)
  const registers = REGISTERS[operation]
  if (registers) return readRegisters(controller, registers, pdu)
  if (operation === 5) return writeCoil(controller, pdu)
  if (operation === 6) return writeRegister(controller, pdu)
  if (operation === 16) return writeRegisters(controller, pdu)
  if (operation === 0x2b) return identification(controller)
  if (operation === 0x5a) return umasAnswer(pdu, controller.identity)
  return illegalFunction(operation)
}

function readBits(controller: ModbusController, table: Bits, pdu: Uint8Array): Uint8Array {
  const [operation, address, count] = [pdu[0]!, readU16(pdu, 1), readU16(pdu, 3)]
  const bits = controller.memory[table]
  if (address + count > bits.length) return illegalAddress(operation)
  controller.refresh()
  const packed = new Uint8Array(Math.ceil(count / 8))
  for (let i = 0; i < count; i++) packed[i >> 3]! |= bits[address + i]! << (i & 7)
  return join(operation, packed.length, packed)
}

function readRegisters(controller: ModbusController, table: Registers, pdu: Uint8Array): Uint8Array {
  const [operation, address, count] = [pdu[0]!, readU16(pdu, 1), readU16(pdu, 3)]
  const registers = controller.memory[table]
  if (address + count > registers.length) return illegalAddress(operation)
  controller.refresh()
  return join(operation, count * 2, Array.from(registers.subarray(address, address + count)).flatMap(u16))
}

function writeCoil({ memory, apply }: ModbusController, pdu: Uint8Array): Uint8Array {
  const [address, value] = [readU16(pdu, 1), readU16(pdu, 3)]
  if (address >= memory.coils.length) return illegalAddress(5)
  if (value !== 0 && value !== 0xff00) return illegalValue(5)
  memory.coils[address] = value ? 1 : 0
  apply()
  return pdu.slice()
}

function writeRegister({ memory, apply }: ModbusController, pdu: Uint8Array): Uint8Array {
  const address = readU16(pdu, 1)
  if (address >= memory.holding.length) return illegalAddress(6)
  memory.holding[address] = readU16(pdu, 3)
  apply()
  return pdu.slice()
}

function writeRegisters({ memory, apply }: ModbusController, pdu: Uint8Array): Uint8Array {
  const [address, count] = [readU16(pdu, 1), readU16(pdu, 3)]
  if (address + count > memory.holding.length) return illegalAddress(16)
  for (let i = 0; i < count; i++) memory.holding[address + i] = readU16(pdu, 6 + i * 2)
  apply()
  return pdu.slice(0, 5)
}

function identification({ vendor, identity }: ModbusController): Uint8Array {
  const objects = [vendor, identity.model, identity.firmware].map((value, id) => join(id, value.length, text(value)))
  return join([0x2b, 0x0e, 0x01, 0x81, 0x00, 0x00, objects.length], ...objects)
}
