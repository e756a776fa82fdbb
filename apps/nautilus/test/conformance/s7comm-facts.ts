// S7comm, as tshark and as the sensor tell it.
import type { Item } from '@nautilus/model'
import { hex, spanOf } from '@nautilus/protocols'
import { Facts, Histogram } from './facts.ts'
import { all, type Field, first, number } from './pdml.ts'
import type { Exchange, Told } from './recorder.ts'
import { dissected, type Segment } from './tshark.ts'

export type View = { readonly facts: Facts; readonly histogram: Histogram }

const READ = 0x04
const WRITE = 0x05
const SUCCESS = 0xff
const hex2 = (value: number): string => value.toString(16).padStart(2, '0')

/** An item that a job names: its address, and how many bytes each part of it takes where it has several. */
type Asked = { readonly text: string; readonly parts: readonly { readonly text: string; readonly length: number }[] }

export async function theirs(path: string, segments: ReadonlyMap<number, Segment>): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  const jobs = new Map<string, Job>()
  await dissected(path, 's7comm', ['s7comm'], [], ({ frame, protocols }) => {
    const segment = segments.get(frame)
    if (!segment?.fresh) return
    for (const { fields } of protocols) state({ facts, histogram, jobs, frame, stream: segment.stream }, fields)
  })
  return { facts, histogram }
}

/** The last job of a connection with a PDU reference. */
type Job = { readonly code: number; items: readonly Asked[] }
type Place = { facts: Facts; histogram: Histogram; jobs: Map<string, Job>; frame: number; stream: string }

function state(place: Place, fields: readonly Field[]): void {
  const { facts, histogram, frame } = place
  const header = first(fields, 's7comm.header')?.fields ?? []
  const parameter = fields.filter(field => field.name === 's7comm.param').flatMap(field => field.fields)
  const data = fields.filter(field => field.name === 's7comm.data').flatMap(field => field.fields)
  const rosctr = number(header, 's7comm.header.rosctr')
  const reference = number(header, 's7comm.header.pduref')!
  const pair = `${place.stream} ${reference}`
  const message = rosctr === 7 ? userdata(parameter) : job(rosctr!, header, parameter, place.jobs.get(pair))
  if (rosctr === 1) place.jobs.set(pair, { code: message.code, items: [] })
  facts.messages++
  const counts = histogram.of(message.key)
  if (message.role === 'request') counts.requests++
  else counts.replies++
  if (message.error > 0) counts.errors++
  const head = `${message.role} ${reference} ${message.key}`
  facts.add(head, frame)
  if (message.error > 0) facts.add(`${head}: error 0x${message.error.toString(16).padStart(4, '0')}`, frame)
  const said = rosctr === 7 ? userdataFacts(message, data) : jobFacts(message, place.jobs.get(pair), parameter, data)
  for (const text of said.texts) facts.add(`${head}: ${text}`, frame)
  for (const { text, bytes } of said.values) {
    facts.values += bytes.length / 2
    facts.add(`${head}: ${text} = ${bytes}`, frame)
  }
}

type Kind = { role: string; key: string; code: number; error: number }

/** A refusal may carry no function: it is that of the job it answers. */
function job(rosctr: number, header: readonly Field[], parameter: readonly Field[], asked: Job | undefined): Kind {
  const code = number(parameter, 's7comm.param.func') ?? asked?.code ?? -1
  const key = code < 0 ? 'ack' : `job:${hex2(code)}`
  const error = (number(header, 's7comm.header.errcls') ?? 0) * 256 + (number(header, 's7comm.header.errcod') ?? 0)
  return { role: rosctr === 1 ? 'request' : 'reply', key, code, error }
}

const ROLES: Readonly<Record<number, string>> = { 4: 'request', 8: 'reply' }

