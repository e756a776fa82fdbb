// EtherNet/IP and CIP, as tshark and as the sensor tell it.
import { Facts, Histogram } from './facts.ts'
import { all, type Field, first, number } from './pdml.ts'
import type { Exchange, Told } from './recorder.ts'
import { dissected, type Segment } from './tshark.ts'

export type View = { readonly facts: Facts; readonly histogram: Histogram }

const PARTIAL = 6
const MANAGER = 6
const FORWARD_OPEN = 0x54
const FORWARD_CLOSE = 0x4e

const hex = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`

/** A client on port 1102, which tshark takes for the server's and for another protocol's. */
const PORT = 44818
const AS_ENIP = ['-d', 'tcp.port==1102,enip']

/** Commands that carry no CIP, as the sensor counts them. */
const commands: Readonly<Record<number, string>> = {
  0x0001: 'command 0x0001',
  0x0004: 'list-services',
  0x0063: 'list-identity',
  0x0064: 'list-interfaces',
  0x0065: 'register-session',
}

/** What a frame says on its bytes; what tshark knows from elsewhere has no bytes. */
const said = (fields: readonly Field[], name: string): number[] =>
  all(fields, name)
    .filter(field => field.value !== '')
    .map(field => Number(field.show))

export async function theirs(path: string, segments: ReadonlyMap<number, Segment>): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  const keep = ['enip', 'cip', 'cipcm', 'cipcls', 'cippccc', 'udp']
  await dissected(path, 'enip', keep, AS_ENIP, ({ frame, protocols }) => {
    if (segments.get(frame)?.fresh === false) return
    let header: readonly Field[] = []
    const datagram = protocols.find(({ name }) => name === 'udp')
    const to = datagram ? number(datagram.fields, 'udp.dstport') : segments.get(frame)?.to
    for (const [index, { name, fields }] of protocols.entries()) {
      if (name === 'enip') header = fields
      if (name === 'enip' && !hasCip(protocols, index)) command(facts, histogram, frame, fields, to !== PORT)
      if (name === 'cip') message(facts, histogram, frame, header, [...fields, ...behind(protocols, index)])
    }
  })
  return { facts, histogram }
}

const hasCip = (protocols: readonly Field[], at: number): boolean => protocols[at + 1]?.name === 'cip'

/** What tshark shows beside a message, of the object that it is for. */
function behind(protocols: readonly Field[], at: number): Field[] {
  const found: Field[] = []
  for (let k = at + 1; k < protocols.length && protocols[k]!.name !== 'enip'; k++) {
    if (protocols[k]!.name !== 'cip') found.push(...protocols[k]!.fields)
  }
  return found
}

function command(facts: Facts, histogram: Histogram, frame: number, fields: readonly Field[], reply: boolean): void {
  const code = number(fields, 'enip.command') ?? -1
  const key = commands[code]
  if (!key) return
  facts.messages++
  const counts = histogram.of(key)
  if (reply) counts.replies++
  else counts.requests++
  facts.add(`${key} ${reply ? 'reply' : 'request'}`, frame)
  for (const name of ['vendor', 'devtype', 'prodcode', 'serial', 'state']) {
    const value = number(fields, `enip.lir.${name}`)
    if (value === undefined) continue
    facts.add(`${key} reply: ${name} ${value}`, frame)
    facts.values++
  }
  const called = first(fields, 'enip.lir.name')
  if (called) facts.add(`${key} reply: name ${called.show}`, frame)
}

function message(
  facts: Facts,
  histogram: Histogram,
  frame: number,
  header: readonly Field[],
  fields: readonly Field[],
): void {
  const services = all(fields, 'cip.service').map(field => Number(field.show))
  if (services.length === 0) return
  facts.messages++
  const reply = services[0]! >= 0x80
  const sequence = number(header, 'cip.seq')
  const context = first(header, 'enip.context')?.value ?? ''
  const head = `${reply ? 'reply' : 'request'} ${sequence ?? context}`
  const statuses = said(fields, 'cip.genstat')
  for (const [index, service] of services.entries()) {
    const counts = histogram.of(hex(service & 0x7f))
    if (reply) counts.replies++
    else counts.requests++
    const status = reply ? statuses[index] : undefined
    if (status !== undefined && status !== 0 && status !== PARTIAL) counts.errors++
    facts.add(`${head}: service ${hex(service & 0x7f)}${status === undefined ? '' : ` status ${status}`}`, frame)
    if (status !== undefined) facts.values++
  }
  if (!reply) addresses(facts, frame, head, fields, services[0]!)
  if (reply) return
  for (const name of ['cmd.code', 'fnc.code_06', 'fnc.code_0f', 'file.num', 'file.type', 'element.num', 'byte.size']) {
    for (const value of said(fields, `cip.pccc.${name}`)) {
      facts.add(`${head}: pccc ${name} ${value}`, frame)
      facts.values++
    }
  }
}

function addresses(facts: Facts, frame: number, head: string, fields: readonly Field[], service: number): void {
  const state = (text: string): void => {
    facts.add(`${head}: ${text}`, frame)
    facts.values++
  }
  if (service === FORWARD_OPEN || service === FORWARD_CLOSE) {
    for (const name of ['orig_serial_num', 'otrpi', 'torpi']) {
      const value = number(fields, `cip.cm.${name}`)
      if (value !== undefined) state(`${name} ${value}`)
    }
    return
  }
  for (const name of ['class', 'instance', 'attribute']) {
    for (const value of said(fields, `cip.${name}`)) state(`${name} ${value}`)
  }
  for (const { show, value } of all(fields, 'cip.symbol')) if (value !== '') state(`symbol ${show}`)
}

/** The parts of our messages that the facts need. */
type Segmented = { readonly kind: string; readonly type?: number; readonly value?: number }
type Cip = {
  readonly bytes: Uint8Array
  readonly data: number
  readonly end: number
  readonly reply: boolean
  readonly service: number
  readonly status: number
  readonly path: { readonly class: number; readonly segments: readonly Segmented[] }
  readonly parts: readonly Cip[]
}
type Enip = {
  readonly bytes: Uint8Array
  readonly command: number
  readonly sequence: number
  readonly cip: Cip | null
  readonly status: number
}

export function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const { protocol, request, reply, meaning } of exchanges) {
    if (protocol !== 'enip') continue
    for (const told of [request, reply]) if (told) tell(facts, told, meaning.operation?.detail ?? {})
  }
  return facts
}

type Detail = Readonly<Record<string, string | number>>

function tell(facts: Facts, told: Told, detail: Detail): void {
  const { bytes, command: code, sequence, cip } = told.message as Enip
  if (!cip) return tellCommand(facts, told, code, bytes, detail)
  facts.messages++
  const context = Buffer.from(bytes.subarray(12, 20)).toString('hex')
  tellService(facts, told.frame, `${cip.reply ? 'reply' : 'request'} ${sequence < 0 ? context : sequence}`, cip)
}

function tellCommand(facts: Facts, told: Told, code: number, bytes: Uint8Array, detail: Detail): void {
  const key = commands[code]
  if (!key) return
  facts.messages++
  const role = told.from === 'client' ? 'request' : 'reply'
  facts.add(`${key} ${role}`, told.frame)
  if (code !== 0x63 || role === 'request' || detail.name === undefined) return
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const body = 24 + 2 + 4 + 18
  const numbers = {
    vendor: view.getUint16(body, true),
    devtype: view.getUint16(body + 2, true),
    prodcode: view.getUint16(body + 4, true),
  }
  const rest = { serial: Number(detail.serial), state: bytes.at(-1)! }
  for (const [name, value] of Object.entries({ ...numbers, ...rest })) {
    facts.add(`${key} reply: ${name} ${value}`, told.frame)
    facts.values++
  }
  facts.add(`${key} reply: name ${detail.name}`, told.frame)
}

function tellService(facts: Facts, frame: number, head: string, cip: Cip): void {
  facts.add(`${head}: service ${hex(cip.service)}${cip.reply ? ` status ${cip.status}` : ''}`, frame)
  if (cip.reply) facts.values++
  else tellAddress(facts, frame, head, cip)
  for (const part of cip.parts) tellService(facts, frame, head, part)
}

const NAMES = ['class', 'instance', '', '', 'attribute']

function tellAddress(facts: Facts, frame: number, head: string, cip: Cip): void {
  const state = (text: string): void => {
    facts.add(`${head}: ${text}`, frame)
    facts.values++
  }
  const { path, service, bytes, data } = cip
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (path.class === MANAGER && (service === FORWARD_OPEN || service === FORWARD_CLOSE)) {
    const at = data + (service === FORWARD_OPEN ? 14 : 6)
    state(`orig_serial_num ${view.getUint32(at, true)}`)
    if (service !== FORWARD_OPEN) return
    state(`otrpi ${view.getUint32(data + 22, true)}`)
    return state(`torpi ${view.getUint32(data + 28, true)}`)
  }
  for (const { kind, type, value } of path.segments) {
    if (kind === 'logical' && NAMES[type!]) state(`${NAMES[type!]} ${value}`)
  }
  if (service === 0x03 || service === 0x04) listed(cip, view, state)
  if (path.class === 0x67 && service === 0x4b) pccc(cip, state)
}

/** The attributes that a list asks for; of a set only the first, as widths are not known. */
function listed({ data, end, service }: Cip, view: DataView, state: (text: string) => void): void {
  const stop = service === 0x03 ? end : Math.min(end, data + 4)
  for (let at = data + 2; at + 2 <= stop; at += 2) state(`attribute ${view.getUint16(at, true)}`)
}

/** Of the masked write tshark shows no address. */
const ADDRESSED = [0xa1, 0xa2, 0xa9, 0xaa]

function pccc({ bytes, data, end }: Cip, state: (text: string) => void): void {
  const at = data + bytes[data]!
  const [code, fnc] = [bytes[at]!, bytes[at + 4]!]
  state(`pccc cmd.code ${code}`)
  if (code === 0x06) return state(`pccc fnc.code_06 ${fnc}`)
  if (code !== 0x0f) return
  state(`pccc fnc.code_0f ${fnc}`)
  if (!ADDRESSED.includes(fnc) || at + 9 > end) return
  const wide = (k: number): [number, number] =>
    bytes[k] === 0xff ? [bytes[k + 1]! + 256 * bytes[k + 2]!, k + 3] : [bytes[k]!, k + 1]
  state(`pccc byte.size ${bytes[at + 5]}`)
  const [file, typeAt] = wide(at + 6)
  const [element] = wide(typeAt + 1)
  state(`pccc file.num ${file}`)
  state(`pccc file.type ${bytes[typeAt]}`)
  state(`pccc element.num ${element}`)
}
