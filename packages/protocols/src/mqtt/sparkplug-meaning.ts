// What a Sparkplug payload means: births name the metrics, data report them, commands write them. Eclipse Sparkplug 3.0, 6.4.
import type { Claim, Item, Operation, Side, Verb } from '@nautilus/model'
import type { Meaning } from '../dissector.ts'
import { printable } from '../reader.ts'
import type { Ending } from './meaning.ts'
import { functionOf, TYPE } from './names.ts'
import { type Metric, type Sparkplug, typeOf, verbOf } from './sparkplug.ts'

/** Names and types of metrics, which later messages leave out for an alias. */
export type Metrics = {
  learn(node: string, metric: Metric): void
  find(node: string, metric: Metric): { readonly name: string; readonly datatype: number }
}
const MOST = 8192

export function openMetrics(): Metrics {
  const known = new Map<string, { name: string; datatype: number }>()
  return {
    learn(node, { name, alias, datatype }) {
      if (known.size >= MOST || name === '') return
      known.set(`${node} =${name}`, { name, datatype })
      if (alias >= 0) known.set(`${node} #${alias}`, { name, datatype })
    },
    find(node, { name, alias, datatype }) {
      const found = known.get(name ? `${node} =${name}` : `${node} #${alias}`)
      return found ?? { name: name || `metric ${alias}`, datatype }
    },
  }
}

/** What a node tells of itself in its birth, by the metric's name. */
const claimed: Readonly<Record<string, Claim['attribute']>> = {
  'Properties/Hardware Make': 'vendor',
  'Properties/Hardware Model': 'model',
  'Properties/Hardware Version': 'hardware',
  'Properties/FW': 'firmware',
  'Properties/Firmware Version': 'firmware',
  'Properties/Serial Number': 'serial',
  'Properties/OS': 'os',
  'Properties/OS Version': 'os',
}

/** Commands to the node itself: 6.4.20. */
const controls: Readonly<Record<string, Verb>> = {
  'Node Control/Reboot': 'reset',
  'Node Control/Next Server': 'configure',
  'Node Control/Scan Rate': 'configure',
  'Node Control/Rebirth': 'discover',
}

type Context = Ending & { readonly detail: Readonly<Record<string, string | number>> }

export function sparkplugMeaning(
  payload: Sparkplug,
  from: Side,
  place: 'request' | 'reply',
  { detail, ...ending }: Context,
  known: Metrics,
): Meaning {
  const { group, node, device, type, metrics, body } = payload
  const edge = `${group}/${node}`
  const object = device ? `${edge}/${device}` : edge
  const isBirth = type === 'NBIRTH' || type === 'DBIRTH'
  // Aliases are unique in a node, whatever its devices.
  if (isBirth) for (const metric of metrics) known.learn(edge, metric)
  const named = metrics.map(metric => ({ metric, ...known.find(edge, metric) }))
  const items = named.flatMap(({ metric, name, datatype }) => itemOf(object, metric, name, datatype, type, place))
  const only = named.length === 1 ? controls[named[0]!.name] : undefined
  const operation: Operation = {
    verb: type.endsWith('CMD') && only ? only : verbOf(type),
    function: functionOf(TYPE.publish),
    object,
    items,
    ...ending,
    detail: { ...detail, sparkplug: type },
  }
  const claims = from === 'client' && isBirth ? claimsOf(payload, object, body) : []
  return { operation, claims, repeatable: false }
}

function itemOf(
  object: string,
  metric: Metric,
  name: string,
  datatype: number,
  type: string,
  place: 'request' | 'reply',
): Item[] {
  if (metric.wire === 'none' || metric.wire === 'other') return []
  return [
    {
      object: `${object}/${name}`,
      access: type.endsWith('CMD') ? 'write' : 'read',
      type: typeOf(metric, datatype),
      count: metric.count,
      in: place,
      at: metric.at,
      native: { metric: name },
    },
  ]
}

function claimsOf({ device, metrics }: Sparkplug, object: string, body: Uint8Array): Claim[] {
  const claims: Claim[] = [
    {
      about: 'client',
      attribute: device ? 'module' : 'name',
      value: device ? `Sparkplug device ${object}` : object,
      confidence: 0.8,
    },
  ]
  if (device) return claims
  for (const { name, wire, at, count } of metrics) {
    const attribute = wire === 'text' ? claimed[name] : undefined
    const value = attribute ? printable(body.subarray(at, at + count)) : ''
    if (attribute && value) claims.push({ about: 'client', attribute, value, confidence: 0.8 })
  }
  return claims
}
