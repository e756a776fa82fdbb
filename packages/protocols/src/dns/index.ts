// DNS: RFC 1035; over TCP each message has its length in front (4.2.2). Update: RFC 2136; notify: RFC 1996.
import type { FunctionRef, Operation, Side, Verb } from '@nautilus/model'
import { evidence } from '../carriers/dns-message/flavour.ts'
import { answersOf, objectOf, parseDatagram, refusalOf } from '../carriers/dns-message/meaning.ts'
import { type Dns, HEAD } from '../carriers/dns-message/message.ts'
import { opcodes, typeName } from '../carriers/dns-message/types.ts'
import { remoteToolAt, toolClaim } from '../carriers/remote-tools.ts'
import { defineDissector, type Label, type Meaning, malformed, need, type Parsed } from '../dissector.ts'

const PREFIX = 2
/** More questions than this nobody asks at once. */
const MAX_QUESTIONS = 8
const MAX = PREFIX + 65_535
const never = -1
const prefixBits = 8

const codes = {
  cut: 'dns.cut',
  name: 'dns.name',
  'trailing-bytes': 'dns.trailing-bytes',
  counts: 'dns.counts',
} as const

const QUERY = 0
const NOTIFY = 4
const UPDATE = 5
const IXFR = 251
const AXFR = 252
const verbs: Readonly<Record<number, Verb>> = { [NOTIFY]: 'report', [UPDATE]: 'configure', 2: 'diagnose' }

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

/**
 * Whether a length stands in front, as in a stream. Where a bare message counts its questions, a message with its length
 * in front has its flags; the two do not overlap but for flags of zero, where the next word decides.
 */
function hasLength(bytes: Uint8Array): boolean {
  const count = word(bytes, 4)
  if (count !== 0) return count > MAX_QUESTIONS
  const next = word(bytes, 6)
  return next >= 1 && next <= MAX_QUESTIONS
}

function parse(bytes: Uint8Array): Parsed<Dns> {
  if (bytes.length < HEAD) return need(HEAD)
  if (!hasLength(bytes)) return parseDatagram(bytes, codes)
  const length = word(bytes, 0)
  if (length < HEAD) return malformed('dns.length', 0)
  if (bytes.length < PREFIX + length) return need(PREFIX + length)
  const parsed = parseDatagram(bytes.subarray(PREFIX, PREFIX + length), codes)
  return parsed.kind === 'message' ? { ...parsed, size: PREFIX + length } : parsed
}

const queries: FunctionRef = { code: '0', name: 'query' }
const functionOf = ({ opcode }: Dns): FunctionRef =>
  opcode === QUERY ? queries : { code: String(opcode), name: opcodes[opcode] ?? 'unknown operation' }

const label = (message: Dns): Label => ({
  role: message.response ? 'reply' : 'request',
  pair: message.id,
  function: functionOf(message),
  error: message.response && message.rcode !== 0,
})

/** A whole zone is a list of all that is in the network. */
function verbOf({ opcode, questions }: Dns): Verb {
  const type = questions[0]?.type
  if (opcode === QUERY) return type === AXFR || type === IXFR ? 'diagnose' : 'discover'
  return verbs[opcode] ?? 'other'
}

function detailOf(asked: Dns, reply: Dns | null): NonNullable<Operation['detail']> {
  const answers = reply ? answersOf(reply) : ''
  return {
    ...(answers ? { answers } : {}),
    ...(asked.opcode === UPDATE && !asked.response ? { updates: updatesOf(asked) } : {}),
    ...(reply && (reply.flags & 0x0200) !== 0 ? { truncated: 1 } : {}),
  }
}

/** RFC 2136, 2.5: the records of the authority section are added, or deleted by their class. */
function updatesOf({ records }: Dns): string {
  let text = ''
  for (const { section, name, type, class: kind } of records) {
    if (section !== 1 || text.length > 200) continue
    const what = kind === 255 || kind === 254 ? 'delete' : 'add'
    text += `${text ? ', ' : ''}${what} ${name} ${typeName(type)}`
  }
  return text
}

function interpret(request: Dns | null, reply: Dns | null): Meaning {
  const asked = request ?? reply!
  const refused = reply !== null && reply.rcode !== 0
  const operation: Operation = {
    verb: verbOf(asked),
    function: functionOf(asked),
    object: objectOf(asked),
    items: [],
    outcome: refused ? 'refused' : reply ? 'ok' : 'no-reply',
    ...(refused ? { refusal: refusalOf(reply) } : {}),
    detail: detailOf(asked, reply),
  }
  const tool = asked.questions[0] ? remoteToolAt(asked.questions[0].name) : null
  return { operation, claims: tool === null ? [] : [toolClaim('client', tool, 0.6)], repeatable: false }
}

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < HEAD) return 0
  if (!hasLength(bytes)) return evidence(bytes, from, 'dns', true)
  const length = word(bytes, 0)
  if (length < HEAD) return never
  if (bytes.length < PREFIX + length) return cutBits(bytes, from)
  const bits = evidence(bytes.subarray(PREFIX, PREFIX + length), from, 'dns', true)
  return bits < 0 ? never : bits + prefixBits
}

/** The rest of the message is not there yet: the head must be one, and it is too early to tell. */
function cutBits(bytes: Uint8Array, from: Side): number {
  const flags = word(bytes, 4)
  const known = opcodes[(flags >> 11) & 15] !== undefined && (flags & 0x40) === 0
  const asks = word(bytes, 6)
  return known && flags >= 0x8000 === (from === 'server') && asks >= 1 && asks <= MAX_QUESTIONS ? 0 : never
}

export const dns = defineDissector<Dns>({
  name: 'dns',
  title: 'DNS',
  carriers: { tcp: [53], udp: [53] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
