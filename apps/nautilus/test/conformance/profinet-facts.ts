// PROFINET on Ethernet, as tshark and as the sensor tell it.
import { valuesOf } from '@nautilus/protocols'
import { Facts, Histogram } from './facts.ts'
import type { Exchange, Told } from './recorder.ts'
import { fields } from './tshark.ts'

export type View = { readonly facts: Facts; readonly histogram: Histogram }

/** Two equal frames within this, seconds, are one that was mirrored twice. */
const WINDOW = 0.005

const NAMES = {
  time: 'frame.time_epoch',
  frame: 'frame.number',
  source: 'eth.src',
  to: 'eth.dst',
  frameId: 'pn_rt.frame_id',
  cycle: 'pn_rt.cycle_counter',
  status: 'pn_rt.ds',
  service: 'pn_dcp.service_id',
  type: 'pn_dcp.service_type',
  xid: 'pn_dcp.xid',
  option: 'pn_dcp.option',
  name: 'pn_dcp.suboption_device_nameofstation',
  station: 'pn_dcp.suboption_device_devicevendorvalue',
  vendor: 'pn_dcp.suboption_vendor_id',
  device: 'pn_dcp.suboption_device_id',
  ip: 'pn_dcp.suboption_ip_ip',
  mask: 'pn_dcp.suboption_ip_subnetmask',
  gateway: 'pn_dcp.suboption_ip_standard_gateway',
  blockError: 'pn_dcp.block_error',
  destination: 'pn_io.alarm_dst_endpoint',
  pdu: 'pn_io.pdu_type.type',
  error: 'pn_io.error_code',
  decode: 'pn_io.error_decode',
  code1: 'pn_io.error_code1',
  code2: 'pn_io.error_code2',
  alarmType: 'pn_io.alarm_type',
  slot: 'pn_io.slot_nr',
  sequence: 'pn_ptcp.sequence_id',
  port: 'pn_ptcp.port_mac_address',
} as const
type Row = Record<keyof typeof NAMES, string>
const KEYS = Object.keys(NAMES) as (keyof typeof NAMES)[]

const PTCP: Record<number, string> = {
  65280: 'announce',
  65312: 'follow-up',
  65344: 'delay-request',
  65345: 'delay-response',
  65346: 'delay-follow-up',
  65347: 'delay-response',
}
const PDUS = ['unknown', '', ':nack', ':ack', ':error']

export async function theirs(path: string): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  const last = new Map<string, number>()
  for (const cells of await fields(path, 'eth.type == 0x8892', Object.values(NAMES))) {
    const row = Object.fromEntries(KEYS.map((key, i) => [key, cells[i] ?? ''])) as Row
    const key = cells.slice(2).join('\t')
    const before = last.get(key) ?? Number.NEGATIVE_INFINITY
    if (Number(row.time) - before <= WINDOW) continue
    last.set(key, Number(row.time))
    facts.messages++
    state(facts, histogram, row)
  }
  return { facts, histogram }
}

function state(facts: Facts, histogram: Histogram, row: Row): void {
  if (row.service) stateDcp(facts, histogram, row)
  else if (row.status) stateCyclic(facts, histogram, row)
  else if (row.sequence) statePtcp(facts, histogram, row)
  else if (row.destination) stateAlarm(facts, histogram, row)
}

const adder = (facts: Facts, head: string, frame: number) => (name: string, value: string) => {
  if (value === '') return
  facts.values++
  facts.add(`${head}: ${name} = ${value}`, frame)
}

function stateDcp(facts: Facts, histogram: Histogram, row: Row): void {
  const reply = row.type !== '0'
  const counts = histogram.of(row.service)
  if (reply) counts.replies++
  else counts.requests++
  const errors = row.blockError.split(',').filter(error => error !== '' && Number(error) !== 0)
  if (reply && (errors.length > 0 || row.type !== '1')) counts.errors++
  const head = `dcp ${row.service} ${reply ? 'reply' : 'request'} ${Number(row.xid)}`
  facts.add(head, Number(row.frame))
  const add = adder(facts, head, Number(row.frame))
  add('name', row.name)
  add('station', row.station)
  add('vendor', row.vendor && String(Number(row.vendor)))
  add('device', row.device && String(Number(row.device)))
  add('ip', row.ip)
  add('mask', row.mask)
  add('gateway', row.gateway)
  if (reply) for (const error of errors) add('error', error)
}

