import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { ours, theirs } from './goose-facts.ts'
import { recordOf, rowsOf } from './recorder.ts'

conformance('GOOSE, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('goose', 'plant')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      expectSameFunctions(capture, 'goose', sensor.statistics.protocols.get('goose')?.functions, view.histogram)
      expectSameFacts(capture, 'goose', ours(exchanges), view.facts)
      expectSameRows(capture, 'goose', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.goose!.total))
})
