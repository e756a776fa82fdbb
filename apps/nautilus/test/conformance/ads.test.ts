// ADS, message by message: commands, invoke ids, index groups and offsets, results.
import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { Facts, Histogram } from './facts.ts'
import { type Exchange, recordOf, rowsOf, type Told } from './recorder.ts'
import { fields, segmentsOf } from './tshark.ts'

const NAMES = ['cmdid', 'state_response', 'invokeid', 'ads_indexgroup', 'ads_indexoffset', 'adsresult', 'errorcode']

/** Commands of which tshark does not show the result: read and read write. */
const UNTOLD = [2, 9]

type View = { readonly facts: Facts; readonly histogram: Histogram }

async function theirs(path: string): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  const segments = await segmentsOf(path)
  const rows = await fields(path, 'ams', ['frame.number', ...NAMES.map(name => `ams.${name}`)])
  for (const [frame, ...row] of rows) {
    if (!segments.get(Number(frame))?.fresh) continue
    const [command, response, invoke, group, offset, result, error] = row.map(text => Number(text.split(',')[0]))
    const isReply = response === 1
    facts.messages++
    facts.values += 2
    const counts = histogram.of(String(command))
    if (isReply) counts.replies++
    else counts.requests++
    if (isReply && (result || error)) counts.errors++
    const head = `${isReply ? 'reply' : 'request'} ${command} number ${invoke}`
    const hasPlace = !isReply && row[3] !== ''
    facts.add(
      `${head} ${hasPlace ? `of ${group}/${offset}` : ''} result ${isReply && !UNTOLD.includes(command!) ? result : 0}`,
      Number(frame),
    )
  }
  return { facts, histogram }
}

type Ams = {
  readonly kind: string
  readonly command: number
  readonly response: boolean
  readonly invoke: number
  readonly result: number
  readonly bytes: Uint8Array
}

/** Commands whose request begins with index group and offset. */
const PLACED = [2, 3, 6, 9]

function state(facts: Facts, { message, frame }: Told): void {
  const { kind, command, response, invoke, result, bytes } = message as Ams
  if (kind !== 'ams') return
  facts.messages++
  facts.values += 2
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const place =
    !response && PLACED.includes(command) ? `of ${view.getUint32(38, true)}/${view.getUint32(42, true)}` : ''
  facts.add(
    `${response ? 'reply' : 'request'} ${command} number ${invoke} ${place} result ${UNTOLD.includes(command) ? 0 : result}`,
    frame,
  )
}

function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const { protocol, request, reply } of exchanges) {
    if (protocol !== 'ads') continue
    if (request) state(facts, request)
    if (reply) state(facts, reply)
  }
  return facts
}

conformance('ADS, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('ads')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      // tshark does not know discovery.
      const functions = new Map(sensor.statistics.protocols.get('ads')?.functions)
      for (const key of functions.keys()) if (key.startsWith('udp:')) functions.delete(key)
      expectSameFunctions(capture, 'ads', functions, view.histogram)
      expectSameFacts(capture, 'ads', ours(exchanges), view.facts)
      expectSameRows(capture, 'ads', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.ads!.total))
})