function userdata(parameter: readonly Field[]): Kind {
  const group = number(parameter, 's7comm.param.userdata.funcgroup')!
  const sub =
    number(parameter, 's7comm.param.userdata.subfunc') ?? number(parameter, 's7comm.param.modetrans.subfunc') ?? -1
  const type = number(parameter, 's7comm.param.userdata.type')!
  const error = number(parameter, 's7comm.param.errcod') ?? 0
  const key = `userdata:${group.toString(16)}.${sub.toString(16)}`
  return { role: ROLES[type] ?? 'notice', key, code: group, error }
}

type Said = { readonly texts: string[]; readonly values: { text: string; bytes: string }[] }

function jobFacts(
  { role, code }: Kind,
  job: Job | undefined,
  parameter: readonly Field[],
  data: readonly Field[],
): Said {
  const said: Said = { texts: [], values: [] }
  const items = role === 'request' ? parameter.filter(({ name }) => name === 's7comm.param.item').map(asked) : []
  if (role === 'request' && job) job.items = items
  const access = code === READ ? 'read' : 'write'
  for (const item of items) for (const { text } of partsOf(item)) said.texts.push(`${access} ${text}`)
  if (code === READ || code === WRITE) readValues(said, job?.code === code ? job.items : [], data)
  const lengths = ['s7comm.param.maxamq_calling', 's7comm.param.maxamq_called', 's7comm.param.pdu_length']
  if (code === 0xf0) said.texts.push(`setup ${lengths.map(name => number(parameter, name)).join(' ')}`)
  if (role === 'request') {
    for (const { title } of all(parameter, 's7comm.param.blockcontrol.filename')) {
      said.texts.push(`block ${(/\[(.*)\]/.exec(title)?.[1] ?? title).replaceAll(' ', '')}`)
    }
    const service = first(parameter, 's7comm.param.pistart.servicename')
    if (service) said.texts.push(`service ${service.show}`)
  }
  return said
}

const partsOf = (item: Asked): readonly { text: string }[] => (item.parts.length > 0 ? item.parts : [item])

/** The values of a read reply or a write request, and the return codes of either reply. */
function readValues(said: Said, items: readonly Asked[], data: readonly Field[]): void {
  const answers = data.filter(({ name }) => name === 's7comm.data.item')
  answers.forEach((answer, index) => {
    const code = number(answer.fields, 's7comm.data.returncode')
    const bytes = first(answer.fields, 's7comm.resp.data')?.value
    const item = items[index]
    if (bytes === undefined || !item) {
      said.texts.push(`return code ${index + 1} 0x${hex2(code ?? -1)}`)
      return
    }
    let at = 0
    if (item.parts.length === 0) said.values.push({ text: item.text, bytes })
    for (const { text, length } of item.parts) {
      said.values.push({ text, bytes: bytes.slice(2 * at + 2, 2 * (at + 1 + length)) })
      at += length + 1
    }
  })
}

