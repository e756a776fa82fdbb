// OPC UA as tshark and the sensor have it: message types, services, request ids, results, attributes, nodes, values.
import { valuesOf } from '@nautilus/protocols'
import { Facts, Histogram } from './facts.ts'
import type { Exchange, Told } from './recorder.ts'
import { fields } from './tshark.ts'

/** Built-in types whose values are compared, and how tshark calls them. */
const TYPES: Readonly<Record<number, string>> = {
  1: 'Boolean',
  2: 'SByte',
  3: 'Byte',
  4: 'Int16',
  5: 'UInt16',
  6: 'Int32',
  7: 'UInt32',
  8: 'Int64',
  9: 'UInt64',
  10: 'Float',
  11: 'Double',
  12: 'String',
}
const NAMES = Object.values(TYPES)
/** Services whose requests have attributes, and whose strings are nodes that are read or written. */
const ATTRIBUTED: ReadonlySet<string> = new Set(['631', '673', '751'])
/** Services whose Variants are compared. */
const VALUED: ReadonlySet<string> = new Set(['631', '673', '826', '712'])
const FAULT = '397'

const FIELDS = [
  'frame.number',
  'tcp.stream',
  'tcp.srcport',
  'tcp.dstport',
  'opcua.transport.type',
  'opcua.servicenodeid.numeric',
  'opcua.security.rqid',
  'opcua.ServiceResult',
  'opcua.AttributeId',
  'opcua.nodeid.string',
  ...NAMES.map(name => `opcua.${name}`),
]
const listed = (text = ''): string[] => (text === '' ? [] : text.split(','))
const REPLIES = new Map([[12209, 12208], [12212, 12211]]) // biome-ignore format: pairs
const requestOf = (id: number): string => String(REPLIES.get(id) ?? id - 3)

/** tshark shows singles and doubles with so many digits; a number of ours is exact up to 2^53. */
const shown = (type: string, value: string | number): string =>
  type === 'Float' || type === 'Double'
    ? Number(Number(value).toPrecision(6)).toString()
    : type.endsWith('Int64')
      ? String(Number(value))
      : String(value)

type View = { readonly facts: Facts; readonly histogram: Histogram }

export async function theirs(path: string, preferences: readonly string[]): Promise<View> {
  const view = { facts: new Facts(), histogram: new Histogram() }
  const asked = new Map<string, string>()
  for (const row of await fields(path, 'opcua', FIELDS, preferences)) frameOf(row, asked, view)
  return view
}

function frameOf(row: readonly string[], asked: Map<string, string>, view: View): void {
  const [frame = '', stream = '', from = '', to = '', types, services, ids] = row
  const [service, request] = [listed(services), listed(ids)]
  const kinds = listed(types)
  for (const [index, type] of kinds.entries()) {
    const id = service.length > 0 && type !== 'HEL' && type !== 'ACK' ? Number(service.shift()) : -1
    const number = id < 0 ? '' : (request.shift() ?? '')
    const told = messageOf(type, id, Number(from) > Number(to), `${stream} ${number}`, asked)
    if (!told) continue
    const bad = told.role === 'reply' && listed(row[7]).some(result => Number(result) >= 0x8000_0000)
    count(view, { ...told, error: told.error || bad }, number, Number(frame))
    if (index === kinds.length - 1) said(view.facts, told, row, Number(frame))
  }
}

type Message = { readonly key: string; readonly role: string; readonly error: boolean; readonly mute: boolean }

function messageOf(type: string, id: number, up: boolean, pair: string, asked: Map<string, string>): Message | null {
  const plain = { error: false, mute: false }
  if (type === 'CLO') return { key: '452', role: 'reply', ...plain }
  if (type !== 'OPN' && type !== 'MSG') return null
  if (id < 0) return { key: type === 'OPN' ? '446' : 'encrypted', role: up ? 'request' : 'reply', ...plain }
  if (String(id) === FAULT) return { key: asked.get(pair) ?? '', role: 'reply', error: true, mute: true }
  const replies = !up
  const key = replies ? requestOf(id) : String(id)
  if (!replies) asked.set(pair, key)
  return { key, role: replies ? 'reply' : 'request', ...plain }
}

