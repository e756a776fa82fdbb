// A packet socket with a ring, set up and then bound: what is not wanted never gets in. Sources: packet(7),
// Documentation/networking/packet_mmap.rst of the kernel.
import * as k from './kernel.ts'
import type { Libc } from './libc.ts'

/**
 * Bytes of one block. A frame never crosses the end of one, so that is also the longest frame. Small blocks: where little
 * comes, a block is handed over long before it is full, and their number is how long we may be busy.
 */
export const BLOCK = 262_144
/** ms after which the kernel hands over a block that is not full. */
export const RETIRE = 20
/** MiB of a ring: what comes while the program is busy waits there. */
export const RING = 64
const BLOCKS_PER_MIB = 1_048_576 / BLOCK
const FRAME_SIZE = 2048
/** MiB. With less nothing is gained by going on. */
const LEAST = 4

export type SocketOptions = {
  readonly interface: string
  /** MiB of the ring; less where the kernel has no room. */
  readonly megabytes?: number
  /** A compiled filter, eight bytes an instruction; nothing: all that comes. */
  readonly filter?: Uint8Array | null
  /** Sockets with the same number share what comes: both directions of a conversation go to one. */
  readonly group?: number | null
}

/** An open socket, as it can be handed to another process. */
export type PacketSocket = {
  readonly interface: string
  readonly descriptor: number
  readonly blocks: number
  /** It shares with others, and cannot be bound again. */
  readonly isShared: boolean
  /** It came from another process, and is kept open: there would be no second one. */
  readonly isHanded: boolean
}

export type SocketFault =
  | 'live.not-permitted'
  | 'live.no-interface'
  | 'live.no-memory'
  | 'live.bad-filter'
  | 'live.unsupported'

export type Opened =
  | { readonly ok: true; readonly socket: PacketSocket }
  | { readonly ok: false; readonly code: SocketFault; readonly message: string }

const fault = (code: SocketFault, message: string): Opened => ({ ok: false, code, message })

/** Needs CAP_NET_RAW; whoever gets the socket afterwards needs nothing. */
export function openSocket(libc: Libc, options: SocketOptions): Opened {
  const { interface: name, group = null } = options
  const index = libc.ifIndex(name)
  if (index === 0) return fault('live.no-interface', `There is no interface ${name}; \`ip -brief link\` lists them.`)
  const descriptor = libc.socket(k.AF_PACKET, k.SOCK_RAW | k.SOCK_CLOEXEC, 0)
  if (descriptor < 0) return refused(libc.errno(), name)
  const blocks = ringOf(libc, descriptor, options.megabytes ?? RING)
  const failed =
    typeof blocks === 'number'
      ? (filterFault(libc, descriptor, options.filter ?? null) ?? joinFault(libc, descriptor, name, index, group))
      : blocks
  if (failed || typeof blocks !== 'number') {
    libc.close(descriptor)
    return failed ?? fault('live.unsupported', name)
  }
  return { ok: true, socket: { interface: name, descriptor, blocks, isShared: group !== null, isHanded: false } }
}

function refused(error: number, name: string): Opened {
  if (error === k.EPERM || error === k.EACCES)
    return fault('live.not-permitted', `${name} cannot be listened to: this process lacks the capability CAP_NET_RAW.`)
  if (error === k.EAFNOSUPPORT)
    return fault('live.unsupported', 'This kernel has no packet sockets: load the module af_packet.')
  return fault('live.unsupported', `A packet socket for ${name} could not be opened: error ${error} of the kernel.`)
}

/** The ring, as large as there is room for: its blocks, or what was wrong. */
function ringOf(libc: Libc, descriptor: number, wanted: number): number | Opened {
  const set = (name: number, ...values: number[]): boolean =>
    libc.setsockopt(descriptor, k.SOL_PACKET, name, new Int32Array(values), 4 * values.length) === 0
  if (!set(k.PACKET_VERSION, k.TPACKET_V3))
    return fault('live.unsupported', 'This kernel has no ring of version 3; it takes Linux 3.2 or newer.')
  set(k.PACKET_RESERVE, k.VLAN_TAG_SIZE)
  // What this machine sends itself is nothing that the plant says. Kernels before 4.20 do not know it.
  set(k.PACKET_IGNORE_OUTGOING, 1)
  for (let megabytes = wanted; megabytes >= LEAST; megabytes = Math.floor(megabytes / 2)) {
    const blocks = megabytes * BLOCKS_PER_MIB
    if (set(k.PACKET_RX_RING, BLOCK, blocks, FRAME_SIZE, (blocks * BLOCK) / FRAME_SIZE, RETIRE, 0, 0)) return blocks
    if (libc.errno() !== k.ENOMEM)
      return fault('live.unsupported', `The kernel refuses a ring of ${megabytes} MiB: error ${libc.errno()}.`)
  }
  return fault('live.no-memory', `The kernel has no ${LEAST} MiB of memory for a ring; free some.`)
}

/** Lets through what the filter says, from now on and for good. Null where that is so. */
export function filterFault(libc: Libc, descriptor: number, filter: Uint8Array | null): Opened | null {
  if (!filter || filter.length === 0) return null
  const program = new Uint8Array(16)
  const view = new DataView(program.buffer)
  view.setUint16(0, filter.length / 8, true)
  view.setBigUint64(8, libc.address(filter), true)
  const set = (name: number, value: Uint8Array): boolean =>
    libc.setsockopt(descriptor, k.SOL_SOCKET, name, value, value.length) === 0
  if (!set(k.SO_ATTACH_FILTER, program))
    return fault('live.bad-filter', `The kernel refuses the compiled filter: error ${libc.errno()}.`)
  // Nobody takes it off again, whatever happens in this process.
  set(k.SO_LOCK_FILTER, new Uint8Array(new Int32Array([1]).buffer))
  return null
}

function joinFault(libc: Libc, descriptor: number, name: string, index: number, group: number | null): Opened | null {
  if (!join(libc, descriptor, index))
    return fault('live.unsupported', `${name} could not be listened to: error ${libc.errno()} of the kernel.`)
  if (group === null) return null
  const value = new Int32Array([(group & 0xffff) | (k.PACKET_FANOUT_HASH << 16)])
  if (libc.setsockopt(descriptor, k.SOL_PACKET, k.PACKET_FANOUT, value, 4) === 0) return null
  return fault('live.unsupported', `${name} could not be shared among threads: error ${libc.errno()} of the kernel.`)
}

/** From now on frames of this interface come, whoever they are for. Again after an interface came back. */
export function join(libc: Libc, descriptor: number, index: number): boolean {
  const address = new Uint8Array(20)
  const view = new DataView(address.buffer)
  view.setUint16(0, k.AF_PACKET, true)
  view.setUint16(2, k.ETH_P_ALL) // in network order
  view.setInt32(4, index, true)
  if (libc.bind(descriptor, address, address.length) !== 0) return false
  const membership = new Uint8Array(16)
  const request = new DataView(membership.buffer)
  request.setInt32(0, index, true)
  request.setUint16(4, k.PACKET_MR_PROMISC, true)
  return libc.setsockopt(descriptor, k.SOL_PACKET, k.PACKET_ADD_MEMBERSHIP, membership, membership.length) === 0
}
