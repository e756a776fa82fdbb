// Where sensors listen, in nautilus.yaml.
import { isIP, isIPv6 } from 'node:net'
import { RING } from '@nautilus/capture'
import type { Node } from 'yaml'
import type { Fields, Yaml } from '../site/yaml.ts'

export type InterfaceSource = {
  readonly kind: 'interface'
  /** Several are the directions of a tap: what they hear is put together by time. */
  readonly interfaces: readonly string[]
  /** In the words of tcpdump; null: everything. */
  readonly filter: string | null
  /** Threads among which conversations are shared out. */
  readonly threads: number
  /** MiB that the kernel keeps while we are busy. */
  readonly buffer: number
}

/** PCAP over IP. `from`: who may send, addresses or networks; none: this machine. */
export type StreamSource =
  | { readonly kind: 'listen'; readonly host: string; readonly port: number; readonly from: readonly string[] }
  | { readonly kind: 'connect'; readonly host: string; readonly port: number }

export type LiveSource = InterfaceSource | StreamSource
export type Source = LiveSource | { readonly kind: 'folder'; readonly folder: string }

export const sourceFields = [
  'interface',
  'interfaces',
  'filter',
  'threads',
  'buffer',
  'folder',
  'listen',
  'from',
  'connect',
] as const
type Field = (typeof sourceFields)[number]

const WAYS = ['interface', 'interfaces', 'folder', 'listen', 'connect'] as const
/** Which fields mean something with which way. */
const beside: Readonly<Partial<Record<Field, readonly Field[]>>> = {
  filter: ['interface', 'interfaces'],
  threads: ['interface'],
  buffer: ['interface', 'interfaces'],
  from: ['listen'],
}
/** Names of interfaces, IFNAMSIZ. */
const INTERFACE = /^[^\s/=]{1,15}$/
const MOST_INTERFACES = 8
const MOST_THREADS = 16
const MOST_BUFFER = 4096

export function sourceOf(yaml: Yaml, node: Node, fields: Fields): Source | null {
  const given = WAYS.filter(way => fields.has(way))
  const [way] = given
  if (way === undefined || given.length > 1) {
    const all = 'an `interface`, `interfaces`, a `folder` of captures, `listen` or `connect`'
    yaml.fault(node, `A sensor has one of: ${all}.`)
    return null
  }
  for (const [field, ways] of Object.entries(beside))
    if (fields.has(field) && !ways.includes(way))
      yaml.fault(
        fields.get(field),
        `\`${field}\` of a sensor goes with \`${ways.join('` or `')}\`, not with \`${way}\`.`,
      )
  const value = fields.get(way)!
  if (way === 'interfaces') return interfaceOf(yaml, fields, yaml.list(value, 'interfaces'))
  if (way === 'interface') return interfaceOf(yaml, fields, [value])
  const text = yaml.text(value, `\`${way}\` of a sensor`)
  if (text === null) return null
  return way === 'folder' ? { kind: 'folder', folder: text } : streamOf(yaml, fields, way, text)
}

function interfaceOf(yaml: Yaml, fields: Fields, nodes: readonly Node[]): InterfaceSource | null {
  const interfaces = nodes.flatMap(node => yaml.text(node, 'An interface') ?? [])
  for (const [i, name] of interfaces.entries()) {
    if (!INTERFACE.test(name)) yaml.fault(nodes[i], `\`${name}\` is no name of an interface.`)
    if (interfaces.indexOf(name) < i) yaml.fault(nodes[i], `\`${name}\` is there twice.`)
  }
  if (interfaces.length === 0 || interfaces.length > MOST_INTERFACES)
    yaml.fault(fields.get('interfaces'), `A sensor has from 1 to ${MOST_INTERFACES} interfaces.`)
  const whole = (field: 'threads' | 'buffer', least: number, most: number, otherwise: number): number => {
    const value = yaml.number(fields.get(field), `\`${field}\` of a sensor`) ?? otherwise
    if (Number.isInteger(value) && value >= least && value <= most) return value
    yaml.fault(fields.get(field), `\`${field}\` of a sensor is a whole number from ${least} to ${most}.`)
    return otherwise
  }
  const filter = yaml.text(fields.get('filter'), '`filter` of a sensor')
  if (filter?.startsWith('-')) yaml.fault(fields.get('filter'), 'A `filter` does not begin with a hyphen.')
  const [threads, buffer] = [whole('threads', 1, MOST_THREADS, 1), whole('buffer', 4, MOST_BUFFER, RING)]
  return { kind: 'interface', interfaces, filter, threads, buffer }
}

function streamOf(yaml: Yaml, fields: Fields, kind: 'listen' | 'connect', text: string): StreamSource | null {
  const node = fields.get(kind)
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-f:.]+)\]|([^:\s[\]]+)):(\d{1,5})$/.exec(text) ?? []
  const [host, port] = [bracketed ?? plain, Number(digits)]
  if (host === undefined || port > 65_535 || (kind === 'connect' && port === 0)) {
    yaml.fault(node, `\`${text}\` is no address with a port; type it as \`10.1.2.3:57012\` or \`[fd00::1]:57012\`.`)
    return null
  }
  if (kind === 'connect') return { kind, host, port }
  const list = yaml.list(fields.get('from'), 'from')
  const from = list.flatMap(one => yaml.text(one, 'An address of `from`') ?? [])
  for (const [i, one] of from.entries())
    if (!isNetwork(one)) yaml.fault(list[i], `\`${one}\` is neither an address nor a network like \`10.1.2.0/24\`.`)
  // Whoever may send can make up a plant.
  if (from.length === 0 && !/^127\.|^::1$|^localhost$/.test(host))
    yaml.fault(node, 'A sensor that listens to other machines needs `from`: the addresses that may send.')
  return { kind, host, port, from }
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  if (isIP(address) === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv6(address) ? 128 : 32))
}
