import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { ours, theirs } from './dnp3-facts.ts'
import { recordOf, rowsOf } from './recorder.ts'

conformance('DNP3, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('dnp3')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      const mine = ours(exchanges)
      expectSameFunctions(capture, 'dnp3', mine.histogram.functions, view.histogram)
      expectSameFacts(capture, 'dnp3', mine.facts, view.facts)
      expectSameRows(capture, 'dnp3', rows, exchanges)
    }, 120_000)
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.dnp3!.total))
})
