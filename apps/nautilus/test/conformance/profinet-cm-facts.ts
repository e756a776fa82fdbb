// Context management of PROFINET, as tshark and as the sensor tell it.
import { Facts, Histogram } from './facts.ts'
import type { Exchange, Told } from './recorder.ts'
import { fields } from './tshark.ts'

export type View = { readonly facts: Facts; readonly histogram: Histogram }

/** Two equal datagrams within this, seconds, are one that was mirrored twice. */
const WINDOW = 0.005
const MULTIPLE = 0xe040
/** Housekeeping of RPC, by packet type. */
const OTHERS: Readonly<Record<string, string>> = {
  1: 'ping',
  4: 'working',
  5: 'no-call',
  7: 'ack',
  8: 'cancel',
  9: 'fragment-ack',
  10: 'cancel-ack',
}
const UUID_FIELDS = ['dcerpc.dg_if_id', 'dcerpc.dg_act_id']

const NAMES = [
  'frame.time_epoch',
  'frame.number',
  'ip.src',
  'ip.id',
  'dcerpc.pkt_type',
  'dcerpc.opnum',
  'dcerpc.dg_seqnum',
  'pn_io.index',
  'pn_io.record_data_length',
  'pn_io.cminitiator_station_name',
  'pn_io.session_key',
  'pn_io.control_command',
  'pn_io.error_code',
  ...UUID_FIELDS,
]

export async function theirs(path: string): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  const last = new Map<string, number>()
  for (const cells of await fields(path, 'udp && dcerpc', NAMES)) {
    const key = cells.slice(2).join('\t')
    const before = last.get(key) ?? Number.NEGATIVE_INFINITY
    if (Number(cells[0]) - before <= WINDOW) continue
    last.set(key, Number(cells[0]))
    state(facts, histogram, cells)
  }
  return { facts, histogram }
}

const listOf = (text: string): number[] => (text === '' ? [] : text.split(',').map(Number))

function state(facts: Facts, histogram: Histogram, cells: string[]): void {
  const [, frame = '', , , type = '', opnum = '', sequence = '', index = '', length = ''] = cells
  const [, , , , , , , , , station = '', session = '', command = '', error = ''] = cells
  const reply = type !== '0'
  const counts = histogram.of(OTHERS[type] ?? opnum)
  if (reply) counts.replies++
  else counts.requests++
  if (reply && Number(error.split(',')[0]) !== 0) counts.errors++
  facts.messages++
  const head = headOf(opnum, reply, sequence)
  const at = Number(frame)
  facts.add(head, at)
  const lengths = listOf(length)
  for (const [i, one] of listOf(index).entries()) {
    if (one !== MULTIPLE) add(facts, `${head}: record ${one} length ${lengths[i]}`, at)
  }
  if (station) add(facts, `${head}: station ${station}`, at)
  if (session) add(facts, `${head}: session ${session}`, at)
  if (command) add(facts, `${head}: command ${Number(command)}`, at)
}

const headOf = (opnum: number | string, reply: boolean, sequence: number | string): string =>
  `${opnum} ${reply ? 'reply' : 'request'} ${sequence}`

function add(facts: Facts, fact: string, frame: number): void {
  facts.values++
  facts.add(fact, frame)
}

type Message = {
  readonly head: { readonly opnum: number; readonly sequence: number }
  readonly content: {
    readonly relation: { readonly station: string; readonly key: number } | null
    readonly server: string
    readonly control: { readonly key: number; readonly command: number } | null
    readonly entries: readonly { readonly index: number; readonly length: number }[]
  } | null
}

export function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const { protocol, request, reply } of exchanges) {
    if (protocol !== 'profinet-cm') continue
    if (request) tell(facts, request, false)
    if (reply) tell(facts, reply, true)
  }
  return facts
}

function tell(facts: Facts, { message, frame }: Told, reply: boolean): void {
  const { head, content } = message as Message
  const text = headOf(head.opnum, reply, head.sequence)
  facts.messages++
  facts.add(text, frame)
  for (const { index, length } of content?.entries ?? []) {
    add(facts, `${text}: record ${index} length ${length}`, frame)
  }
  const session = content?.relation?.key ?? content?.control?.key
  // The device's own name has the same field as the controller's.
  const station = content?.relation?.station || content?.server
  if (station) add(facts, `${text}: station ${station}`, frame)
  if (session !== undefined) add(facts, `${text}: session ${session}`, frame)
  if (content?.control) add(facts, `${text}: command ${content.control.command}`, frame)
}
