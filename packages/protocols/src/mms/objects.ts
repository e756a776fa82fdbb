// What the other services are about, and what their replies tell. ISO 9506-2, by service.
import type { Claim } from '@nautilus/model'
import { Ber } from '../carriers/ber.ts'
import { printable } from '../reader.ts'
import type { Memory } from './memory.ts'
import type { Pdu, Place } from './message.ts'
import { CLASSES, LOGICAL_STATES, PHYSICAL_STATES, serviceOf } from './names.ts'
import { address, innerName, objectName, summary } from './variables.ts'

export type Facts = Record<string, string | number>

const MOST_NAMES = 1024
const walk = ({ bytes, start, stop }: Place): Ber => new Ber(bytes, start, stop)
const text = (ber: Ber): string => printable(ber.contents(), 160)

/** A file name is one or more texts. */
function fileName(ber: Ber): string {
  const parts: string[] = []
  while (ber.next() && parts.length < 16) if (ber.tag === 0x19) parts.push(text(ber))
  return parts.join('')
}

const DIRECTORY = 77

/** The file, and where it goes to. */
function fileNames(ber: Ber, most: number): string {
  const names: string[] = []
  while (ber.next() && names.length < most) {
    if (ber.tag !== 0xa0 && ber.tag !== 0xa1 && ber.tag !== 0xa2) continue
    const inner = ber.inside()
    const isWrapped = inner.next() && inner.tag === 0x30
    const name = isWrapped ? fileName(inner.inside()) : fileName(ber.inside())
    if (name) names.push(name)
  }
  return names.join(' → ')
}

/** The object of a request, as canonical text. */
export function objectOf({ service, place }: Pdu, memory: Memory): string {
  const ber = walk(place)
  switch (serviceOf(service).shape) {
    case 'text':
      return printable(place.bytes.subarray(place.start, place.stop), 160)
    case 'named':
      return named(ber)
    case 'object':
      return ber.next() ? objectName(ber) : ''
    case 'inner':
      return inner(ber, service)
    case 'file':
      return fileName(ber)
    case 'files':
      return fileNames(ber, service === DIRECTORY ? 1 : 2)
    case 'id':
      return memory.nameOf(service === 73 || service === 74 ? 'file' : 'upload', numberOf(place))
    default:
      return ''
  }
}

const numberOf = ({ bytes, start, stop }: Place): number => {
  const ber = new Ber(bytes, start, stop)
  ber.start = start
  ber.stop = stop
  return ber.unsigned()
}

function named(ber: Ber): string {
  while (ber.next()) if (ber.tag === 0x80) return text(ber)
  return ''
}

const RENAME = 3
const DELETERS: ReadonlySet<number> = new Set([10, 13])

/** An object name inside tag 0; of deletions, several inside tag 1; of a new name, the old one and the new. */
function inner(ber: Ber, service: number): string {
  const names: string[] = []
  while (ber.next()) {
    if (ber.tag === 0xa0 && service !== RENAME) names.push(innerName(ber))
    else if (service === RENAME) names.push(renamed(ber))
    else if (ber.tag === 0xa1 && DELETERS.has(service)) several(ber.inside(), names)
    else if (ber.tag === 0xa1 && service === ATTRIBUTES) names.push(address(ber))
  }
  return service === RENAME ? names.filter(Boolean).join(' → ') : summary(names.filter(Boolean))
}

const ATTRIBUTES = 6
const renamed = (ber: Ber): string => (ber.tag === 0x82 ? text(ber) : ber.tag === 0xa1 ? innerName(ber) : '')

function several(list: Ber, names: string[]): void {
  while (list.next() && names.length < MOST_NAMES) names.push(objectName(list))
}

/** Facts of a request beside its object. */
export function requestFacts({ service, place }: Pdu): Facts {
  switch (service) {
    case 1:
      return nameListFacts(walk(place))
    case 11:
      return membersFacts(listMembers(place))
    case 26:
    case 32:
    case 33:
    case 34:
    case 35:
      return transferFacts(walk(place))
    case 38:
      return domainsFacts(walk(place))
    default:
      return {}
  }
}

const membersFacts = (members: readonly string[]): Facts => ({ members: members.length })

function nameListFacts(ber: Ber): Facts {
  const facts: Facts = {}
  while (ber.next()) {
    const part = ber.inside()
    if (ber.tag === 0xa0 && part.next()) facts.class = CLASSES[part.unsigned()] ?? part.unsigned()
    if (ber.tag === 0xa1 && part.next()) facts.scope = ['device', text(part), 'association'][part.tag & 3] ?? ''
    if (ber.tag === 0x82) facts.after = text(ber)
  }
  return facts
}