function count({ facts, histogram }: View, { key, role, error, mute }: Message, id: string, frame: number): void {
  const counts = histogram.of(key)
  if (role === 'request') counts.requests++
  else counts.replies++
  if (error) counts.errors++
  state(facts, head(mute ? '' : key, role, id), [], frame)
}

const head = (key: string, role: string, id: string): string => `${role} ${key} ${key === '446' ? '' : id}`

function state(facts: Facts, first: string, rest: readonly string[], frame: number): void {
  facts.messages++
  facts.add(first, frame)
  for (const fact of rest) {
    facts.values++
    facts.add(fact, frame)
  }
}

function said(facts: Facts, { key, role, mute }: Message, row: readonly string[], frame: number): void {
  const [results, attributes, strings] = row.slice(7)
  const add = (text: string): void => {
    facts.values++
    facts.add(`${role} ${key}: ${text}`, frame)
  }
  if (mute) for (const result of listed(results)) add(`fault ${Number(result)}`)
  if (ATTRIBUTED.has(key) && role === 'request') {
    for (const attribute of listed(attributes)) add(`attribute ${Number(attribute)}`)
    for (const node of listed(strings)) add(`node ${node}`)
  }
  if (!VALUED.has(key)) return
  for (const [index, name] of NAMES.entries()) {
    for (const value of listed(row[10 + index])) add(`${name} ${plainly(name, value)}`)
  }
}

const plainly = (name: string, value: string): string =>
  name === 'Boolean' ? String(Number(value === 'True' || value === '1')) : shown(name, value)

export function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const exchange of exchanges) {
    if (exchange.protocol !== 'opcua') continue
    for (const told of [exchange.request, exchange.reply]) if (told) messageTold(facts, told)
    meant(facts, exchange)
  }
  return facts
}

function messageTold(facts: Facts, { label, message, frame }: Told): void {
  const { type, request } = message as { type: string; request: number }
  if (type !== 'OPN' && type !== 'CLO' && type !== 'MSG') return
  const role = label.role === 'request' ? 'request' : 'reply'
  state(facts, head(label.function?.code ?? '', role, request < 0 ? '' : String(request)), [], frame)
}

function meant(facts: Facts, { request, reply, meaning }: Exchange): void {
  const { operation } = meaning
  if (!operation) return
  const key = operation.function.code
  const frame = (request ?? reply)!.frame
  const add = (role: string, text: string): void => {
    facts.values++
    facts.add(`${role} ${key}: ${text}`, frame)
  }
  if (reply?.label.error && !reply.label.function && operation.refusal) {
    add('reply', `fault ${Number(operation.refusal.code)}`)
  }
  for (const { object, native, type, in: place, ...item } of operation.items) {
    // Texts of an array are items of their own.
    if (ATTRIBUTED.has(key) && (!object.endsWith(']') || object.endsWith('[0]'))) {
      if (native.attribute !== undefined) add('request', `attribute ${native.attribute}`)
      const text = object.indexOf(';s=')
      if (text >= 0)
        add(
          'request',
          `node ${object
            .slice(text + 3)
            .split('@')[0]!
            .replace('[0]', '')}`,
        )
    }
    const name = TYPES[Number(native.type)]
    const body = place === 'request' ? request?.body : reply?.body
    if (!name || !body || place === 'nowhere' || !VALUED.has(key)) continue
    const values = valuesOf({ object, native, type, in: place, ...item }, body)
    for (const value of typeof values === 'string' ? [values] : (values ?? []))
      add(place, `${name} ${shown(name, value)}`)
  }
}
