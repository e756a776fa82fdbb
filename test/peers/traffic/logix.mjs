// What answers st-ethernet-ip, for npm has no CIP server: as much of a ControlLogix as its client asks for, written from
// the CIP Networks Library (vol. 1, 2-4, 3-5; vol. 2, 2-4) and the Logix 5000 data access manual, sharing no code with
// the dissector.
import { createServer } from 'node:net'

const DINT = 0xc4
const REAL = 0xca
const WALL_CLOCK = 0x8b

/** Tags by name: type and value. */
export const tags = new Map([
  ['Level', [REAL, 41.5]],
  ['Pump', [DINT, 1]],
  ['SetPoint', [DINT, 55]],
])

const u16 = value => Buffer.from([value & 0xff, value >> 8])
const u32 = value => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

function valueBytes([type, value]) {
  const bytes = Buffer.alloc(4)
  if (type === REAL) bytes.writeFloatLE(value)
  else bytes.writeInt32LE(value)
  return bytes
}

const identity = Buffer.concat([
  u16(1), // vendor: Rockwell Automation
  u16(14), // programmable logic controller
  u16(166), // product
  Buffer.from([33, 11]), // revision
  u16(0x3160), // status: run
  u32(0x00c0ffee),
  Buffer.from([10]),
  Buffer.from('1756-L83E/'),
])

const ok = (service, data = Buffer.alloc(0)) => Buffer.concat([Buffer.from([service | 0x80, 0, 0, 0]), data])
const refuse = (service, status) => Buffer.from([service | 0x80, 0, status, 0])

/** Symbolic name at the front of a path; null for a logical one. */
function symbolOf(path) {
  return path[0] === 0x91 ? path.subarray(2, 2 + path[1]).toString('latin1') : null
}

function answer(request) {
  const service = request[0]
  const words = request[1]
  const path = request.subarray(2, 2 + 2 * words)
  const data = request.subarray(2 + 2 * words)
  if (service === 0x01) return ok(service, identity)
  if (service === 0x54) return ok(service, opened(data))
  if (service === 0x4e) return ok(service, Buffer.concat([data.subarray(2, 10), Buffer.from([0, 0])]))
  if (service === 0x52) return answer(data.subarray(4, 4 + data.readUInt16LE(2)))
  if (service === 0x0a) return ok(service, several(data))
  if (service === 0x0e && path[1] === WALL_CLOCK) return ok(service, clock())
  if (service === 0x10 && path[1] === WALL_CLOCK) return ok(service)
  if (service === 0x55) return ok(service, listing())
  return onTag(service, symbolOf(path), data)
}

function opened(data) {
  return Buffer.concat([u32(0x11220001), data.subarray(6, 10), data.subarray(10, 18), u32(10_000), u32(10_000), u16(0)])
}

function several(data) {
  const count = data.readUInt16LE(0)
  const replies = Array.from({ length: count }, (_, at) => answer(data.subarray(data.readUInt16LE(2 + 2 * at))))
  let offset = 2 + 2 * count
  const offsets = replies.map(reply => {
    const here = offset
    offset += reply.length
    return u16(here)
  })
  return Buffer.concat([u16(count), ...offsets, ...replies])
}

/** Attribute 5 of the wall clock: year to µs. */
const clock = () => Buffer.concat([2026, 1, 12, 3, 4, 5, 678].map(u32))

function listing() {
  let instance = 1
  return Buffer.concat(
    [...tags].map(([name, [type]]) =>
      Buffer.concat([u32(instance++), u16(name.length), Buffer.from(name, 'latin1'), u16(type)]),
    ),
  )
}

function onTag(service, name, data) {
  const tag = name === null ? undefined : tags.get(name)
  if (!tag) return refuse(service, service === 0x4c || service === 0x4d ? 0x04 : 0x08)
  if (service === 0x4c) return ok(service, Buffer.concat([u16(tag[0]), valueBytes(tag)]))
  if (service !== 0x4d) return refuse(service, 0x08)
  tag[1] = tag[0] === REAL ? data.readFloatLE(4) : data.readInt32LE(4)
  return ok(service)
}

/** Common packet format: vol. 2, 2-6. */
function items(address, data, type) {
  return Buffer.concat([u32(0), u16(0), u16(2), address, u16(type), u16(data.length), data])
}

function respond(frame) {
  const command = frame.readUInt16LE(0)
  const body = frame.subarray(24)
  if (command === 0x65) return head(frame, body, 0x0badcafe)
  if (command === 0x6f) return head(frame, items(Buffer.alloc(4), answer(body.subarray(16)), 0xb2))
  if (command !== 0x70) return null
  // Connected: the address item says which connection, the data begins with its sequence count.
  const reply = Buffer.concat([body.subarray(20, 22), answer(body.subarray(22))])
  return head(frame, items(Buffer.concat([u16(0xa1), u16(4), u32(0x00330002)]), reply, 0xb1))
}

function head(frame, body, session = frame.readUInt32LE(4)) {
  const header = Buffer.from(frame.subarray(0, 24))
  header.writeUInt16LE(body.length, 2)
  header.writeUInt32LE(session, 4)
  return Buffer.concat([header, body])
}

/** Resolves when it listens. */
export function logix(port, host = '127.0.0.1') {
  const server = createServer(socket => {
    let waiting = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', piece => {
      waiting = Buffer.concat([waiting, piece])
      while (waiting.length >= 24 && waiting.length >= 24 + waiting.readUInt16LE(2)) {
        const size = 24 + waiting.readUInt16LE(2)
        const reply = respond(waiting.subarray(0, size))
        if (reply) socket.write(reply)
        waiting = waiting.subarray(size)
      }
    })
  })
  return new Promise(resolve => server.listen(port, host, () => resolve(server)))
}
