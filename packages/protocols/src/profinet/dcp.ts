// DCP frames: IEC 61158-6-10, 4.3. A head of ten bytes, then blocks: option, suboption, length, contents, filled up to an
// even number of bytes. Get asks with pairs of option and suboption alone.
import { Reader } from '../reader.ts'
import { OPTION, SERVICE } from './dcp-names.ts'
import type { Fault } from './fault.ts'
import { GET_SET, HELLO, IDENTIFY, IDENTIFY_REPLY } from './frame-ids.ts'
import type { Block, Dcp } from './message.ts'

const FRAME_ID = 2
const HEAD = 12 // with the FrameID
const MAX_BLOCKS = 64

export const isReply = ({ type }: { readonly type: number }): boolean => (type & 3) === 1
/** 4.3.1.4.2: the service is not supported. */
export const isUnsupported = ({ type }: { readonly type: number }): boolean => (type & 4) !== 0

export function readDcp(bytes: Uint8Array, frameId: number): Dcp {
  const reader = new Reader(bytes)
  reader.skip(FRAME_ID)
  const service = reader.u8()
  const type = reader.u8()
  const xid = reader.u32()
  reader.skip(2) // how long answers may be delayed, or reserved
  const length = reader.u16()
  const blocks: Block[] = []
  let fault = headFault(frameId, service, type)
  if (reader.short || length > reader.left) fault ??= { what: 'length', at: HEAD - 2 }
  const end = Math.min(bytes.length, HEAD + length)
  const inside = new Reader(bytes.subarray(0, end))
  inside.skip(HEAD)
  if (service === SERVICE.get && !isReply({ type })) readPairs(inside, blocks)
  else fault = readBlocks(inside, blocks, isQualified(service, type)) ?? fault
  return { kind: 'dcp', frameId, service, type, xid, blocks, fault }
}

/** Each service has FrameIDs of its own, 4.2.2.4. */
function headFault(frameId: number, service: number, type: number): Fault | null {
  const fits =
    (frameId === HELLO && service === SERVICE.hello) ||
    (frameId === GET_SET && (service === SERVICE.get || service === SERVICE.set)) ||
    (frameId === IDENTIFY && service === SERVICE.identify && !isReply({ type })) ||
    (frameId === IDENTIFY_REPLY && service === SERVICE.identify && isReply({ type }))
  return fits && (type & 0xfa) === 0 ? null : { what: 'service', at: FRAME_ID }
}

/** BlockInfo stands in what a device tells of itself, BlockQualifier in what is set; filters of Identify have neither. */
const isQualified = (service: number, type: number): boolean => {
  if (service === SERVICE.hello) return true
  return isReply({ type }) ? service !== SERVICE.set : service === SERVICE.set
}

const none = new Uint8Array()

function readPairs(reader: Reader, blocks: Block[]): void {
  while (reader.left >= 2 && blocks.length < MAX_BLOCKS) {
    blocks.push({ option: reader.u8(), suboption: reader.u8(), qualifier: -1, value: none })
  }
}

function readBlocks(reader: Reader, blocks: Block[], qualified: boolean): Fault | null {
  while (reader.left >= 2 && blocks.length < MAX_BLOCKS) {
    const at = reader.at
    const option = reader.u8()
    const suboption = reader.u8()
    const length = reader.u16()
    const content = reader.take(length)
    if (reader.short) return { what: 'block', at }
    if (length % 2 === 1 && reader.left > 0) reader.skip(1)
    // A refusal in the answer to a Get is a control block, which has its own layout.
    const own = qualified && option !== OPTION.control && length >= 2
    const isSet = qualified && option === OPTION.control && length >= 2 && suboption !== 4
    const qualifier = own || isSet ? (content[0]! << 8) | content[1]! : -1
    blocks.push({ option, suboption, qualifier, value: qualifier < 0 ? content : content.subarray(2) })
  }
  return null
}
