// Who a BACnet device says it is: in I-Am, and in properties of its device object that are read.
import type { Attribute, Claim } from '@nautilus/model'
import { printable } from '../../reader.ts'
import type { Reference } from './content.ts'
import type { Message } from './message.ts'
import type { Primitive } from './tags.ts'
import { vendorTold } from './vendors.ts'

const attributes: Readonly<Record<number, Attribute>> = {
  12: 'software', // application software version
  28: 'description',
  44: 'firmware',
  58: 'location',
  70: 'model',
  77: 'name',
  121: 'vendor',
  372: 'serial',
}
const VENDOR_IDENTIFIER = 120
const SURE = 0.95

export function claimsOf(request: Message | null, reply: Message | null, about: 'client' | 'server'): Claim[] {
  const claims: Claim[] = []
  if (request?.content?.password) {
    claims.push({
      about: 'client',
      attribute: 'credential',
      value: 'BACnet device password in clear',
      confidence: SURE,
    })
  }
  if (!reply?.apdu || !reply.content) return claims
  const { type, service } = reply.apdu
  if (type === 'unconfirmed' && service === 0) claims.push(...announced(reply, about))
  if (type === 'unconfirmed' && service === 13) claims.push(...introduced(reply, about))
  if (type === 'complex-ack') for (const reference of reply.content.references) claims.push(...read(reply, reference))
  return claims
}

function announced({ content }: Message, about: 'client' | 'server'): Claim[] {
  const [device] = content!.objects
  return [
    ...(device ? [{ about, attribute: 'session' as const, value: `BACnet ${device}`, confidence: SURE }] : []),
    ...vendorOf(content!.detail.vendor, about),
  ]
}

function introduced({ content }: Message, about: 'client' | 'server'): Claim[] {
  const { vendor, model, serial } = content!.detail
  const claim = (attribute: Attribute, value: string | number | null | undefined): Claim[] =>
    value ? [{ about, attribute, value: String(value), confidence: SURE }] : []
  return [...vendorOf(vendor, about), ...claim('model', model), ...claim('serial', serial)]
}

function read({ data, content: _, ...message }: Message, { object, property, values }: Reference): Claim[] {
  if (!object.startsWith('device,') || values.length !== 1) return []
  const whole = wholeOf(data, message.apdu!.segmented ? 0 : message.apdu!.dataAt)
  const [value] = values
  if (property === VENDOR_IDENTIFIER) return vendorOf(numberAt(whole, value!), 'server')
  const attribute = attributes[property]
  if (!attribute || (value!.type !== 'text' && value!.type !== null)) return []
  // Text that is not one byte a character (20.2.9) lies in no item, and is decoded already.
  const text = value!.text || printable(whole.subarray(value!.at, value!.at + value!.count))
  return text === '' ? [] : [{ about: 'server', attribute, value: text, confidence: SURE }]
}

/** Values are counted from the first byte of the message, of which `data` is the end. */
function wholeOf(data: Uint8Array, dataAt: number): Uint8Array {
  return dataAt === 0 ? data : new Uint8Array(data.buffer, data.byteOffset - dataAt, data.length + dataAt)
}

function vendorOf(vendor: string | number | null | undefined, about: 'client' | 'server'): Claim[] {
  const told = vendorTold(Number(vendor ?? -1))
  return told ? [{ about, attribute: 'vendor', ...told }] : []
}

const numberAt = (whole: Uint8Array, { type, at }: Primitive): number =>
  type === 'u8' ? whole[at]! : type === 'u16' ? (whole[at]! << 8) | whole[at + 1]! : -1
