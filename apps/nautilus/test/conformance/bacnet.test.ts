// BACnet/IP and BACnet on Ethernet: services, invoke IDs, objects, properties, values, errors.
import { capturesIn } from './captures.ts'
import { comparePlainly, type Stated } from './plain.ts'

const FIELDS = [
  'bacapp.type',
  'bacapp.confirmed_service',
  'bacapp.unconfirmed_service',
  'bacapp.invoke_id',
  'bacapp.instance_number',
  'bacapp.property_identifier',
  'bacapp.present_value.real',
  'bacapp.error_code',
  'bacapp.vendor_identifier',
  'bacapp.more_segments',
  'bvlc.function',
  'bvlc.result',
  'bacnet.mesgtyp',
  'frame.number',
  'ip.src',
  'ip.dst',
  'frame.time_epoch',
  'frame.md5_hash',
]

const listed = (text = ''): string[] => (text === '' ? [] : text.split(','))
/** Singles are shown with six digits. */
const rounded = (value: number): string => Number(value.toPrecision(6)).toString()

/** A reject, an abort and a result do not name their function: it is that of the request. */
class Asked {
  readonly #waiting = new Map<string, string>()
  #frame = 0

  /** Frames of the next capture begin anew. */
  at(frame: number): void {
    if (frame < this.#frame) this.#waiting.clear()
    this.#frame = frame
  }

  ask(from = '', to = '', what = '', named: string): void {
    this.#waiting.set(`${from} ${to} ${what}`, named)
  }

  answered(from = '', to = '', what = ''): string {
    return this.#waiting.get(`${to} ${from} ${what}`) ?? ''
  }
}

const asked = new Asked()

/** Two equal frames within this, seconds, are one that was mirrored twice. */
const WINDOW = 0.005

class Mirrored {
  readonly #last = new Map<string, number>()

  /** Whether the same bytes were there a moment ago. */
  seen(time: number, hash: string): boolean {
    const since = time - (this.#last.get(hash) ?? Number.NEGATIVE_INFINITY)
    if (since >= 0 && since <= WINDOW) return true
    this.#last.set(hash, time)
    return false
  }
}

const mirrored = new Mirrored()
const ASKING = ['0x05', '0x01', '0x02', '0x06', '0x08']

/** Functions of the link, and messages of the network layer. */
function below(bvlc: string, result: string, network: string, from?: string, to?: string): Stated[] {
  if (network !== '') return [{ key: `network:${network.slice(2)}`, role: 'reply', facts: [] }]
  const key = `bvlc:${bvlc.slice(2)}`
  if (ASKING.includes(bvlc)) {
    asked.ask(from, to, 'bvlc', key)
    return [{ key, role: 'request', facts: [] }]
  }
  if (!['0x00', '0x03', '0x07'].includes(bvlc)) return []
  const answered = asked.answered(from, to, 'bvlc')
  return answered
    ? [{ key: answered, role: 'reply', error: bvlc === '0x00' && Number(result) !== 0, mute: true, facts: [] }]
    : []
}

const theirs = (row: readonly string[]): Stated[] => {
  const [type, confirmed, unconfirmed, invoke, instances, properties, reals, errors, vendors, more] = row
  const [bvlc = '', result = '', network = '', frame, from, to, time, hash = ''] = row.slice(10)
  asked.at(Number(frame))
  if (mirrored.seen(Number(time), hash)) return []
  if (type === '') return below(bvlc, result, network, from, to)
  if (type === '4' || more === '1') return []
  if (type === '6' || type === '7') {
    const key = asked.answered(from, to, invoke)
    const facts = [`invoke ${Number(invoke)}`]
    return [{ key, role: 'reply', error: true, mute: true, uncounted: key === '', facts }]
  }
  if (type === '0') asked.ask(from, to, invoke, `confirmed:${confirmed}`)
  const named = type === '1' ? `unconfirmed:${unconfirmed}` : `confirmed:${confirmed}`
  const role = type === '0' ? 'request' : 'reply'
  const facts = [
    ...(invoke ? [`invoke ${Number(invoke)}`] : []),
    ...listed(instances)
      .slice(0, 1)
      .map(instance => `instance ${instance}`),
    ...listed(properties).map(property => `property ${property}`),
    ...(listed(properties).join() === '85' ? listed(reals).map(real => `value ${rounded(Number(real))}`) : []),
    ...(type === '5'
      ? listed(errors)
          .slice(0, 1)
          .map(code => `error ${code}`)
      : []),
    ...(named === 'unconfirmed:0' ? listed(vendors).map(vendor => `vendor ${vendor}`) : []),
  ]
  return [{ key: named, role, error: type === '5', facts }]
}

type Value = { readonly type: string | null; readonly at: number }
type Reference = { readonly property: number; readonly values: readonly Value[] }
type Bacnet = {
  readonly apdu: {
    readonly type: string
    readonly invoke: number
    readonly dataAt: number
    readonly segmented: boolean
  } | null
  readonly content: {
    readonly objects: readonly string[]
    readonly references: readonly Reference[]
    readonly detail: Readonly<Record<string, string | number>>
  } | null
  readonly data: Uint8Array
}

function ours({ apdu, content, data }: Bacnet): string[] {
  if (!apdu || apdu.type === 'segment-ack') return []
  const { objects = [], references = [], detail = {} } = content ?? {}
  const first = detail.device ?? objects[0]
  // Values of a message that came in segments are counted from the first byte of its data.
  const view = new DataView(data.buffer, data.byteOffset - (apdu.segmented ? 0 : apdu.dataAt))
  const values = references.length === 1 && references[0]!.property === 85 ? references[0]!.values : []
  return [
    ...(apdu.invoke >= 0 ? [`invoke ${apdu.invoke}`] : []),
    ...(first === undefined ? [] : [`instance ${String(first).split(',')[1]}`]),
    ...references.map(({ property }) => `property ${property}`),
    ...values.filter(({ type }) => type === 'f32').map(({ at }) => `value ${rounded(view.getFloat32(at))}`),
    ...(apdu.type === 'error' ? [`error ${detail.code}`] : []),
    ...(detail.vendor !== undefined && detail.maxApdu !== undefined ? [`vendor ${detail.vendor}`] : []),
  ]
}

const captures = capturesIn('bacnet')
const preferences = ['-o', 'frame.generate_md5_hash:TRUE']
const both = { captures, fields: FIELDS, preferences, theirs, ours }
comparePlainly({ ...both, protocol: 'bacnet', filter: 'bvlc' })
comparePlainly({ ...both, protocol: 'bacnet-ethernet', filter: 'bacnet && llc.dsap == 0x82' })
