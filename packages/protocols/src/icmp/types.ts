// Types and codes of ICMP (RFC 792, 950, 1191, 1256, 1812) and ICMPv6 (RFC 4443, 2710, 3810, 4861).
// IANA: "ICMP Parameters", "ICMPv6 Parameters".
import type { FunctionRef, Verb } from '@nautilus/model'

type Entry = readonly [name: string, verb: Verb]

/** Replies count under the function of their request. */
const v4: Readonly<Record<number, Entry>> = {
  3: ['destination unreachable', 'report'],
  4: ['source quench', 'report'],
  5: ['redirect', 'configure'],
  8: ['echo', 'discover'],
  9: ['router advertisement', 'report'],
  10: ['router solicitation', 'discover'],
  11: ['time exceeded', 'report'],
  12: ['parameter problem', 'report'],
  13: ['timestamp', 'discover'],
  15: ['information', 'discover'],
  17: ['address mask', 'discover'],
}

const v6: Readonly<Record<number, Entry>> = {
  1: ['destination unreachable', 'report'],
  2: ['packet too big', 'report'],
  3: ['time exceeded', 'report'],
  4: ['parameter problem', 'report'],
  128: ['echo', 'discover'],
  130: ['multicast listener query', 'report'],
  131: ['multicast listener report', 'report'],
  132: ['multicast listener done', 'report'],
  133: ['router solicitation', 'discover'],
  134: ['router advertisement', 'report'],
  135: ['neighbour solicitation', 'discover'],
  137: ['redirect', 'configure'],
  143: ['multicast listener report v2', 'report'],
}

/** Type of the request that a type answers. */
const v4Replies: Readonly<Record<number, number>> = { 0: 8, 14: 13, 16: 15, 18: 17 }
const v6Replies: Readonly<Record<number, number>> = { 129: 128, 136: 135 }

const v4Codes: Readonly<Record<number, readonly string[]>> = {
  3: [
    'network unreachable',
    'host unreachable',
    'protocol unreachable',
    'port unreachable',
    'fragmentation needed',
    'source route failed',
    'network unknown',
    'host unknown',
    'source host isolated',
    'network prohibited',
    'host prohibited',
    'network unreachable for this service',
    'host unreachable for this service',
    'communication prohibited',
    'host precedence violation',
    'precedence cutoff',
  ],
  5: ['for the network', 'for the host', 'for the service and network', 'for the service and host'],
  11: ['in transit', 'in reassembly'],
}

const v6Codes: Readonly<Record<number, readonly string[]>> = {
  1: [
    'no route',
    'communication prohibited',
    'beyond scope of source',
    'address unreachable',
    'port unreachable',
    'source address failed policy',
    'route rejected',
  ],
  3: ['in transit', 'in reassembly'],
  4: ['erroneous header', 'unknown next header', 'unknown option'],
}

export type Type = { readonly function: FunctionRef; readonly verb: Verb; readonly isReply: boolean }

/** A type in the words of its version; null when nobody assigned it. */
export function typeOf(version: 4 | 6, type: number): Type | null {
  const asked = version === 4 ? v4Replies[type] : v6Replies[type]
  const entry = (version === 4 ? v4 : v6)[asked ?? type]
  if (!entry) return null
  const code = `${version === 6 ? '6:' : ''}${asked ?? type}`
  return { function: { code, name: entry[0] }, verb: entry[1], isReply: asked !== undefined }
}

export const reasonOf = (version: 4 | 6, type: number, code: number): string | undefined =>
  (version === 4 ? v4Codes : v6Codes)[type]?.[code]
