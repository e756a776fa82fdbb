// Connect, release and control as operations: IEC 61158-6-10, 4.10.3. A controller opens an application relation (AR) with
// a device, says which modules it expects and which streams it wants, and is told what differs.
import type { Claim, Operation } from '@nautilus/model'
import { hexNumber } from '../reader.ts'
import type { Cm, Content, Module, Stream } from './message.ts'
import { arTypeOf, controlOf, iocrTypeOf, moduleStateOf, serviceOf } from './names.ts'
import { type Facts, moduleClaims } from './records.ts'

const MAX_TOLD = 16
/** Units of 31.25 µs, 5.2.3.3. */
const CLOCK = 0.03125
const TIMEOUT = 100 // ms

export type Ended = Pick<Operation, 'outcome' | 'refusal'>

const modulesText = (modules: readonly Module[]): string =>
  modules
    .slice(0, MAX_TOLD)
    .map(({ slot, module }) => `${slot}: ${hexNumber(module, 8)}`)
    .join(', ')

const differencesText = (modules: readonly Module[]): string =>
  modules
    .slice(0, MAX_TOLD)
    .map(({ slot, module, state }) => `${slot}: ${moduleStateOf(state)} ${hexNumber(module, 8)}`)
    .join(', ')

const cycleOf = (cycle: number): string => (cycle > 0 ? ` every ${cycle * CLOCK} ms` : '')

/** The device chooses the identifiers of the frames it will send to, so those of the reply hold. */
function tellStreams(asked: readonly Stream[], answered: readonly Stream[], detail: Facts): void {
  for (const { type, reference, frameId, length, cycle } of asked.length > 0 ? asked : answered) {
    const agreed = answered.find(stream => stream.reference === reference)?.frameId ?? frameId
    const size = asked.length > 0 ? ` ${length} bytes${cycleOf(cycle)}` : ''
    detail[`${iocrTypeOf(type)} ${reference}`] = `frame ${hexNumber(agreed, 4)}${size}`
  }
}

/** 5.2.3.1, ARProperties: bit 8 is access to the device alone, without data. */
const DEVICE_ACCESS = 0x100

function connectDetail(asked: Content | null, answered: Content | null): Facts {
  const detail: Facts = {}
  const relation = asked?.relation ?? answered?.relation
  if (relation) {
    detail.AR = relation.uuid
    detail.type = arTypeOf(relation.type)
    detail.session = relation.key
  }
  if (asked?.relation) {
    detail.controller = asked.relation.station
    detail.timeout = `${asked.relation.timeout * TIMEOUT} ms`
    if (asked.relation.properties & DEVICE_ACCESS) detail.access = 'device'
  }
  tellStreams(asked?.streams ?? [], answered?.streams ?? [], detail)
  if (asked && asked.expected.length > 0) detail['modules expected'] = modulesText(asked.expected)
  const differences = answered?.differences ?? asked?.differences ?? []
  if (differences.length > 0) detail['modules that differ'] = differencesText(differences)
  if (answered?.server) detail.device = answered.server
  return detail
}

const claim = (about: Claim['about'], attribute: Claim['attribute'], value: string): Claim[] =>
  value === '' ? [] : [{ about, attribute, value, confidence: 0.95 }]

/** What the controller expects is not there for sure; what the device says differs is. */
const EXPECTED = 0.6

function connectClaims(asked: Content | null, answered: Content | null): Claim[] {
  const relation = asked?.relation
  const responder = answered?.relation
  const differences = answered?.differences ?? []
  const differs = new Set(differences.map(({ slot }) => slot))
  return [
    ...(relation ? [...claim('client', 'name', relation.station), ...claim('client', 'address', relation.mac)] : []),
    ...(responder ? claim('server', 'address', responder.mac) : []),
    ...claim('server', 'name', answered?.server ?? ''),
    ...moduleClaims(
      (asked?.expected ?? []).filter(({ slot }) => !differs.has(slot)),
      EXPECTED,
    ),
    ...moduleClaims(
      differences.filter(({ state }) => state !== 0),
      0.9,
    ),
  ]
}

export type Told = { readonly operation: Operation; readonly claims: readonly Claim[] }

export function connectMeaning(request: Cm | null, reply: Cm | null, ended: Ended): Told {
  const { head } = request ?? reply!
  const [asked, answered] = [request?.content ?? null, reply?.content ?? null]
  const operation: Operation = {
    verb: 'connect',
    function: serviceOf(head.interface, head.opnum),
    object: 'application relation',
    items: [],
    ...ended,
    detail: connectDetail(asked, answered),
  }
  return { operation, claims: connectClaims(asked, answered) }
}

export function controlMeaning(request: Cm | null, reply: Cm | null, ended: Ended): Told {
  const { head } = request ?? reply!
  const control = request?.content?.control ?? reply?.content?.control
  const differences = request?.content?.differences ?? []
  const operation: Operation = {
    verb: 'connect',
    function: serviceOf(head.interface, head.opnum),
    object: (control && controlOf(control.block)) ?? 'application relation',
    items: [],
    ...ended,
    detail: {
      ...(control ? { AR: control.ar, session: control.key } : {}),
      ...(differences.length > 0 ? { 'modules that differ': differencesText(differences) } : {}),
    },
  }
  // Whoever says what differs is the device, which asks here.
  const claims = moduleClaims(
    differences.filter(({ state }) => state !== 0),
    0.9,
  ).map(one => ({ ...one, about: 'client' as const }))
  return { operation, claims }
}
