// Modbus, as tshark and as the sensor tell it.
import type { Item } from '@nautilus/model'
import { valuesOf } from '@nautilus/protocols'
import { Facts, Histogram } from './facts.ts'
import { all, type Field, first, number } from './pdml.ts'
import type { Exchange, Told } from './recorder.ts'
import { dissected, type Segment } from './tshark.ts'

const PORT = 502
const TABLES = ['', 'coils', 'discrete-inputs', 'holding-registers', 'input-registers']

export type View = { readonly facts: Facts; readonly histogram: Histogram }

const headOf = (role: string, transaction: number, unit: number, code: number): string =>
  `${role} ${transaction} unit ${unit} function ${code}`

/**
 * tshark: a message is a request when it goes to one of the ports. It knows 502; others it must be told.
 */
export async function theirs(
  path: string,
  segments: ReadonlyMap<number, Segment>,
  ports: readonly number[] = [],
): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  const exchanged = new Map<string, number>()
  const told = ports.length > 0 ? ['-o', `mbtcp.tcp.port:${[PORT, ...ports].join(',')}`] : []
  await dissected(path, 'modbus', ['mbtcp', 'modbus'], told, ({ frame, protocols }) => {
    const segment = segments.get(frame)
    if (!segment?.fresh) return
    const request = segment.to === PORT || ports.includes(segment.to)
    let header: readonly Field[] = []
    for (const { name, fields } of protocols) {
      if (name === 'mbtcp') header = fields
      else state(facts, histogram, exchanged, { frame, request, header, fields })
    }
  })
  return { facts, histogram }
}

type Seen = { frame: number; request: boolean; header: readonly Field[]; fields: readonly Field[] }

function state(facts: Facts, histogram: Histogram, exchanged: Map<string, number>, seen: Seen): void {
  const { frame, request, header, fields } = seen
  const code = number(fields, 'modbus.func_code')
  if (code === undefined) return
  facts.messages++
  const transaction = number(header, 'mbtcp.trans_id') ?? -1
  const head = headOf(request ? 'request' : 'reply', transaction, number(header, 'mbtcp.unit_id') ?? -1, code)
  const exception = number(fields, 'modbus.exception_code')
  const counts = histogram.of(String(code))
  if (request) counts.requests++
  else counts.replies++
  if (exception !== undefined) counts.errors++
  facts.add(head, frame)
  if (exception !== undefined) return facts.add(`${head}: exception ${exception}`, frame)
  if (request && code === 23)
    exchanged.set(`${frame} ${transaction}`, number(fields, 'modbus.read_reference_num') ?? -1)
  const asked = exchanged.get(`${number(fields, 'modbus.request_frame')} ${transaction}`) ?? 0
  // Without the request tshark numbers the values from 0: an address that is not on the wire.
  const alone = !request && number(fields, 'modbus.request_frame') === undefined
  if (alone && (code <= 4 || code === 23)) {
    facts.withoutRequest++
    return
  }
  const said = request ? requestOf(code, fields) : replyOf(code, fields, asked, alone)
  for (const { text, values } of said) {
    facts.values += values
    facts.add(`${head}: ${text}`, frame)
  }
}

type Said = { text: string; values: number }
const plain = (text: string): Said => ({ text, values: 0 })
const cells = (table: string, address: number, values: readonly number[]): Said[] =>
  values.length === 0 ? [] : [{ text: `${table} ${address} = ${values.join(' ')}`, values: values.length }]

const bytesOf = (fields: readonly Field[], name: string): Buffer => Buffer.from(first(fields, name)?.value ?? '', 'hex')
const wordsOf = (bytes: Buffer): number[] =>
  Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readUInt16BE(2 * i))
const bitsOf = (bytes: Buffer, count: number): number[] =>
  Array.from({ length: Math.min(count, 8 * bytes.length) }, (_, i) => (bytes[i >> 3]! >> (i & 7)) & 1)
const numbersOf = (fields: readonly Field[], name: string): number[] =>
  all(fields, name).map(field => Number(field.show))

function requestOf(code: number, fields: readonly Field[]): Said[] {
  const address = number(fields, 'modbus.reference_num') ?? -1
  const count = number(fields, 'modbus.word_cnt') ?? number(fields, 'modbus.bit_cnt') ?? 1
  const data = bytesOf(fields, 'modbus.data')
  const span = `${address} x${count}`
  switch (code) {
    case 1:
    case 2:
    case 3:
    case 4:
      return [plain(`read ${TABLES[code]} ${span}`)]
    case 5:
      return [plain(`write coils ${span}`), ...cells('coils', address, [switchOf(data)])]
    case 6:
      return [plain(`write holding-registers ${span}`), ...cells('holding-registers', address, wordsOf(data))]
    case 15:
      return [plain(`write coils ${span}`), ...cells('coils', address, bitsOf(data, count))]
    case 16:
      return [
        plain(`write holding-registers ${span}`),
        ...cells(
          'holding-registers',
          number(fields, 'modbus.regnum16') ?? -1,
          numbersOf(fields, 'modbus.regval_uint16'),
        ),
      ]
    case 22:
      return masksOf(fields, address)
    case 23: {
      const to = number(fields, 'modbus.write_reference_num') ?? -1
      return [
        plain(
          `read holding-registers ${number(fields, 'modbus.read_reference_num')} x${number(fields, 'modbus.read_word_cnt')}`,
        ),
        plain(`write holding-registers ${to} x${number(fields, 'modbus.write_word_cnt')}`),
        ...cells('holding-registers', to, wordsOf(data)),
      ]
    }
    case 24:
      return [plain(`fifo ${address}`)]
    default:
      return subOf(fields)
  }
}

