import { valuesOf } from '@nautilus/protocols'
import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { Facts, Histogram } from './facts.ts'
import { type Exchange, recordOf, rowsOf } from './recorder.ts'
import { fields } from './tshark.ts'

const CODE = '0x60'
/** What one stream says: its APPID, revision and clock, and 64 bytes of a sample. */
const NAMES = ['frame.number', 'sv.appid', 'sv.svID', 'sv.confRev', 'sv.smpSynch', 'sv.seqData']
const CLOCKS = ['none', 'local', 'global']

async function theirs(path: string): Promise<{ facts: Facts; histogram: Histogram }> {
  const facts = new Facts()
  const histogram = new Histogram()
  for (const [frame, appid, id, revision, clock, data] of await fields(path, 'sv', NAMES)) {
    facts.messages++
    histogram.of(CODE).replies++
    facts.add(`${id}: appid ${Number(appid)} revision ${revision} clock ${CLOCKS[Number(clock)]}`, Number(frame))
    facts.values++
    facts.add(`${id}: ${data}`, Number(frame))
  }
  return { facts, histogram }
}

function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const { protocol, reply, meaning } of exchanges) {
    if (protocol !== 'sampled-values' || !reply || !meaning.operation) continue
    const { object, detail = {}, items } = meaning.operation
    facts.messages++
    facts.add(`${object}: appid ${Number(detail.appid)} revision ${detail.revision} clock ${detail.clock}`, reply.frame)
    facts.values += items.length
    for (const item of items) facts.add(`${item.object}: ${valuesOf(item, reply.body)}`, reply.frame)
  }
  return facts
}

conformance('Sampled values, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('sv')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      const functions = sensor.statistics.protocols.get('sampled-values')?.functions
      expectSameFunctions(capture, 'sampled-values', functions, view.histogram)
      expectSameFacts(capture, 'sampled-values', ours(exchanges), view.facts)
      expectSameRows(capture, 'sampled-values', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared['sampled-values']!.total))
})