function stateCyclic(facts: Facts, histogram: Histogram, row: Row): void {
  histogram.of('rt').replies++
  const head = `rt ${Number(row.frameId)} cycle ${row.cycle}`
  facts.add(head, Number(row.frame))
  const status = Number(row.status)
  const add = adder(facts, head, Number(row.frame))
  add('provider', status & 0x10 ? 'run' : 'stop')
  add('data', status & 0x04 ? 'valid' : 'invalid')
  add('problem', status & 0x20 ? 'no' : 'yes')
  add('state', status & 0x01 ? 'primary' : 'backup')
}

function statePtcp(facts: Facts, histogram: Histogram, row: Row): void {
  histogram.of(`ptcp:${PTCP[Number(row.frameId)] ?? 'sync'}`).replies++
  const head = `ptcp ${Number(row.frameId)} sequence ${row.sequence}`
  facts.add(head, Number(row.frame))
  adder(facts, head, Number(row.frame))('port', row.port)
}

function stateAlarm(facts: Facts, histogram: Histogram, row: Row): void {
  const priority = Number(row.frameId) === 0xfc01 ? 'high' : 'low'
  const pdu = PDUS[Number(row.pdu)]!
  const counts = histogram.of(`alarm:${priority}${pdu}`)
  counts.replies++
  if (pdu === ':error' || pdu === ':nack') counts.errors++
  const head = `alarm ${priority}${pdu} to ${Number(row.destination)}`
  facts.add(head, Number(row.frame))
  const add = adder(facts, head, Number(row.frame))
  if (pdu === ':error') {
    const status = [row.error, row.decode, row.code1, row.code2].map(part => Number(part).toString(16).padStart(2, '0'))
    add('status', `0x${status.join('')}`)
  }
  add('type', row.alarmType)
  add('slot', row.slot && String(Number(row.slot)))
}

type Message = {
  readonly kind: 'dcp' | 'cyclic' | 'alarm' | 'ptcp'
  readonly frameId: number
  readonly service: number
  readonly xid: number
  readonly cycle: number
  readonly sequence: number
  readonly pdu: string
  readonly destination: number
}

export function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const exchange of exchanges) if (exchange.protocol === 'profinet') tell(facts, exchange)
  return facts
}

function headOf({ message, label }: Told): string {
  const { kind, service, xid, frameId, cycle, sequence, pdu, destination } = message as Message
  if (kind === 'dcp') return `dcp ${service} ${label.role === 'request' ? 'request' : 'reply'} ${xid}`
  if (kind === 'cyclic') return `rt ${frameId} cycle ${cycle}`
  if (kind === 'ptcp') return `ptcp ${frameId} sequence ${sequence}`
  return `alarm ${frameId === 0xfc01 ? 'high' : 'low'}${pdu === 'data' ? '' : `:${pdu}`} to ${destination}`
}

function tell(facts: Facts, { request, reply, meaning }: Exchange): void {
  for (const told of [request, reply]) {
    if (!told) continue
    facts.messages++
    facts.add(headOf(told), told.frame)
  }
  const { operation } = meaning
  if (!operation) return
  const stater = operation.verb === 'discover' ? reply : request
  const told = stater ?? (operation.verb === 'report' || operation.function.code.startsWith('alarm') ? reply : null)
  if (request && operation.verb === 'discover') sought(facts, request, operation.object)
  if (told) detailed(facts, told, operation.detail ?? {})
  if (reply && operation.refusal) {
    const name = operation.function.code.startsWith('alarm') ? 'status' : 'error'
    adder(facts, headOf(reply), reply.frame)(name, operation.refusal.code)
  }
  for (const item of operation.items) if (reply && valuesOf(item, reply.body) === null) throw new Error('no values')
}

function sought(facts: Facts, request: Told, object: string): void {
  const name = /^name of station (.*)$/.exec(object)?.[1]
  if (name) adder(facts, headOf(request), request.frame)('name', name)
}

const hexOf = (text: string | number | undefined): string => {
  const digits = /0x[0-9a-f]+/.exec(String(text ?? ''))?.[0]
  return digits ? String(Number(digits)) : ''
}

function detailed(facts: Facts, told: Told, detail: Readonly<Record<string, string | number>>): void {
  const add = adder(facts, headOf(told), told.frame)
  const text = (key: string): string => String(detail[key] ?? '')
  add('name', text('name of station'))
  add('station', text('type of station'))
  add('vendor', hexOf(detail.vendor))
  add('device', hexOf(detail.device))
  add('ip', text('IP'))
  for (const key of ['mask', 'gateway', 'provider', 'data', 'problem', 'state', 'port']) add(key, text(key))
}
