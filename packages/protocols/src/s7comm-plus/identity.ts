// Who is at both ends of S7comm-plus: the session a client opens names it, the reply names the controller; identification
// records (I&M0, IEC 61158-6-10 section 5.2.10) name modules. Names of attributes as in the public Wireshark plugin.
import type { Claim } from '@nautilus/model'
import { printable } from '../reader.ts'
import type { Asked } from './content.ts'
import { ID, objectName, RID } from './names.ts'
import type { Node } from './objects.ts'
import type { Value } from './values.ts'

const claim = (about: Claim['about'], attribute: Claim['attribute'], value: string, confidence: number): Claim[] =>
  value ? [{ about, attribute, value, confidence }] : []

/** The attributes with which a client asks for a session. */
export function claimsOfClient(objects: readonly Node[]): Claim[] {
  const text = (id: number) => objects[0]?.attributes.get(id)?.text ?? ''
  const application = text(ID.application)
  const session = [application, text(ID.user) && `user ${text(ID.user)}`, text(ID.host) && `host ${text(ID.host)}`]
  return [
    ...claim('client', 'session', session.filter(Boolean).join(', '), 0.8),
    ...claim('client', 'name', hostName(text(ID.host)), 0.6),
    ...claim('client', 'description', /[a-z]{3}/i.test(text(ID.clientId)) ? text(ID.clientId) : '', 0.3),
  ]
}

/** The engineering tool puts a number behind the name of its computer; other clients write what they like. */
function hostName(host: string): string {
  const name = host.replace(/_\d{5,}$/, '')
  return /^[\w.-]{2,63}$/.test(name) ? name : ''
}

/** `1;6ES7 215-1AG40-0XB0 ;V4.3` in the version structure of the session. */
export function claimsOfServer(objects: readonly Node[]): Claim[] {
  const version = objects[0]?.attributes.get(ID.version)?.members?.get(ID.paomString)?.text ?? ''
  const [, order = '', firmware = ''] = version.split(';')
  const orderNumber = order.trim()
  if (!/^6[A-Z]{2}\d/.test(orderNumber)) return []
  return [
    ...claim('server', 'vendor', 'Siemens', 0.95),
    ...claim('server', 'orderNumber', orderNumber, 0.95),
    ...claim('server', 'firmware', firmware.trim(), 0.9),
    ...claim('server', 'model', modelOf(orderNumber), 0.9),
  ]
}

/** 6ES7 211 to 217 are S7-1200, 6ES7 51x S7-1500 controllers: the digits are those of the name. */
function modelOf(orderNumber: string): string {
  const small = /^6ES7 (21[1-7])-1/.exec(orderNumber)
  if (small) return `S7-1200 CPU 1${small[1]}C`
  const large = /^6ES7 (51[0-9])-1?[A-Z0-9]/.exec(orderNumber)
  return large ? `S7-1500 CPU 1${large[1]}` : ''
}

const IM0 = { block: 0x20, size: 60, order: 8, serial: 28, hardware: 44, firmware: 46 }

/** An I&M0 record that was read from the controller itself or from one of its modules. */
export function claimsOfIdentification(
  { target, addresses }: Asked,
  value: Value | undefined,
  body: Uint8Array,
): Claim[] {
  const place = value?.place
  if (addresses[0]?.path[0] !== ID.identification || !place || place.count < IM0.size - 2) return []
  const record = body.subarray(place.at, place.at + place.count)
  if (((record[0]! << 8) | record[1]!) !== IM0.block) return []
  const order = printable(record.subarray(IM0.order, IM0.serial)).trim()
  const serial = printable(record.subarray(IM0.serial, IM0.hardware)).trim()
  const hardware = String((record[IM0.hardware]! << 8) | record[IM0.hardware + 1]!)
  const firmware = `${printable(record.subarray(IM0.firmware, IM0.firmware + 1))}${[...record.subarray(IM0.firmware + 1, IM0.firmware + 4)].join('.')}`
  if (target !== RID.cpuProxy) {
    return claim('server', 'module', `${objectName(target)}: ${order}, serial ${serial}, firmware ${firmware}`, 0.9)
  }
  return [
    ...claim('server', 'orderNumber', order, 0.95),
    ...claim('server', 'serial', serial, 0.95),
    ...claim('server', 'hardware', hardware, 0.9),
    ...claim('server', 'firmware', firmware, 0.95),
  ]
}

/** Operating states, as S7 counts them in its diagnostics: the stops, the start-ups, the runs, hold, defective. */
const MODES: Readonly<Partial<Record<number, string>>> = {
  1: 'stop',
  2: 'stop',
  3: 'stop',
  4: 'stop',
  5: 'startup',
  6: 'startup',
  7: 'startup',
  8: 'run',
  9: 'run',
  10: 'hold',
  13: 'defective',
}

/** The operating state, where it was read by itself or within the diagnosis. */
export const claimsOfState = (asked: Asked, values: ReadonlyMap<number, Value>): Claim[] =>
  asked.addresses.flatMap((address, index) => {
    const value = values.get(index + 1)
    if (address.rid !== RID.cpuExecUnit || !value) return []
    const last = address.path.at(-1)
    const state = last === ID.diagnosis ? value.members?.get(ID.operatingState) : value
    const isState = last === ID.operatingState || last === ID.diagnosis
    return isState ? claim('server', 'mode', MODES[state?.numbers[0] ?? 0] ?? '', 0.9) : []
  })
