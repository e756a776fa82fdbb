// DNP3 over TCP and UDP: IEEE 1815-2012. The link frame tells who is master, the application who asks.
import type { Side } from '@nautilus/model'
import { defineDissector, type Label, type Session } from '../dissector.ts'
import { isAnswer, isChallenge } from './authentication.ts'
import { controlRefusal } from './control.ts'
import { holds } from './crc.ts'
import { type Files, fileFact } from './files.ts'
import { HEADER, isFirst, isUserData, readFrame, transportOf } from './link.ts'
import { meaningOf } from './meaning.ts'
import { type Fragment, isResponse, type LinkFrame, type Message } from './message.ts'
import { functionOf, isLinkFunction, isUnanswered, linkFunctionOf, REFUSING } from './names.ts'
import { LONGEST, parse } from './parse.ts'

const startBits = 16
const crcBits = 16
/** Function of the link, direction of the frame and function of the application agree. */
const insideBits = 12
const wrongDirection = 8
const FROM_MASTER = 0x80
/** Pairs of the link's own services, apart from those of the application. */
const LINK_PAIR = 2 ** 22

function recognize(bytes: Uint8Array, from: Side): number {
  const frame = readFrame(bytes, 0)
  if ('bad' in frame) return -1
  if (bytes.length < HEADER) return 0
  const control = bytes[3]!
  if (!isLinkFunction((control & 0x40) !== 0, control & 0x0f)) return -1
  return holds(bytes, 0, HEADER - 2) ? headBits(bytes, from) : startBits - 4
}

/** A header is there, its user data perhaps not. */
function headBits(bytes: Uint8Array, from: Side): number {
  const control = bytes[3]!
  const fromMaster = (control & FROM_MASTER) !== 0
  const isOdd = fromMaster !== (from === 'client')
  const asks = asksOf(bytes, control)
  if (asks !== null && asks !== (from === 'client')) return -1
  return startBits + crcBits + (isOdd ? -wrongDirection : insideBits)
}

/** Whether the application asks; null where that is not to be seen. */
function asksOf(bytes: Uint8Array, control: number): boolean | null {
  if (!isUserData(control) || bytes.length < HEADER + 3 || bytes[2]! < 8) return null
  return isFirst(transportOf(bytes, 0)) && bytes[HEADER + 2] !== 0 ? !isResponse(bytes[HEADER + 2]!) : null
}

const responses = [129, 130, 131].map(code => [functionOf(code).function] as const)

function linkLabel({ primary, code, whole }: LinkFrame): Label {
  const asks = whole && primary && code !== 3 && code !== 4
  if (whole && !primary) return { role: 'reply', pair: LINK_PAIR, function: null, error: code === 1 || code === 15 }
  return {
    role: asks ? 'request' : 'notice',
    pair: LINK_PAIR,
    function: asks ? linkFunctionOf(code) : null,
    error: false,
  }
}

// A response says with its own code only that it is one. It counts as that, and as its request's function.
function responseLabel(fragment: Fragment): Label {
  const { code, first, indications } = fragment
  const alone = code === 130 || !first || (code === 131 && isChallenge(fragment))
  const refused = indications >= 0 && (indications & REFUSING) !== 0
  const error = refused || controlRefusal(fragment) !== null || (fileFact(fragment)?.refusal ?? null) !== null
  if (alone) return { role: 'notice', pair: 0, function: functionOf(code).function, error }
  const pair = fragment.outstation * 32 + fragment.sequence
  const inner = responses[code - 129]?.map(ref => ({ ...ref, error }))
  return { role: 'reply', pair, function: null, error, ...(inner ? { inner } : {}) }
}

function label(message: Message, _from: Side): Label {
  if (message.kind === 'link') return linkLabel(message)
  if (isResponse(message.code)) return responseLabel(message)
  // What is not answered must not be taken for what a later answer is about.
  const apart = isUnanswered(message.code) || isAnswer(message) ? 16 : 0
  const pair = message.outstation * 32 + apart + message.sequence
  return { role: 'request', pair, function: functionOf(message.code).function, error: false }
}

function session(): Session<Message> {
  const files: Files = new Map()
  return { interpret: (request, reply) => meaningOf(files, request, reply) }
}

export const dnp3 = defineDissector<Message>({
  name: 'dnp3',
  title: 'DNP3',
  carriers: { tcp: [20000, 19999], udp: [20000] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
