import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { ours, theirs } from './profinet-cm-facts.ts'
import { recordOf, rowsOf } from './recorder.ts'

conformance('PROFINET CM, datagram by datagram', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('profinet', 'plant')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      expectSameFunctions(
        capture,
        'profinet-cm',
        sensor.statistics.protocols.get('profinet-cm')?.functions,
        view.histogram,
      )
      expectSameFacts(capture, 'profinet-cm', ours(exchanges), view.facts)
      expectSameRows(capture, 'profinet-cm', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared['profinet-cm']!.total))
})
