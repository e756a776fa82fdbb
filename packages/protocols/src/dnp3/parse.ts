// From DNP3 frames to messages: IEEE 1815-2012, clauses 8.2 (transport) and 9.2 (link).
import type { Side } from '@nautilus/model'
import type { Oddity, Parsed } from '../dissector.ts'
import { readFragment } from './application.ts'
import {
  copyData,
  type Frame,
  HEADER,
  isFinal,
  isFirst,
  isOneBlock,
  isPrimary,
  isUserData,
  readFrame,
  sequenceOf,
  transportOf,
  wrongBlock,
} from './link.ts'
import type { LinkFrame, Message } from './message.ts'

/** Frames joined at most: fragments are seldom longer than nine frames. */
const MAX_FRAMES = 64
const LONGEST_FRAME = 292
export const LONGEST = MAX_FRAMES * LONGEST_FRAME
const none: readonly Oddity[] = []

export function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  const frame = readFrame(bytes, 0)
  if ('bad' in frame) return { kind: 'malformed', code: frame.bad, at: frame.at }
  if ('need' in frame) return { kind: 'need', bytes: frame.need }
  const { size } = frame
  if (!frame.headerHolds) return linkOnly(frame, from, size, 'dnp3.header-crc', HEADER - 2)
  const wrong = wrongBlock(bytes, 0, frame)
  if (wrong >= 0) return linkOnly(frame, from, size, 'dnp3.block-crc', wrong)
  if (!isUserData(frame.control)) return linkOnly(frame, from, size, null, 0)
  if (frame.data < 1) return linkOnly(frame, from, size, 'dnp3.short-fragment', HEADER)
  const transport = transportOf(bytes, 0)
  if (!isFirst(transport)) return linkOnly(frame, from, size, 'dnp3.fragment-start', HEADER)
  if (isFinal(transport)) return fragment(from, frame, bodyOf(bytes, [frame]), size)
  return join(bytes, from, frame)
}

/** A frame by itself, with what was wrong with it. */
function linkOnly(frame: Frame, from: Side, size: number, fault: string | null, at: number): Parsed<Message> {
  const { control, source, destination } = frame
  const message: LinkFrame = {
    kind: 'link',
    from,
    primary: isPrimary(control),
    code: control & 0x0f,
    source,
    destination,
    whole: fault === null,
  }
  return { kind: 'message', message, size, oddities: fault === null ? none : [{ code: fault, at }] }
}

function fragment(from: Side, frame: Frame, body: Uint8Array, size: number): Parsed<Message> {
  if (body.length < 2) return linkOnly(frame, from, size, 'dnp3.short-fragment', HEADER)
  const oddities: Oddity[] = []
  const { source, destination } = frame
  const message = readFragment(body, { from, source, destination }, oddities)
  return { kind: 'message', message, size, oddities: oddities.length === 0 ? none : oddities, body: message.body }
}

function bodyOf(bytes: Uint8Array, frames: readonly Frame[]): Uint8Array {
  const [first] = frames
  if (frames.length === 1 && isOneBlock(first!)) return bytes.subarray(HEADER + 1, HEADER + first!.data)
  let total = 0
  for (const { data } of frames) total += data - 1
  const body = new Uint8Array(total)
  let at = 0
  let to = 0
  for (const frame of frames) {
    to = copyData(bytes, at, frame, body, to)
    at += frame.size
  }
  return body
}

/** Joins frames up to the final one, or up to where something else comes. */
function join(bytes: Uint8Array, from: Side, first: Frame): Parsed<Message> {
  const frames = [first]
  let at = first.size
  let transport = transportOf(bytes, 0)
  while (!isFinal(transport)) {
    const next = readFrame(bytes, at)
    if ('need' in next) return frames.length < MAX_FRAMES ? { kind: 'need', bytes: next.need } : cut(first, from, at)
    if ('bad' in next || frames.length >= MAX_FRAMES || !continues(bytes, at, next, first, transport)) break
    frames.push(next)
    transport = transportOf(bytes, at)
    at += next.size
  }
  if (!isFinal(transport)) return cut(first, from, at)
  return fragment(from, first, bodyOf(bytes, frames), at)
}

/** The rest of a fragment is not where it should be; what there was of it is used up. */
const cut = (first: Frame, from: Side, size: number): Parsed<Message> =>
  linkOnly(first, from, size, 'dnp3.fragment-cut', HEADER)

function continues(bytes: Uint8Array, at: number, next: Frame, first: Frame, before: number): boolean {
  if (!next.headerHolds || !isUserData(next.control) || next.data < 1) return false
  if (next.source !== first.source || next.destination !== first.destination) return false
  const transport = transportOf(bytes, at)
  if (isFirst(transport) || sequenceOf(transport) !== ((sequenceOf(before) + 1) & 0x3f)) return false
  return wrongBlock(bytes, at, next) < 0
}
