import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { ours, theirs } from './ge-egd-facts.ts'
import { recordOf, rowsOf } from './recorder.ts'

conformance('GE Ethernet Global Data, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('egd')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      expectSameFunctions(capture, 'ge-egd', sensor.statistics.protocols.get('ge-egd')?.functions, view.histogram)
      expectSameFacts(capture, 'ge-egd', ours(exchanges), view.facts)
      expectSameRows(capture, 'ge-egd', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared['ge-egd']!.total))
})