function transferFacts(ber: Ber): Facts {
  const facts: Facts = {}
  while (ber.next()) {
    if (ber.tag !== 0xa1 && ber.tag !== 0xa4) continue
    const name = fileName(ber.inside())
    if (name) facts.file = name
    else if (ber.tag === 0xa1) {
      const list = ber.inside()
      if (list.next() && list.tag === 0x1a) facts.capability = text(list)
    }
  }
  return facts
}

function domainsFacts(ber: Ber): Facts {
  while (ber.next()) {
    if (ber.tag !== 0xa1) continue
    const list = ber.inside()
    const names: string[] = []
    while (list.next() && names.length < MOST_NAMES) names.push(text(list))
    return { domains: summary(names) }
  }
  return {}
}

/** Members of a named list, as a definition or a reply about it has them. */
export function listMembers(place: Place): string[] {
  const ber = walk(place)
  const members: string[] = []
  while (ber.next()) {
    // In a definition [0] follows the name of the list; in a reply [1] follows whether it can be deleted.
    if (ber.tag !== 0xa0 && ber.tag !== 0xa1) continue
    const entries = ber.inside()
    while (entries.next() && members.length < MOST_NAMES) {
      const parts = entries.inside()
      if (entries.tag === 0x30 && parts.next()) members.push(parts.tag === 0xa0 ? innerName(parts) : '')
    }
  }
  return members
}

export type Told = { facts: Facts; claims: Claim[] }
const claim = (attribute: Claim['attribute'], value: string): Claim[] =>
  value === '' ? [] : [{ about: 'server', attribute, value, confidence: 0.9 }]

/** What a positive reply tells. */
export function replyTold(reply: Pdu, request: Pdu | null): Told {
  const ber = walk(reply.place)
  switch (reply.service) {
    case 0:
      return status(ber)
    case 1:
      return nameList(ber, request)
    case 2:
      return identity(ber)
    case 27:
    case 30:
    case 73:
      return { facts: segment(ber), claims: [] }
    case 72:
      return { facts: fileFacts(ber), claims: [] }
    case 77:
      return { facts: directory(ber), claims: [] }
    case 12:
      return { facts: membersFacts(listMembers(reply.place)), claims: [] }
    default:
      return { facts: {}, claims: [] }
  }
}

function status(ber: Ber): Told {
  const facts: Facts = {}
  while (ber.next()) {
    if (ber.tag === 0x80) facts.logical = LOGICAL_STATES[ber.unsigned()] ?? ber.unsigned()
    if (ber.tag === 0x81) facts.physical = PHYSICAL_STATES[ber.unsigned()] ?? ber.unsigned()
  }
  return { facts, claims: claim('mode', String(facts.physical ?? '')) }
}

export const statusOf = (place: Place): Told => status(walk(place))

function identity(ber: Ber): Told {
  const parts: string[] = ['', '', '']
  while (ber.next()) if (ber.tag >= 0x80 && ber.tag <= 0x82) parts[ber.tag - 0x80] = text(ber)
  const [vendor = '', model = '', revision = ''] = parts
  const claims = [...claim('vendor', vendor), ...claim('model', model), ...claim('firmware', revision)]
  return { facts: { vendor, model, revision }, claims }
}

const DOMAIN = 9
const MOST_DEVICES = 64

/** Domains are the logical devices of a station. */
function nameList(ber: Ber, request: Pdu | null): Told {
  const names: string[] = []
  while (ber.next()) {
    const list = ber.inside()
    if (ber.tag === 0xa0) while (list.next() && names.length < MOST_NAMES) names.push(text(list))
  }
  const isDomains = request !== null && requestFacts(request).class === CLASSES[DOMAIN]
  const claims = isDomains ? names.slice(0, MOST_DEVICES).flatMap(name => claim('module', `domain ${name}`)) : []
  return { facts: { names: names.length, ...(names.length > 0 ? { first: names[0]! } : {}) }, claims }
}

function segment(ber: Ber): Facts {
  const facts: Facts = {}
  while (ber.next()) {
    if (ber.tag === 0x80) facts.bytes = ber.length
    // Left out, more follows.
    if (ber.tag === 0x81) facts.last = ber.unsigned() === 0 ? 'yes' : 'no'
  }
  return facts
}

function fileFacts(ber: Ber): Facts {
  while (ber.next()) {
    const inner = ber.inside()
    if (ber.tag === 0xa1 && inner.next()) return { bytes: inner.unsigned() }
  }
  return {}
}

function directory(ber: Ber): Facts {
  let files = 0
  while (ber.next()) {
    if (ber.tag !== 0xa0) continue
    const wrapped = ber.inside()
    const list = wrapped.next() && wrapped.tag === 0x30 ? wrapped.inside() : ber.inside()
    while (list.next()) files++
  }
  return { files }
}

/** The number that a reply gives to an upload or an open file. */
export function numberGiven(reply: Pdu): number {
  const ber = walk(reply.place)
  return ber.next() && ber.tag === 0x80 ? ber.unsigned() : -1
}
