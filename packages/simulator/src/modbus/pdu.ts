import { floatBits, join, type Part, readU16, u16, u32 } from '../wire/bytes.ts'

export type Bits = 'coils' | 'discretes'
export type Registers = 'holding' | 'inputs'

/** Function codes of the Modbus Application Protocol V1.1b3, section 6. */
export const READ = { coils: 1, discretes: 2, holding: 3, inputs: 4 } as const

export const read = (what: Bits | Registers, address: number, count: number): Uint8Array =>
  join(READ[what], u16(address), u16(count))

export const writeCoil = (address: number, on: boolean): Uint8Array => join(5, u16(address), u16(on ? 0xff00 : 0))

export const writeRegister = (address: number, value: number): Uint8Array => join(6, u16(address), u16(value))

export const writeRegisters = (address: number, values: readonly number[]): Uint8Array =>
  join(16, u16(address), u16(values.length), values.length * 2, values.flatMap(u16))

/** A single in two registers, the high word first. */
export const writeFloat = (address: number, value: number): Uint8Array => {
  const bits = u32(floatBits(value))
  return writeRegisters(address, [readU16(Uint8Array.from(bits), 0), readU16(Uint8Array.from(bits), 2)])
}

/** Section 6.21: the basic identification, as a stream. */
export const READ_IDENTIFICATION = Uint8Array.of(0x2b, 0x0e, 0x01, 0x00)

/** Modbus on TCP: transaction, protocol 0, length, unit. */
export const onTcp = (transaction: number, unit: number, pdu: Part & Uint8Array): Uint8Array =>
  join(u16(transaction), [0, 0], u16(pdu.length + 1), unit, pdu)

const exception = (operation: number, code: number): Uint8Array => Uint8Array.of(operation | 0x80, code)
export const illegalFunction = (operation: number): Uint8Array => exception(operation, 1)
export const illegalAddress = (operation: number): Uint8Array => exception(operation, 2)
export const illegalValue = (operation: number): Uint8Array => exception(operation, 3)
