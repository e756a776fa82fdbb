import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { ours, theirs } from './profinet-facts.ts'
import { recordOf, rowsOf } from './recorder.ts'

conformance('PROFINET, frame by frame', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('profinet', 'plant')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      expectSameFunctions(capture, 'profinet', sensor.statistics.protocols.get('profinet')?.functions, view.histogram)
      expectSameFacts(capture, 'profinet', ours(exchanges), view.facts)
      expectSameRows(capture, 'profinet', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.profinet!.total))
})
