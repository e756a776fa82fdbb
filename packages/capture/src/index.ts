export { AddressTable, textOfMac, textOfV4 } from './addresses.ts'
export { Decoder, LLC } from './decoder.ts'
export { Duplicates } from './duplicates.ts'
export {
  ACCEPTED,
  CLOSED,
  FlowTable,
  HEARD_0,
  HEARD_1,
  MAX_FLOWS,
  OPENED_BY_0,
  OPENED_BY_1,
  PROBED_0,
  PROBED_1,
  RESET_0,
  UNREACHABLE,
} from './flows.ts'
export { FRAGMENT, Frame, IP_OTHER, LINK, NOTHING, TCP, UDP } from './frame.ts'
export { refusal } from './link-types.ts'
export { type Libc, openLibc } from './live/libc.ts'
export { ETHERNET_LINK, hasLink, type LinkFacts, LOOPBACK_LINK, linkFacts } from './live/link-state.ts'
export { type LinkState, type Listened, LiveCapture } from './live/live.ts'
export { Ring } from './live/ring.ts'
export {
  BLOCK,
  filterFault,
  type Opened,
  openSocket,
  type PacketSocket,
  RING,
  type SocketFault,
  type SocketOptions,
} from './live/socket.ts'
export { CaptureReader } from './reader.ts'
export type { Damage, RecordSink } from './records.ts'
export { copyBytes, copyFrame, Slab } from './slab.ts'
export { type Progress, type Reading, readCapture } from './source.ts'
export { MAX_HELD_FLOW, MAX_HELD_TOTAL, type StreamSink, Streams } from './streams.ts'
