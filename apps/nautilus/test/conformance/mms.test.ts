import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { ours, theirs } from './mms-facts.ts'
import { recordOf, rowsOf } from './recorder.ts'
import { segmentsOf } from './tshark.ts'

conformance('MMS, message by message', () => {
  const tallying = new Tallying()

  for (const capture of [...capturesIn('mms'), ...capturesIn('goose').filter(name => name.includes('mms_and'))]) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path, await segmentsOf(path))
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      expectSameFunctions(capture, 'mms', sensor.statistics.protocols.get('mms')?.functions, view.histogram)
      expectSameFacts(capture, 'mms', ours(exchanges), view.facts)
      expectSameRows(capture, 'mms', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.mms!.total))
})
