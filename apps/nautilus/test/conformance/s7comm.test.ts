import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { recordOf, rowsOf } from './recorder.ts'
import { ours, theirs } from './s7comm-facts.ts'
import { segmentsOf } from './tshark.ts'

conformance('S7comm, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('s7comm', 'plant')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path, await segmentsOf(path))
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      expectSameFunctions(capture, 's7comm', sensor.statistics.protocols.get('s7comm')?.functions, view.histogram)
      expectSameFacts(capture, 's7comm', ours(exchanges), view.facts)
      expectSameRows(capture, 's7comm', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.s7comm!.total))
})
