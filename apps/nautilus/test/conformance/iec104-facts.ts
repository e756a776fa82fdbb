// IEC 60870-5-104, as tshark and as the sensor tell it.
import { valuesOf } from '@nautilus/protocols'
import { Facts, Histogram } from './facts.ts'
import { all, type Field, number } from './pdml.ts'
import type { Exchange, Told } from './recorder.ts'
import { dissected, segmentsOf } from './tshark.ts'

type View = { readonly facts: Facts; readonly histogram: Histogram }

const TYPE = 'iec60870_asdu.typeid'
/** Values by the field of tshark. */
const VALUES = ['iec60870_asdu.normval', 'iec60870_asdu.scalval', 'iec60870_asdu.float', 'iec60870_asdu.bitstring']
const STATES = ['iec60870_asdu.siq.spi', 'iec60870_asdu.diq.dpi', 'iec60870_asdu.sco.on', 'iec60870_asdu.dco.on']

const rounded = (value: number): string => String(Number(value.toPrecision(5)))

/** Requests are what is activated or asked for, as the sensor counts them. */
function count(histogram: Histogram, type: number, cause: number, negative: boolean, client: boolean): void {
  const counts = histogram.of(String(type))
  const asks = type < 120 && (cause === 6 || cause === 8 || (cause === 5 && type === 102 && client))
  if (asks) counts.requests++
  else counts.replies++
  if (!asks && (negative || cause >= 44)) counts.errors++
}

const headOf = (type: number, cause: number, common: number): string => `type ${type} cause ${cause} of ${common}`

export async function theirs(path: string): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  const segments = await segmentsOf(path)
  await dissected(path, 'iec60870_asdu', ['iec60870_asdu'], [], ({ frame, protocols }) => {
    const segment = segments.get(frame)
    if (!segment?.fresh) return
    for (const { fields } of protocols) state({ facts, histogram }, fields, frame, segment.to === 2404)
  })
  return { facts, histogram }
}

function state({ facts, histogram }: View, fields: readonly Field[], frame: number, client: boolean): void {
  const type = number(fields, TYPE)
  if (type === undefined) return
  const cause = number(fields, 'iec60870_asdu.causetx') ?? -1
  const negative = number(fields, 'iec60870_asdu.nega') === 1
  const head = headOf(type, cause, number(fields, 'iec60870_asdu.addr') ?? -1)
  facts.messages++
  facts.add(`${head}${negative ? ' negative' : ''}`, frame)
  count(histogram, type, cause, negative, client)
  for (const { show } of all(fields, 'iec60870_asdu.ioa')) facts.add(`${head}: object ${Number(show)}`, frame)
  // The reply to a command repeats what was asked for; the sensor tells it once.
  if (type >= 45 && type <= 64 && cause !== 6) return
  for (const name of VALUES) {
    for (const { show } of all(fields, name)) {
      const value = name.endsWith('normval') ? Math.round(Number(show) * 32768) : Number(show)
      facts.values++
      facts.add(`${head}: value ${rounded(value)}`, frame)
    }
  }
  for (const name of STATES) {
    for (const { show } of all(fields, name)) {
      facts.values++
      facts.add(`${head}: state ${Number(show)}`, frame)
    }
  }
}

/** The parts of a message that the facts need. */
type Asdu = {
  readonly kind: string
  readonly type: number
  readonly cause: number
  readonly negative: boolean
  readonly common: number
  readonly count: number
  readonly sequence: boolean
  readonly at: number
  readonly bytes: Uint8Array
}

export function ours(exchanges: readonly Exchange[]): View {
  const view: View = { facts: new Facts(), histogram: new Histogram() }
  for (const exchange of exchanges) {
    if (exchange.protocol !== 'iec104') continue
    for (const told of [exchange.request, exchange.reply]) if (told) begin(view, told)
    tellValues(view.facts, exchange)
  }
  return view
}

function begin({ facts, histogram }: View, { message, frame, from }: Told): void {
  const asdu = message as Asdu
  if (asdu.kind !== 'asdu') return
  const { type, cause, negative, common } = asdu
  const head = headOf(type, cause, common)
  facts.messages++
  facts.add(`${head}${negative ? ' negative' : ''}`, frame)
  count(histogram, type, cause, negative, from === 'client')
  const { at, bytes, sequence, count: objects } = asdu
  const stride = sequence || objects === 0 ? 0 : (bytes.length - at) / objects
  for (let i = 0; i < objects; i++) {
    const place = at + i * stride
    const address = bytes[place]! + 256 * bytes[place + 1]! + 65536 * bytes[place + 2]!
    facts.add(`${head}: object ${address + (sequence ? i : 0)}`, frame)
  }
}

function tellValues(facts: Facts, { request, reply, meaning: { operation } }: Exchange): void {
  for (const item of operation?.items ?? []) {
    const told = item.in === 'request' ? request : reply
    const values = told && valuesOf(item, told.body)
    if (!told || !Array.isArray(values)) continue
    const { type, cause, common } = told.message as Asdu
    if (type >= 45 && type <= 64 && cause !== 6) continue
    const head = headOf(type, cause, common)
    facts.values++
    if (item.type !== 'bit') facts.add(`${head}: value ${rounded(values[0]!)}`, told.frame)
    else facts.add(`${head}: state ${values.reduce((sum, bit, index) => sum + bit * 2 ** index, 0)}`, told.frame)
  }
}