/** The word in brackets that ends what tshark shows for an area: `Flags (M) (0x83)`; for a size: `BYTE (2)`. */
const areaName = (title: string): string => /\(([A-Z]+)\) \(0x/.exec(title)?.[1] ?? title
/** What tshark calls BIT is BOOL to Siemens. */
const sizeName = (title: string): string => (/: (.+) \(\d+\)$/.exec(title)?.[1] ?? title).replace(/^BIT$/, 'BOOL')

function asked({ fields }: Field): Asked {
  const areas = fields.filter(({ name }) => name === 's7comm.param.subitem')
  if (areas.length > 0) {
    const parts = areas.map(area => {
      const [length, db, start] = ['length', 'db', 'startaddress'].map(name =>
        number(area.fields, `s7comm.param.item.dbread.${name}`),
      )
      return { text: `DB db ${db} byte ${start} x${length}`, length: length! }
    })
    return { text: '', parts }
  }
  const area = areaName(first(fields, 's7comm.param.item.area')?.title ?? '')
  const size = sizeName(first(fields, 's7comm.param.item.transp_size')?.title ?? '')
  const db = area === 'DB' || area === 'DI' ? ` db ${number(fields, 's7comm.param.item.db')}` : ''
  const counter = number(fields, 's7comm.param.item.address.number')
  const [byte, bit] = ['byte', 'bit'].map(name => number(fields, `s7comm.param.item.address.${name}`))
  const where = counter === undefined ? `byte ${byte} bit ${bit}` : `number ${counter}`
  return { text: `${area}${db} ${where} ${size} x${number(fields, 's7comm.param.item.length')}`, parts: [] }
}

const hex4 = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`

function userdataFacts({ role, code }: Kind, data: readonly Field[]): Said {
  const said: Said = { texts: [], values: [] }
  const list = number(data, 's7comm.data.userdata.szl_id')
  if (role === 'request' && list !== undefined) {
    said.texts.push(`SZL ${hex4(list)} index ${hex4(number(data, 's7comm.data.userdata.szl_index')!)}`)
  }
  if (code === 1 || code === 2) watched(said, data)
  const clock = first(data, 's7comm.data.ts')
  if (code === 7 && clock) said.texts.push(`clock ${moment(clock.show)}`)
  for (const { fields } of all(data, 's7comm.data.userdata.szl_data_tree')) {
    const order = first(fields, 's7comm.szl.xy11.0001.anz')?.show.trim()
    if (order && number(fields, 's7comm.szl.xy11.0001.index') === 1) said.texts.push(`order number ${order}`)
  }
  return said
}

/** Variables of cyclic data and of the test functions, with the values that came for them. */
function watched(said: Said, data: readonly Field[]): void {
  const within = first(data, 's7comm.cpu.tis.data')?.fields ?? data
  for (const item of within.filter(({ name }) => name === 's7comm.param.item')) {
    const title = /\((?:DB ?(\d+)\.DBX|([A-Z]+)) ?(\d+)\.(\d)(?: (\w+) (\d+))?\)/.exec(item.title)
    if (title) {
      const [, db, area, byte, bit, size = 'BOOL', count = '1'] = title
      said.texts.push(`watch ${area ?? `DB db ${db}`} byte ${byte} bit ${bit} ${size} x${count}`)
    } else for (const { text } of partsOf(asked(item))) said.texts.push(`watch ${text}`)
  }
  for (const item of within.filter(({ name }) => name === 's7comm.data.item')) {
    const bytes = first(item.fields, 's7comm.resp.data')
    if (bytes) said.values.push({ text: 'value', bytes: bytes.value })
  }
}

const moment = (shown: string): string => {
  const parsed = new Date(shown.replace(/(\.\d{3})\d*/, '$1'))
  return Number.isNaN(parsed.getTime()) ? shown : parsed.toISOString().slice(0, 23).replace('T', ' ')
}

type Message = {
  readonly kind: string
  readonly reference: number
  readonly code: number
  readonly error: number
  readonly group: number
  readonly body: {
    readonly kind: string
    readonly values?: readonly { code: number; at: number; length: number }[]
    readonly codes?: readonly number[]
    readonly calling?: number
    readonly called?: number
    readonly pdu?: number
    readonly name?: string
    readonly bytes?: Uint8Array
    readonly block?: { readonly text: string } | null
    readonly blocks?: readonly { readonly text: string }[]
  }
}

export function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const exchange of exchanges) if (exchange.protocol === 's7comm') tell(facts, exchange)
  return facts
}

function tell(facts: Facts, exchange: Exchange): void {
  const { request, reply } = exchange
  const asked = request?.label.function?.code
  const answered = reply?.label.function?.code ?? asked ?? 'ack'
  if (request && asked) tellRequest(facts, request, asked, exchange)
  if (reply && messageOf(reply).kind !== 'transport') tellReply(facts, reply, answered, exchange)
}

const messageOf = (told: Told): Message => told.message as Message
const headOf = ({ message, label }: Told, code: string): string =>
  `${label.role} ${(message as Message).reference} ${code}`

function tellRequest(facts: Facts, told: Told, key: string, { meaning: { operation } }: Exchange): void {
  const { kind, code, group, body } = messageOf(told)
  const head = headOf(told, key)
  const add = (text: string): void => facts.add(`${head}: ${text}`, told.frame)
  facts.messages++
  facts.add(head, told.frame)
  if (body.kind === 'setup') add(`setup ${body.calling} ${body.called} ${body.pdu}`)
  for (const { text } of body.blocks ?? (body.block ? [body.block] : [])) add(`block ${text}`)
  if (body.kind === 'service') add(`service ${body.name}`)
  if (!operation) return
  const word = kind === 'userdata' ? 'watch' : code === READ ? 'read' : 'write'
  for (const item of operation.items) {
    add(`${word} ${addressOf(item)}`)
    if (item.in === 'request' && kind === 'job') value(facts, head, item, told)
  }
  // A request for the next part of an answer names no list again.
  if (kind === 'userdata' && group === 4 && (body.bytes?.length ?? 0) >= 4) {
    const list = /^SZL 0x[0-9a-f]{4} index 0x[0-9a-f]{4}/.exec(operation.object)
    if (list) add(list[0])
  }
  if (kind === 'userdata') values(facts, head, told)
  if (kind === 'userdata' && operation.verb === 'clock') add(`clock ${operation.detail?.clock}`)
}

function tellReply(facts: Facts, told: Told, key: string, { request, meaning: { operation, claims } }: Exchange): void {
  const { kind, code, error, group, body } = messageOf(told)
  const head = headOf(told, key)
  const add = (text: string): void => facts.add(`${head}: ${text}`, told.frame)
  facts.messages++
  facts.add(head, told.frame)
  if (error !== 0) add(`error ${hex4(error)}`)
  if (body.kind === 'setup') add(`setup ${body.calling} ${body.called} ${body.pdu}`)
  const items = operation?.items ?? []
  if (kind === 'ack') for (const item of items) if (item.in === 'reply') value(facts, head, item, told)
  if (kind === 'ack' && code === READ) {
    body.values?.forEach((answer, index) => {
      if (answer.code !== SUCCESS || !request) add(`return code ${index + 1} 0x${hex2(answer.code)}`)
    })
  }
  if (kind === 'ack' && code === WRITE)
    for (const [index, answer] of (body.codes ?? []).entries()) add(`return code ${index + 1} 0x${hex2(answer)}`)
  if (kind !== 'userdata') return
  values(facts, head, told)
  if (operation?.verb === 'read' && group === 7) add(`clock ${operation.detail?.clock}`)
  if (operation?.object.startsWith('SZL') && operation.object.slice(8, 10) === '11') {
    for (const { attribute, value: text } of claims) if (attribute === 'orderNumber') add(`order number ${text}`)
  }
}

function addressOf({ native }: Item): string {
  const { area, db, byte, bit, number: counter, type, count, areas } = native
  if (areas !== undefined) return `DB db ${db} byte ${byte} x${count}`
  const where = counter === undefined ? `byte ${byte} bit ${bit}` : `number ${counter}`
  return `${area}${db === undefined ? '' : ` db ${db}`} ${where} ${type} x${count}`
}

function value(facts: Facts, head: string, item: Item, told: Told): void {
  const bytes = hex(told.body.subarray(item.at, item.at + spanOf(item.type, item.count)), Number.POSITIVE_INFINITY)
  facts.values += bytes.length / 2
  facts.add(`${head}: ${addressOf(item)} = ${bytes}`, told.frame)
}

/** The values of cyclic data and test functions as their message has them: an address is known from an earlier one. */
function values(facts: Facts, head: string, told: Told): void {
  for (const answer of messageOf(told).body.values ?? []) {
    if (answer.length === 0) continue
    const bytes = hex(told.body.subarray(answer.at, answer.at + answer.length), Number.POSITIVE_INFINITY)
    facts.values += answer.length
    facts.add(`${head}: value = ${bytes}`, told.frame)
  }
}
