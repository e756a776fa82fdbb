// MMS, as tshark and as the sensor tell it: PDUs and services, names of variables, and values.
import type { Item } from '@nautilus/model'
import { hex, valuesOf } from '@nautilus/protocols'
import { Facts, Histogram } from './facts.ts'
import { all, type Field, first, number } from './pdml.ts'
import type { Exchange, Told } from './recorder.ts'
import { dissected, type Segment } from './tshark.ts'

export type View = { readonly facts: Facts; readonly histogram: Histogram }

/** tshark knows what presentation carries from the connect. For those that are not in the file it must be told: context 3. */
const CONTEXTS = ['-o', 'uat:pres_context_list:"3","1.0.9506.2.1"']

const KINDS: Readonly<Record<string, string>> = {
  confirmed_RequestPDU_element: 'confirmed-request',
  confirmed_ResponsePDU_element: 'confirmed-response',
  confirmed_ErrorPDU_element: 'confirmed-error',
  unconfirmed_PDU_element: 'unconfirmed',
  rejectPDU_element: 'reject',
  cancel_RequestPDU: 'cancel-request',
  cancel_ResponsePDU: 'cancel-response',
  initiate_RequestPDU_element: 'initiate-request',
  initiate_ResponsePDU_element: 'initiate-response',
  conclude_RequestPDU_element: 'conclude-request',
  conclude_ResponsePDU_element: 'conclude-response',
}

export async function theirs(path: string, segments: ReadonlyMap<number, Segment>): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  const asked = new Map<string, number>()
  await dissected(path, 'mms', ['mms'], CONTEXTS, ({ frame, protocols }) => {
    const segment = segments.get(frame)
    if (!segment?.fresh) return
    for (const { fields } of protocols) {
      for (const field of fields) {
        state(facts, histogram, frame, field)
        pair(histogram, asked, segment, field)
      }
    }
  })
  return { facts, histogram }
}

/** Errors, and responses without a service, count as replies to what was asked with that number. */
function pair(histogram: Histogram, asked: Map<string, number>, { stream, from, to }: Segment, field: Field): void {
  const kind = KINDS[field.name.slice(4)] ?? ''
  const invoke = number(field.fields, 'mms.invokeID') ?? number(field.fields, 'mms.confirmed_ErrorPDU.invokeID')
  const request = number(field.fields, 'mms.confirmedServiceRequest')
  if (request !== undefined) asked.set(`${stream} ${from} ${invoke}`, request)
  if (kind !== 'confirmed-error' && kind !== 'confirmed-response') return
  const service = asked.get(`${stream} ${to} ${invoke}`)
  asked.delete(`${stream} ${to} ${invoke}`)
  if (service === undefined || number(field.fields, 'mms.confirmedServiceResponse') !== undefined) return
  const counts = histogram.of(`confirmed:${service}`)
  counts.replies++
  if (kind === 'confirmed-error') counts.errors++
}

function state(facts: Facts, histogram: Histogram, frame: number, field: Field): void {
  const kind = KINDS[field.name.slice(4)]
  if (!kind) return
  facts.messages++
  const { fields } = field
  const request = number(fields, 'mms.confirmedServiceRequest')
  const response = number(fields, 'mms.confirmedServiceResponse')
  const service = request ?? response ?? number(fields, 'mms.unconfirmedService') ?? -1
  const invoke = kind.startsWith('cancel') ? Number(field.show) : (number(fields, 'mms.invokeID') ?? -1)
  const head = `${kind} ${invoke} service ${service}`
  facts.add(head, frame)
  if (request !== undefined) histogram.of(`confirmed:${request}`).requests++
  if (response !== undefined) histogram.of(`confirmed:${response}`).replies++
  if (kind === 'unconfirmed') histogram.of(`unconfirmed:${service}`).replies++
  if (kind.startsWith('initiate') || kind.startsWith('conclude') || kind.startsWith('cancel')) {
    const counts = histogram.of(kind.split('-')[0]!)
    if (kind.endsWith('request')) counts.requests++
    else counts.replies++
  }
  if (service === 2 && response !== undefined) {
    const text = (name: string): string => first(fields, `mms.${name}`)?.show ?? ''
    facts.add(`${head}: ${text('vendorName')} ${text('modelName')} ${text('revision')}`, frame)
    facts.values += 3
  }
  for (const said of [namesOf(kind, service, fields), valuesSaid(kind, service, fields)]) {
    if (said.length === 0) continue
    facts.values += said.length
    facts.add(`${head}: ${said.join(' ')}`, frame)
  }
}

/** Services whose names and values are compared. */
const READ = 4
const WRITE = 5

function namesOf(kind: string, service: number, fields: readonly Field[]): string[] {
  const asks = kind === 'confirmed-request' && (service === READ || service === WRITE)
  if (!asks && !(kind === 'unconfirmed' && service === 0)) return []
  return [...all(fields, 'mms.name'), ...all(fields, 'mms.variableListName')].map(nameOf)
}

