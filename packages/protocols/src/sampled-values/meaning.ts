// What a message of samples means. IEC 61850-9-2, 8.5.
import type { Claim, FunctionRef, Item, Operation } from '@nautilus/model'
import { type Meaning, type Stretch, silent } from '../dissector.ts'
import { hexNumber, printable } from '../reader.ts'
import type { Asdu, Samples } from './parse.ts'

export const SAMPLES: FunctionRef = { code: '0x60', name: 'sampled values' }
const CLOCKS = ['none', 'local', 'global']
const MODES = ['per nominal period', 'per second', 'seconds per sample']

const textOf = (bytes: Uint8Array, { at, length }: Stretch): string => printable(bytes.subarray(at, at + length), 129)

export function interpret(request: Samples | null, reply: Samples | null): Meaning {
  const message = reply ?? request
  if (!message) return silent
  const { bytes, asdus, routable } = message
  const ids = asdus.map(asdu => textOf(bytes, asdu.id))
  const operation: Operation = {
    verb: 'report',
    function: SAMPLES,
    object: ids[0] ?? '',
    items: asdus.map((asdu, index) => itemOf(asdu, ids[index]!, ids.indexOf(ids[index]!) === index ? 0 : index)),
    outcome: 'ok',
    detail: detailOf(message),
  }
  const claims: Claim[] =
    asdus.length === 0
      ? []
      : [
          {
            about: routable ? 'client' : 'server',
            attribute: 'capability',
            value: 'sampled values publisher',
            confidence: 0.9,
          },
        ]
  return { operation, claims, repeatable: asdus.length > 0, varies: variesOf(message) }
}

/** The layout of a sample is the data set's, which is not in the message. */
const itemOf = ({ data }: Asdu, id: string, index: number): Item => ({
  object: index === 0 ? id : `${id}#${index + 1}`,
  access: 'read',
  type: 'raw',
  count: data.length,
  in: 'reply',
  at: data.at,
  native: { id, asdu: index + 1 },
})

function detailOf({ bytes, appid, simulated, routable, asdus }: Samples): NonNullable<Operation['detail']> {
  const [first] = asdus
  const dataSet = first ? textOf(bytes, first.dataSet) : ''
  return {
    appid: hexNumber(appid, 4),
    asdus: asdus.length,
    ...(dataSet ? { dataSet } : {}),
    ...(first ? { revision: first.revision } : {}),
    ...(first && first.synchronised >= 0 ? { clock: CLOCKS[first.synchronised] ?? first.synchronised } : {}),
    ...(first?.rate ? { rate: first.rate } : {}),
    ...(first && first.mode >= 0 ? { mode: MODES[first.mode] ?? first.mode } : {}),
    ...(simulated ? { simulation: 'yes' } : {}),
    ...(routable ? { routed: 'yes' } : {}),
  }
}

/** Counters of samples and times of refresh; the samples are items. */
function variesOf({ numberAt, asdus }: Samples): Stretch[] {
  const found = asdus.flatMap(({ count, refreshed }) => [count, refreshed]).filter(({ length }) => length > 0)
  return numberAt >= 0 ? [{ at: numberAt, length: 4 }, ...found] : found
}
