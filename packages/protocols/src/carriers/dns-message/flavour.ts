// Which of the four protocols that share this format a message is of. Nothing in the head says so; habits do.
// mDNS: RFC 6762, 18. LLMNR: RFC 4795, 2.1.1. NetBIOS: RFC 1002, 4.2.1.2.
import type { Side } from '@nautilus/model'
import { AUTHORITATIVE, type Dns, HEAD, RECURSION_AVAILABLE, RECURSION_DESIRED, readDns } from './message.ts'
import { isNetbios } from './names.ts'
import { opcodes, types } from './types.ts'

export type Flavour = 'dns' | 'mdns' | 'llmnr' | 'nbns'

const INTERNET = 1
const TOP = 0x8000 // of a class: answer to me alone, or forget what you knew
const TENTATIVE = 0x0100 // of LLMNR, where DNS desires recursion
const ZERO = 0x0040 // the one reserved bit of the head
/** Record types of NetBIOS. */
const NB = 0x20
const NBSTAT = 0x21

export function flavourOf(dns: Dns): Flavour {
  const { bytes, id, flags, questions, records, opcode, rcode } = dns
  const first = questions[0] ?? records[0]
  if (!first) return 'dns'
  if (isNetbios(bytes, HEAD) && (first.type === NB || first.type === NBSTAT || first.type === 0x0a)) return 'nbns'
  const recursion = (flags & (RECURSION_DESIRED | RECURSION_AVAILABLE)) !== 0
  if (recursion || opcode !== 0 || rcode !== 0) return 'dns'
  if (isLocal(first.name) || ((first.class & TOP) !== 0 && first.type !== 41)) return 'mdns'
  if (id === 0 && (first.name.endsWith('.arpa') || first.name.includes('._tcp') || first.name.includes('._udp'))) {
    return 'mdns'
  }
  return isLinkLocal(dns) ? 'llmnr' : 'dns'
}

const isLocal = (name: string): boolean => name.length >= 6 && name.slice(-6).toLowerCase() === '.local'

/** One question for a name without a domain, and nothing else but answers to it. */
function isLinkLocal({ flags, questions, records, response }: Dns): boolean {
  if (questions.length !== 1 || (flags & (AUTHORITATIVE | TENTATIVE | ZERO)) !== 0) return false
  const { name } = questions[0]!
  return name !== '' && !name.includes('.') && (response || records.length === 0)
}

/**
 * Bits of evidence that a datagram is a message of this flavour. `strict`: a client only asks, a server only answers;
 * otherwise both do both.
 */
export function evidence(bytes: Uint8Array, from: Side, flavour: Flavour, strict: boolean): number {
  if (bytes.length < HEAD) return -1
  const head = headBits(bytes)
  if (head < 0 || (strict && bytes[2]! >= 0x80 !== (from === 'server'))) return -1
  const dns = readDns(bytes)
  if (dns.fault !== null || flavourOf(dns) !== flavour) return -1
  if (dns.questions.length + dns.records.length > 0) {
    const entries = entryBits(dns)
    return entries < 0 ? -1 : head + entries
  }
  return dns.response && dns.rcode !== 0 ? head : -1
}

/** The counts of the four sections: most of their bits are zero in any message that fits a datagram. */
function headBits(bytes: Uint8Array): number {
  if (opcodes[(bytes[2]! >> 3) & 15] === undefined) return flagless(bytes)
  return countBits(bytes)
}

/** NetBIOS has further operation codes: registration 5, release 6, wait 7, refresh 8 and 9, multi-homed 15 (RFC 1002, 4.2.1.1). */
function flagless(bytes: Uint8Array): number {
  const opcode = (bytes[2]! >> 3) & 15
  const registers = (opcode >= 7 && opcode <= 9) || opcode === 15
  return registers && isNetbios(bytes, HEAD) ? countBits(bytes) : -1
}

function countBits(bytes: Uint8Array): number {
  const high = bytes[4]! | bytes[6]! | bytes[8]! | bytes[10]!
  const some = bytes[5]! + bytes[7]! + bytes[9]! + bytes[11]!
  const longest = (bytes.length - HEAD) / 5 + 1
  return high !== 0 || bytes[5]! > 128 || some > longest ? -1 : 16
}

/** Names that are well formed to the end, classes that exist and types that are known. */
function entryBits({ questions, records }: Dns): number {
  let bits = 8
  for (const entry of [questions[0], records[0]]) {
    if (!entry) continue
    if ((entry.class & ~TOP) === INTERNET) bits += 12
    else if (entry.class !== 255 && entry.class !== 254 && entry.type !== 41) return -1
    if (types[entry.type] !== undefined) bits += 6
  }
  return bits
}
