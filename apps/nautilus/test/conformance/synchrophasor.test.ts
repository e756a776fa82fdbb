import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { recordOf, rowsOf } from './recorder.ts'
import { ours, theirs } from './synchrophasor-facts.ts'

conformance('Synchrophasors, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('synchrophasor')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      const mine = ours(exchanges)
      expectSameFunctions(capture, 'synchrophasor', mine.histogram.functions, view.histogram)
      expectSameFacts(capture, 'synchrophasor', mine.facts, view.facts)
      expectSameRows(capture, 'synchrophasor', rows, exchanges)
    }, 120_000)
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.synchrophasor!.total))
})
