// Sends the frames of a capture on one end of a virtual cable, in a process of its own: for measurements and tests.
// It refuses to run outside a network namespace of its own: nothing of Nautilus sends on a network that is real.
// argv: interface, capture, frames to send, frames a second (0: as fast as it goes).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type RecordSink, readCapture } from '@nautilus/capture'
import koffi from 'koffi'

const [name = '', file = '', count = '0', rate = '0'] = process.argv.slice(2)

/** Frames of one call. */
const CALL = 64
/** Frames of a capture that are kept: the rest is not sent. */
const MOST_BYTES = 512 * 1024 * 1024
const AF_PACKET = 17
const SOCK_RAW = 3
const SOL_PACKET = 263
const PACKET_QDISC_BYPASS = 20
const ENOBUFS = 105
const EAGAIN = 11
/** Sizes of `mmsghdr` and `iovec` on 64-bit Linux. */
const MESSAGE = 64
const VECTOR = 16

// A network that is real has cards, or a way to elsewhere.
const hasCards = readdirSync('/sys/class/net').some(link => existsSync(`/sys/class/net/${link}/device`))
const hasRoutes = readFileSync('/proc/net/route', 'utf8').trim().split('\n').length > 1
if (hasCards || hasRoutes) {
  process.stderr.write('The sender runs in a network namespace without cards and routes, and nowhere else.')
  process.exit(2)
}

const frames = await framesOf(file)
const libc = koffi.load(null)
const open = libc.func('int socket(int family, int type, int protocol)')
const index = libc.func('unsigned int if_nametoindex(const char *name)')
const bind = libc.func('int bind(int fd, void *address, uint32_t size)')
const set = libc.func('int setsockopt(int fd, int level, int name, void *value, uint32_t size)')
const send = libc.func('int sendmmsg(int fd, void *messages, unsigned int count, int flags)')

const socket: number = open(AF_PACKET, SOCK_RAW, 0)
const address = new DataView(new ArrayBuffer(20))
address.setUint16(0, AF_PACKET, true)
address.setInt32(4, index(name), true)
if (socket < 0 || bind(socket, new Uint8Array(address.buffer), 20) !== 0) {
  process.stderr.write(`${name} cannot be sent on: error ${koffi.errno()}`)
  process.exit(2)
}
set(socket, SOL_PACKET, PACKET_QDISC_BYPASS, new Int32Array([1]), 4)

/** What the kernel reads by address must not be collected. */
const kept: Uint8Array[] = []
const messages = messagesOf(frames)
const total = Number(count) || frames.lengths.length
const began = performance.now()
let sent = 0
while (sent < total) {
  const at = sent % frames.lengths.length
  const many = Math.min(CALL, total - sent, frames.lengths.length - at)
  const done: number = send(socket, messages.subarray(at * MESSAGE), many, 0)
  if (done > 0) sent += done
  else if (koffi.errno() !== ENOBUFS && koffi.errno() !== EAGAIN) {
    process.stderr.write(`sending on ${name} failed: error ${koffi.errno()}`)
    process.exit(1)
  }
  if (Number(rate) > 0) await until(began + (1000 * sent) / Number(rate))
}
process.stdout.write(JSON.stringify({ sent, seconds: (performance.now() - began) / 1000 }))

async function until(moment: number): Promise<void> {
  const left = moment - performance.now()
  if (left > 1) await new Promise(resolve => setTimeout(resolve, left))
}

type Frames = { readonly bytes: Uint8Array; readonly lengths: readonly number[] }

async function framesOf(path: string): Promise<Frames> {
  const pieces: Uint8Array[] = []
  let size = 0
  const sink: RecordSink = {
    record(slab, start, captured) {
      if (size + captured > MOST_BYTES) return
      size += captured
      pieces.push(slab.bytes.slice(start, start + captured))
    },
    unsupported() {},
  }
  const reading = await readCapture(path, sink)
  if (!reading.ok || pieces.length === 0) throw new Error(reading.ok ? `${path} has no frames` : reading.message)
  const bytes = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return { bytes, lengths: pieces.map(piece => piece.length) }
}

/** One message for each frame, of one piece: `struct mmsghdr` and `struct iovec`, which point into the frames. */
function messagesOf({ bytes, lengths }: Frames): Uint8Array {
  const made = new Uint8Array(lengths.length * MESSAGE)
  const vectors = new Uint8Array(lengths.length * VECTOR)
  kept.push(bytes, vectors)
  const [view, vector] = [new DataView(made.buffer), new DataView(vectors.buffer)]
  const [frame, first] = [koffi.address(bytes), koffi.address(vectors)]
  let at = 0
  for (const [i, length] of lengths.entries()) {
    vector.setBigUint64(i * VECTOR, frame + BigInt(at), true)
    vector.setBigUint64(i * VECTOR + 8, BigInt(length), true)
    view.setBigUint64(i * MESSAGE + 16, first + BigInt(i * VECTOR), true)
    view.setBigUint64(i * MESSAGE + 24, 1n, true)
    at += length
  }
  return made
}
