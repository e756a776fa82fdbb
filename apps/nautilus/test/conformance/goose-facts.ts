// GOOSE, as tshark and as the sensor tell it: who publishes what, its numbers, and every value.
import type { Item } from '@nautilus/model'
import { hex, valuesOf } from '@nautilus/protocols'
import { Facts, Histogram } from './facts.ts'
import { type Field, first, number } from './pdml.ts'
import type { Exchange, Told } from './recorder.ts'
import { dissected } from './tshark.ts'

export type View = { readonly facts: Facts; readonly histogram: Histogram }

/** Frames that came twice, mirrored: the sensor drops the second. */
export async function theirs(path: string): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  await dissected(path, 'goose || r-goose', ['goose', 'r-goose'], [], ({ frame, protocols }) => {
    for (const { fields } of protocols) {
      const text = (name: string): string => first(fields, `goose.${name}`)?.show ?? ''
      if (!first(fields, 'goose.goosePdu_element')) continue
      facts.messages++
      histogram.of('0x61').replies++
      const head = text('gocbRef')
      const appid = number(fields, 'goose.appid') ?? number(fields, 'rgoose.appid')
      facts.add(
        `${head}: state ${Number(text('stNum'))} of ${text('datSet')} revision ${Number(text('confRev'))}`,
        frame,
      )
      facts.add(`${head}: id ${text('goID')} appid ${appid} life ${Number(text('timeAllowedtoLive'))}`, frame)
      const values = leaves(fields)
      facts.values += values.length
      facts.add(`${head}: ${values.join(' ')}`, frame)
    }
  })
  return { facts, histogram }
}

/** Simple values in their order; those of structures too. */
function leaves(fields: readonly Field[]): string[] {
  return fields.flatMap(field => {
    const kind = field.name.startsWith('goose.') ? field.name.slice(6) : ''
    switch (kind) {
      case 'boolean':
      case 'unsigned':
        return [String(Number(`0x${field.value}`))]
      case 'integer':
        return [String(Number(field.show))]
      case 'floating_point':
        return [String(floatOf(field.value))]
      case 'bit_string':
      case 'octet_string':
      case 'binary_time':
      case 'utc_time':
        return [field.value]
      case 'visible_string':
      case 'mMSString':
        return [field.show]
      default:
        return leaves(field.fields)
    }
  })
}

function floatOf(digits: string): number {
  const bytes = Buffer.from(digits.slice(2), 'hex')
  return bytes.length === 4 ? bytes.readFloatBE(0) : bytes.readDoubleBE(0)
}

export function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const { protocol, reply, meaning } of exchanges) {
    const { operation } = meaning
    if (protocol !== 'goose' || !reply || !operation || operation.function.code !== '0x61') continue
    const { object: head, detail = {}, items } = operation
    facts.messages++
    facts.add(`${head}: state ${detail.state} of ${detail.dataSet ?? ''} revision ${detail.revision}`, reply.frame)
    facts.add(`${head}: id ${detail.id ?? ''} appid ${Number(detail.appid)} life ${detail.life}`, reply.frame)
    facts.values += items.length
    facts.add(`${head}: ${items.map(item => textOf(item, reply)).join(' ')}`, reply.frame)
  }
  return facts
}

function textOf(item: Item, { body }: Told): string {
  if (item.type === 'msb') return hex(body.subarray(item.at, item.at + ((item.count + 7) >> 3)))
  const values = valuesOf(item, body)
  return typeof values === 'string' ? values : (values?.join() ?? '')
}
