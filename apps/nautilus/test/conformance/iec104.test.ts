import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { ours, theirs } from './iec104-facts.ts'
import { recordOf, rowsOf } from './recorder.ts'

conformance('IEC 60870-5-104, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('iec104')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      const mine = ours(exchanges)
      expectSameFunctions(capture, 'iec104', mine.histogram.functions, view.histogram)
      expectSameFacts(capture, 'iec104', mine.facts, view.facts)
      expectSameRows(capture, 'iec104', rows, exchanges)
    }, 120_000)
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.iec104!.total))
})