const switchOf = (data: Buffer): number => (data.readUInt16BE(0) === 0xff00 ? 1 : data.readUInt16BE(0))

const masksOf = (fields: readonly Field[], address: number): Said[] =>
  ['and', 'or'].map(mask => ({ text: `${mask}-mask ${address} = ${number(fields, `modbus.${mask}_mask`)}`, values: 1 }))

/** The sub-function of diagnostics, the interface type of function 43. */
function subOf(fields: readonly Field[]): Said[] {
  const sub = number(fields, 'modbus.diagnostic_code') ?? number(fields, 'modbus.mei')
  return sub === undefined ? [] : [plain(`sub-function ${sub}`)]
}

function replyOf(code: number, fields: readonly Field[], asked: number, alone: boolean): Said[] {
  const address = number(fields, 'modbus.reference_num') ?? -1
  const count = number(fields, 'modbus.word_cnt') ?? number(fields, 'modbus.bit_cnt') ?? 1
  switch (code) {
    case 1:
    case 2:
      return cells(TABLES[code]!, number(fields, 'modbus.bitnum') ?? -1, numbersOf(fields, 'modbus.bitval'))
    case 3:
    case 4:
      return cells(TABLES[code]!, number(fields, 'modbus.regnum16') ?? -1, numbersOf(fields, 'modbus.regval_uint16'))
    case 5:
    case 6: {
      // The echo is the only witness of a request that is not in the capture.
      const data = bytesOf(fields, 'modbus.data')
      const shown = code === 5 ? cells('coils', address, [switchOf(data)]) : cells(TABLES[3]!, address, wordsOf(data))
      return [plain(`echo ${address} x${count}`), ...(alone ? shown : [])]
    }
    case 15:
    case 16:
      return [plain(`echo ${address} x${count}`)]
    case 7:
      return cells('exception-status', 0, bitsOf(bytesOf(fields, 'modbus.data'), 8))
    case 22:
      return [plain(`echo ${address} x1`)]
    case 23:
      return cells('holding-registers', asked, wordsOf(bytesOf(fields, 'modbus.data')))
    default:
      return [...subOf(fields), ...diagnosticOf(fields), ...objectsOf(fields)]
  }
}

function diagnosticOf(fields: readonly Field[]): Said[] {
  const register = first(fields, 'modbus.diagnostic.return_diag_register')
  return register ? cells('diagnostics', 2, [Number(register.show)]) : []
}

const objectsOf = (fields: readonly Field[]): Said[] => {
  const ids = all(fields, 'modbus.objects_len').length === 0 ? [] : all(fields, 'modbus.object_id')
  const texts = all(fields, 'modbus.object_str_value')
  return texts.map((text, index) => ({ text: `identity ${ids[index]?.show} = ${text.show}`, values: 1 }))
}

/** The parts of a Modbus message that the facts need; the rest is taken from the operation. */
type Adu = {
  readonly transaction: number
  readonly unit: number
  readonly code: number
  readonly pdu: { readonly kind: string; readonly span?: { readonly address: number; readonly count: number } }
}

export function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const exchange of exchanges) if (exchange.protocol === 'modbus') tell(facts, exchange)
  return facts
}

function tell(facts: Facts, { request, reply, meaning: { operation } }: Exchange): void {
  const asked = request && begin(facts, request, 'request')
  const answered = reply && begin(facts, reply, 'reply')
  if (!operation) return
  if (answered && operation.refusal && reply.label.error) {
    facts.add(`${answered}: exception ${operation.refusal.code}`, reply.frame)
  }
  const [, sub] = operation.function.code.split(':')
  if (sub && !operation.function.code.startsWith('90')) {
    if (asked) facts.add(`${asked}: sub-function ${sub}`, request.frame)
    if (answered && !reply.label.error) facts.add(`${answered}: sub-function ${sub}`, reply.frame)
  }
  for (const item of operation.items) {
    if (asked) for (const text of spansOf(item)) facts.add(`${asked}: ${text}`, request.frame)
    const [told, head] = item.in === 'request' ? [request, asked] : item.in === 'reply' ? [reply, answered] : []
    if (told && head) value(facts, item, told, head)
  }
  if (asked && operation.function.code === '24')
    facts.add(`${asked}: fifo ${operation.object.split('/')[2]}`, request.frame)
}

/** States that the message is there; the words all its facts begin with. */
function begin(facts: Facts, told: Told, role: string): string {
  const { transaction, unit, code, pdu } = told.message as Adu
  const head = headOf(role, transaction, unit, code)
  facts.messages++
  facts.add(head, told.frame)
  const echoes = role === 'reply' && (pdu.kind === 'written' || pdu.kind === 'mask')
  if (echoes && pdu.span) facts.add(`${head}: echo ${pdu.span.address} x${pdu.span.count}`, told.frame)
  return head
}

const isTable = (item: Item): boolean => TABLES.includes(String(item.native.table))

const spansOf = (item: Item): string[] =>
  isTable(item) && !item.native.mask
    ? [`${item.access} ${item.native.table} ${item.native.address} x${item.count}`]
    : []

function value(facts: Facts, item: Item, told: Told, head: string): void {
  const values = valuesOf(item, told.body)
  if (values === null) return
  const { table, address, mask } = item.native
  if (typeof values === 'string') facts.add(`${head}: ${table} ${address} = ${values}`, told.frame)
  else facts.add(`${head}: ${mask ?? table} ${address} = ${values.join(' ')}`, told.frame)
  facts.values += typeof values === 'string' ? 1 : values.length
}
