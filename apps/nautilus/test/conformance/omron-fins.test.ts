import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { ours, theirs } from './omron-fins-facts.ts'
import { recordOf, rowsOf } from './recorder.ts'

conformance('Omron FINS, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('omron-fins')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      expectSameFunctions(
        capture,
        'omron-fins',
        sensor.statistics.protocols.get('omron-fins')?.functions,
        view.histogram,
      )
      expectSameFacts(capture, 'omron-fins', ours(exchanges), view.facts)
      expectSameRows(capture, 'omron-fins', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared['omron-fins']!.total))
})
