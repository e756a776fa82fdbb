// OPC UA binary without security (OPC 10000-6): hello, channel, session, then reads.
import type { Random } from '../random.ts'
import { floatBits, join, type Part, text, u16le, u32le } from '../wire/bytes.ts'
import type { Exchange, Script } from './poller.ts'

const string = (value: string): Uint8Array => join(u32le(value.length), text(value))
const NULL = u32le(0xffff_ffff)
/** 100 ns since 1601; one moment will do. */
const TIME = [0, 0x80, 0x3e, 0xd5, 0xde, 0xb1, 0x9d, 0x01]
const numeric = (id: number): Uint8Array => join([1, 0], u16le(id))
const NO_EXTENSION = [0, 0, 0]

const framed = (kind: string, ...parts: readonly Part[]): Uint8Array => {
  const body = join(...parts)
  return join(text(`${kind}F`), u32le(8 + body.length), body)
}

const POLICY = string('http://opcfoundation.org/UA/SecurityPolicy#None')

class Channel {
  #sequence = 0
  readonly id: number
  readonly token: Uint8Array

  constructor(id: number) {
    this.id = id
    this.token = join([2], u16le(1), u32le(id))
  }

  open(request: number, body: Uint8Array): Uint8Array {
    return framed('OPN', u32le(this.id), POLICY, NULL, NULL, u32le(++this.#sequence), u32le(request), body)
  }

  message(request: number, body: Uint8Array): Uint8Array {
    return framed('MSG', u32le(this.id), u32le(1), u32le(++this.#sequence), u32le(request), body)
  }
}

const asking = (token: Uint8Array, handle: number): Uint8Array =>
  join(token, TIME, u32le(handle), u32le(0), NULL, u32le(10_000), NO_EXTENSION)

const answering = (handle: number): Uint8Array => join(TIME, u32le(handle), u32le(0), [0], u32le(0), NO_EXTENSION)

const NO_TOKEN = [0, 0]
const LIMITS = [0, 65_536, 65_536, 0, 0].flatMap(u32le)

function channelOpens(there: Channel, back: Channel, url: string): Exchange[] {
  const request = join(numeric(446), asking(join(NO_TOKEN), 1), u32le(0), u32le(0), u32le(1), NULL, u32le(3_600_000))
  const token = join(u32le(back.id), u32le(1), TIME, u32le(3_600_000))
  return [
    { request: framed('HEL', LIMITS, string(url)), reply: framed('ACK', LIMITS) },
    { request: there.open(1, request), reply: back.open(1, join(numeric(449), answering(1), u32le(0), token, NULL)) },
  ]
}

function sessionOpens(there: Channel, back: Channel, url: string): Exchange[] {
  const name = (value: string): Uint8Array => join([2], string(value))
  const description = join(
    string('urn:plant:historian'),
    string('urn:plant'),
    name('Historian'),
    u32le(1),
    NULL,
    NULL,
    NULL,
  )
  const wishes = join(NULL, string(url), string('session 1'), NULL, NULL, new Uint8Array(8), u32le(0))
  const created = join(numeric(464), answering(2), there.token, there.token, new Uint8Array(8))
  const signature = join(NULL, NULL)
  const anonymous = join(numeric(321), [1], u32le(13), string('anonymous'))
  const activate = join(numeric(467), asking(there.token, 3), signature, u32le(0), u32le(0), anonymous, signature)
  return [
    {
      request: there.message(2, join(numeric(461), asking(join(NO_TOKEN), 2), description, wishes)),
      reply: back.message(2, join(created, NULL, NULL, NULL, NULL, signature, u32le(0))),
    },
    {
      request: there.message(3, activate),
      reply: back.message(3, join(numeric(470), answering(3), NULL, NULL, NULL)),
    },
  ]
}

export function opcuaScript(random: Random, device: number): Script {
  const url = 'opc.tcp://line1.plant.example:4840'
  let there = new Channel(device)
  let back = new Channel(device)
  let handle = 3
  let value = random.between(20, 80)
  const nodes = [1, 2, 3, 4].map(index => join([3], u16le(2), string(`Line1.Value${index}`)))
  return {
    port: 4840,
    pause: 60_000,
    turns: 0,
    opening: () => {
      there = new Channel(device)
      back = new Channel(device)
      handle = 3
      return [...channelOpens(there, back, url), ...sessionOpens(there, back, url)]
    },
    turn: () => {
      handle++
      value += random.noise() / 8
      const reads = nodes.map(node => join(node, u32le(13), NULL, [0, 0], NULL))
      const read = join(numeric(631), asking(there.token, handle), new Uint8Array(8), u32le(2), u32le(4), ...reads)
      // A value and a source time stamp each.
      const values = nodes.map((_, i) => join([0x05, 10], u32le(floatBits(value + i)), TIME))
      const answer = join(numeric(634), answering(handle), u32le(4), ...values, NULL)
      return { request: there.message(handle, read), reply: back.message(handle, answer) }
    },
  }
}
