// MQTT, as tshark and as the sensor tell it: packets, topics, names and payloads.
import { valuesOf } from '@nautilus/protocols'
import { Facts, Histogram } from './facts.ts'
import { all, type Field, first, number } from './pdml.ts'
import type { Exchange, Told } from './recorder.ts'
import { dissected, type Segment } from './tshark.ts'

export type View = { readonly facts: Facts; readonly histogram: Histogram }

/** Acknowledgements count as replies to what they acknowledge. */
const ASKS: Readonly<Record<number, number>> = { 2: 1, 4: 3, 5: 3, 7: 6, 9: 8, 11: 10, 13: 12 }
const ALONE = [14, 15]

export async function theirs(path: string, segments: ReadonlyMap<number, Segment>): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  await dissected(path, 'mqtt', ['mqtt'], [], ({ frame, protocols }) => {
    if (!segments.get(frame)?.fresh) return
    for (const { fields } of protocols) state(facts, histogram, frame, fields)
  })
  return { facts, histogram }
}

function state(facts: Facts, histogram: Histogram, frame: number, fields: readonly Field[]): void {
  const type = number(fields, 'mqtt.msgtype')
  if (type === undefined) return
  facts.messages++
  const quality = number(fields, 'mqtt.qos') ?? 0
  const head = `packet ${type} number ${number(fields, 'mqtt.msgid') ?? 0}`
  facts.add(head, frame)
  const asked = ASKS[type]
  const counts = histogram.of(String(asked ?? type))
  if (asked !== undefined || ALONE.includes(type) || (type === 3 && quality === 0)) counts.replies++
  else counts.requests++
  const text = (name: string): string => first(fields, `mqtt.${name}`)?.show ?? ''
  const say = (words: string): void => {
    facts.values++
    facts.add(`${head}: ${words}`, frame)
  }
  if (type === 1) {
    say(`client ${text('clientid')} version ${Number(text('ver'))} alive ${Number(text('kalive'))}`)
    if (text('username')) say(`user ${text('username')}`)
  }
  if (type === 3) {
    say(`topic ${text('topic')}`)
    say(`payload ${first(fields, 'mqtt.msg')?.value ?? ''}`)
  }
  if (type === 8 || type === 10) {
    say(
      `filters ${all(fields, 'mqtt.topic')
        .map(({ show }) => show)
        .join(', ')}`,
    )
  }
}

type Packet = { readonly type: number; readonly id: number }
const headOf = ({ message }: Told): string => `packet ${(message as Packet).type} number ${(message as Packet).id}`

export function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const exchange of exchanges) if (exchange.protocol === 'mqtt') tell(facts, exchange)
  return facts
}

function tell(facts: Facts, { request, reply, meaning: { operation, claims } }: Exchange): void {
  for (const told of [request, reply]) {
    if (!told) continue
    facts.messages++
    facts.add(headOf(told), told.frame)
  }
  const first = request ?? reply
  if (!first || !operation) return
  const say = (words: string): void => {
    facts.values++
    facts.add(`${headOf(first)}: ${words}`, first.frame)
  }
  const { type } = first.message as Packet
  const { object, detail = {}, items } = operation
  if (type === 1) {
    say(`client ${object} version ${detail.version} alive ${detail.keepAlive}`)
    const user = claims.find(({ attribute }) => attribute === 'user')
    if (user) say(`user ${user.value}`)
  }
  if (type === 3) {
    say(`topic ${object}`)
    const raw = items.map(item => valuesOf({ ...item, type: 'raw' }, first.body))
    say(`payload ${raw.join('')}`)
  }
  if (type === 8 || type === 10) say(`filters ${object}`)
}
