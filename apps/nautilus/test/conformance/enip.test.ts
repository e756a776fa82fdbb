import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { ours, theirs } from './enip-facts.ts'
import { recordOf, rowsOf } from './recorder.ts'
import { segmentsOf } from './tshark.ts'

conformance('EtherNet/IP and CIP, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('enip-cip')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path, await segmentsOf(path))
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      expectSameFunctions(capture, 'enip', sensor.statistics.protocols.get('enip')?.functions, view.histogram)
      expectSameFacts(capture, 'enip', ours(exchanges), view.facts)
      expectSameRows(capture, 'enip', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.enip!.total))
})
