// TeamViewer: remote support. Nothing is published: after public analyses, a packet is the magic 0x1724, a command and, in
// little-endian order, the length of what follows, which is secret. On UDP a zero stands in front.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import {
  defineDissector,
  type Label,
  type Meaning,
  malformed,
  need,
  type Oddity,
  type Parsed,
  type Session,
  silent,
} from '../dissector.ts'

type Message = { readonly command: number }

const HEADER = 5
const LONGEST = 0xffff
const NO_ODDITIES: readonly Oddity[] = []
const refOf = (command: number): FunctionRef => ({
  code: `${command}`,
  name: command === 10 ? 'identify' : `command ${command}`,
})

const isMagic = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x17 && (at + 1 >= bytes.length || bytes[at + 1] === 0x24)

function parse(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length === 0) return need(1)
  const start = bytes[0] === 0 ? 1 : 0
  if (bytes.length > start && !isMagic(bytes, start)) return malformed('teamviewer.magic', start)
  if (bytes.length < start + HEADER) return need(start + HEADER)
  const command = bytes[start + 2]!
  if (start === 1) return { kind: 'message', message: { command }, size: bytes.length, oddities: NO_ODDITIES }
  const length = bytes[3]! | (bytes[4]! << 8)
  return {
    kind: 'message',
    message: { command },
    size: HEADER,
    oddities: NO_ODDITIES,
    ...(length > 0 ? { skip: length } : {}),
  }
}

/** Magic, and lengths that lead from packet to packet up to the end of the segment. */
function recognize(bytes: Uint8Array, _from: Side): number {
  if (bytes.length < HEADER) return -1
  if (bytes[0] === 0) return isMagic(bytes, 1) && bytes.length > HEADER ? 24 : -1
  let at = 0
  while (at + HEADER <= bytes.length && isMagic(bytes, at)) at += HEADER + (bytes[at + 3]! | (bytes[at + 4]! << 8))
  return at === bytes.length ? 34 : -1
}

const label = ({ command }: Message): Label => ({ role: 'notice', pair: 0, function: refOf(command), error: false })

const claims: readonly Claim[] = [
  { about: 'client', attribute: 'software', value: 'TeamViewer', confidence: 0.8 },
  { about: 'server', attribute: 'capability', value: 'TeamViewer', confidence: 0.8 },
]

function session(): Session<Message> {
  let told = false
  return {
    interpret(_, message): Meaning {
      if (!message || told) return silent
      told = true
      const operation: Operation = {
        verb: 'connect',
        function: refOf(message.command),
        object: '',
        items: [],
        outcome: 'ok',
      }
      return { operation, claims, repeatable: false }
    },
  }
}

export const teamviewer = defineDissector<Message>({
  name: 'teamviewer',
  title: 'TeamViewer',
  carriers: { tcp: [5938], udp: [5938] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
