// Scripts of protocols that ask and answer on one connection: Modbus, S7, EtherNet/IP, DNP3, IEC 60870-5-104.
import type { Random } from '../random.ts'
import { floatBits, join, text, u16, u16le, u32, u32le } from '../wire/bytes.ts'
import type { Exchange, Script } from './poller.ts'

/** A measured value that wanders. */
class Measured {
  #value: number
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
    this.#value = random.between(20, 80)
  }

  get next(): number {
    if (this.#random.u32() % 4 === 0) this.#value += this.#random.noise() / 8
    return this.#value
  }
}

export function modbusScript(random: Random): Script {
  const values = Array.from({ length: 12 }, () => new Measured(random))
  let transaction = 0
  return {
    port: 502,
    pause: 40_000,
    turns: 0,
    opening: () => [],
    turn: () => {
      transaction = (transaction + 1) & 0xffff
      const head = [...u16(transaction), 0, 0]
      const request = join(head, u16(6), [1, 3], u16(100), u16(values.length))
      const registers = values.flatMap(value => u16(Math.round(value.next * 100)))
      return { request, reply: join(head, u16(3 + registers.length), [1, 3, registers.length], registers) }
    },
  }
}

/** RFC 1006 and ISO 8073 around an S7 telegram. */
const onIso = (telegram: Uint8Array): Uint8Array => join([3, 0], u16(telegram.length + 7), [2, 0xf0, 0x80], telegram)

const s7Job = (reference: number, parameter: readonly number[]): Uint8Array =>
  onIso(join([0x32, 1, 0, 0], u16(reference), u16(parameter.length), u16(0), parameter))

const s7Answer = (reference: number, parameter: readonly number[], data: readonly number[]): Uint8Array =>
  onIso(join([0x32, 3, 0, 0], u16(reference), u16(parameter.length), u16(data.length), [0, 0], parameter, data))

export function s7Script(random: Random): Script {
  const values = Array.from({ length: 8 }, () => new Measured(random))
  let reference = 0
  const connect: Exchange = {
    request: join([3, 0, 0, 22, 17, 0xe0, 0, 0, 0, 1, 0, 0xc0, 1, 10, 0xc1, 2, 1, 0, 0xc2, 2, 1, 2]),
    reply: join([3, 0, 0, 22, 17, 0xd0, 0, 1, 0, 2, 0, 0xc0, 1, 10, 0xc1, 2, 1, 0, 0xc2, 2, 1, 2]),
  }
  const setup = [0xf0, 0, 0, 1, 0, 1, 1, 0xe0]
  return {
    port: 102,
    pause: 50_000,
    turns: 0,
    opening: () => [connect, { request: s7Job(++reference, setup), reply: s7Answer(reference, setup, []) }],
    turn: () => {
      reference = (reference + 1) & 0xffff
      // Read 32 bytes of DB 5 from byte 0 on.
      const item = [0x12, 0x0a, 0x10, 0x02, ...u16(32), ...u16(5), 0x84, 0, 0, 0]
      const data = values.flatMap(value => u32(floatBits(value.next)))
      return {
        request: s7Job(reference, [4, 1, ...item]),
        reply: s7Answer(reference, [4, 1], [0xff, 0x04, ...u16(256), ...data]),
      }
    },
  }
}

/** ODVA volume 2, 2-3: command, length, session, status, context, options, data. */
const encapsulated = (command: number, session: number, context: number, data: Uint8Array): Uint8Array =>
  join(u16le(command), u16le(data.length), u32le(session), u32le(0), u32le(context), u32le(0), u32le(0), data)

/** Null address and unconnected data. */
const unconnected = (message: Uint8Array): Uint8Array =>
  join(u32le(0), u16le(0), u16le(2), u16le(0), u16le(0), u16le(0xb2), u16le(message.length), message)

export function cipScript(random: Random, tag: string): Script {
  const value = new Measured(random)
  const session = random.u32()
  const symbol = join([0x91, tag.length], text(tag), new Uint8Array(tag.length & 1))
  let context = 0
  return {
    port: 44_818,
    pause: 45_000,
    turns: 0,
    opening: () => [
      {
        request: encapsulated(0x65, 0, 0, join(u16le(1), u16le(0))),
        reply: encapsulated(0x65, session, 0, join(u16le(1), u16le(0))),
      },
    ],
    turn: () => {
      context++
      const read = join([0x4c, symbol.length / 2], symbol, u16le(1))
      const answer = join([0xcc, 0, 0, 0], u16le(0xca), u32le(floatBits(value.next)))
      return {
        request: encapsulated(0x6f, session, context, unconnected(read)),
        reply: encapsulated(0x6f, session, context, unconnected(answer)),
      }
    },
  }
}

/** IEEE 1815, 9.2.5: x^16 + x^13 + x^12 + x^11 + x^10 + x^8 + x^6 + x^5 + x^2 + 1, bits reversed, complemented. */
function dnpCrc(bytes: Uint8Array): number[] {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa6bc : crc >>> 1
  }
  return u16le(~crc & 0xffff)
}

/** Link frame of IEEE 1815, 9.2.4, with a checksum behind its header and behind each 16 bytes. */
function dnpFrame(control: number, to: number, from: number, body: Uint8Array): Uint8Array {
  const header = join([0x05, 0x64, body.length + 5, control], u16le(to), u16le(from))
  const parts: Uint8Array[] = [header, Uint8Array.from(dnpCrc(header))]
  for (let at = 0; at < body.length; at += 16) {
    const block = body.subarray(at, at + 16)
    parts.push(block, Uint8Array.from(dnpCrc(block)))
  }
  return join(...parts)
}

export function dnp3Script(random: Random, outstation: number): Script {
  const values = Array.from({ length: 6 }, () => new Measured(random))
  let turns = 0
  return {
    port: 20_000,
    pause: 60_000,
    turns: 0,
    opening: () => [],
    turn: () => {
      const sequence = turns++ & 15
      const transport = 0xc0 | (turns & 63)
      // Read group 30, variation 5, indices 0 to 5; the answer has a flag and a little-endian single each.
      const range = [30, 5, 0, 0, 5]
      const floats = values.flatMap(value => [0x01, ...u32le(floatBits(value.next))])
      return {
        request: dnpFrame(0xc4, outstation, 1, join([transport, 0xc0 | sequence, 1], range)),
        reply: dnpFrame(0x44, 1, outstation, join([transport, 0xc0 | sequence, 0x81, 0, 0], range, floats)),
      }
    },
  }
}

/** IEC 60870-5-104, 5.1: start, length, four control bytes. */
const apci = (control: readonly number[], asdu: Uint8Array = new Uint8Array()): Uint8Array =>
  join([0x68, 4 + asdu.length], control, asdu)

export function iec104Script(random: Random, station: number): Script {
  const values = Array.from({ length: 4 }, () => new Measured(random))
  let sent = 0
  let told = false
  return {
    port: 2404,
    pause: 40_000,
    turns: 0,
    opening: () => {
      sent = 0
      return [{ request: apci([0x07, 0, 0, 0]), reply: apci([0x0b, 0, 0, 0]) }]
    },
    turn: () => {
      told = !told
      // Every message of the station is confirmed with an S format by the next.
      if (!told) return { request: apci([1, 0, ...u16le(sent << 1)]), reply: null }
      const objects = values.flatMap((value, i) => [...u16le(4001 + i), 0, ...u32le(floatBits(value.next)), 0])
      const asdu = join([13, values.length, 3, 0], u16le(station), objects)
      return { request: null, reply: apci([...u16le((sent++ << 1) & 0xfffe), 0, 0], asdu) }
    },
  }
}