function nameOf({ fields }: Field): string {
  const domain = first(fields, 'mms.domainId')
  if (domain) return `${domain.show}/${first(fields, 'mms.itemId')?.show}`
  const own = first(fields, 'mms.aa_specific')
  return own ? `@${own.show}` : (first(fields, 'mms.vmd_specific')?.show ?? '')
}

function valuesSaid(kind: string, service: number, fields: readonly Field[]): string[] {
  if (kind === 'confirmed-response' && service === READ) return leaves(all(fields, 'mms.AccessResult'))
  if (kind === 'confirmed-request' && service === WRITE) return leaves(all(fields, 'mms.listOfData'))
  if (kind !== 'unconfirmed' || service !== 0) return []
  const results = all(fields, 'mms.AccessResult')
  return first(fields, 'mms.vmd_specific')?.show === 'RPT' ? reported(results) : leaves(results)
}

const bitsOf = (digits: string): number =>
  [...Buffer.from(digits, 'hex')].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)

/** The values of a report, behind the fields that its options promise: IEC 61850-8-1, 17.2. */
function reported(results: readonly Field[]): string[] {
  const options = Number.parseInt(first(results[1]!.fields, 'mms.data_bit-string')?.value.padEnd(4, '0') ?? '0', 16)
  const has = (bit: number): number => (options >> (15 - bit)) & 1
  const inclusion = 2 + has(1) + has(2) + has(4) + has(6) + has(7) + has(8) + 2 * has(9)
  const count = bitsOf(first(results[inclusion]!.fields, 'mms.data_bit-string')?.value ?? '')
  const start = inclusion + 1 + (has(5) ? count : 0)
  return leaves(results.slice(start, start + count))
}

/** Simple values in their order; those of structures too. */
function leaves(fields: readonly Field[]): string[] {
  return fields.flatMap(field => {
    switch (field.name) {
      case 'mms.boolean':
      case 'mms.unsigned':
        return [String(Number(`0x${field.value}`))]
      case 'mms.integer':
        return [field.show]
      case 'mms.floating_point':
        return [String(Buffer.from(field.value.slice(2), 'hex').readFloatBE(0))]
      case 'mms.data_bit-string':
      case 'mms.data.octet-string':
      case 'mms.data.binary-time':
      case 'mms.utc_time':
        return [field.value]
      case 'mms.data.visible-string':
      case 'mms.mMSString':
        return [field.show]
      default:
        return leaves(field.fields)
    }
  })
}

type Pdu = { readonly kind: string; readonly invoke?: number; readonly service?: number }

export function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const exchange of exchanges) if (exchange.protocol === 'mms') tell(facts, exchange)
  return facts
}

const isPdu = ({ kind }: Pdu): boolean => Object.values(KINDS).includes(kind)
const headOf = ({ kind, invoke = -1, service = -1 }: Pdu): string => `${kind} ${invoke} service ${service}`

function tell(facts: Facts, { request, reply, meaning }: Exchange): void {
  for (const told of [request, reply]) {
    if (!told || !isPdu(told.message as Pdu)) continue
    facts.messages++
    facts.add(headOf(told.message as Pdu), told.frame)
  }
  const { operation, more = [] } = meaning
  if (!operation) return
  const code = operation.function.code
  const items = [operation, ...more].flatMap(one => one.items)
  if (code === 'confirmed:2' && reply && operation.outcome === 'ok') {
    const { vendor, model, revision } = operation.detail ?? {}
    say(facts, reply, [`${vendor} ${model} ${revision}`], 3)
  }
  if (code !== 'confirmed:4' && code !== 'confirmed:5' && code !== 'unconfirmed:0') return
  const values = items.filter(item => item.in !== 'nowhere')
  const asker = request ?? (code === 'unconfirmed:0' ? reply : null)
  if (asker)
    say(facts, asker, code === 'unconfirmed:0' && operation.detail?.report ? ['RPT'] : namesIn(operation.object, items))
  const carrier = code === 'confirmed:5' ? request : reply
  if (carrier && (carrier.message as Pdu).kind !== 'confirmed-error') {
    say(
      facts,
      carrier,
      values.map(item => textOf(item, carrier)),
    )
  }
}

/** The object says three names at most; then the items have them all. */
function namesIn(object: string, items: readonly Item[]): string[] {
  if (/ and \d+ more$/.test(object)) return [...new Set(items.map(item => String(item.native.name)))]
  return object === '' ? [] : object.split(', ')
}

function say(facts: Facts, told: Told, words: readonly string[], values = words.length): void {
  if (words.length === 0) return
  facts.values += values
  facts.add(`${headOf(told.message as Pdu)}: ${words.join(' ')}`, told.frame)
}

function textOf(item: Item, { body }: Told): string {
  if (item.type === 'msb') return hex(body.subarray(item.at, item.at + ((item.count + 7) >> 3)))
  const values = valuesOf(item, body)
  return typeof values === 'string' ? values : (values?.join() ?? '')
}
