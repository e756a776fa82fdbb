import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { ours, theirs } from './mqtt-facts.ts'
import { recordOf, rowsOf } from './recorder.ts'
import { segmentsOf } from './tshark.ts'

conformance('MQTT, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('mqtt')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path, await segmentsOf(path))
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      expectSameFunctions(capture, 'mqtt', sensor.statistics.protocols.get('mqtt')?.functions, view.histogram)
      expectSameFacts(capture, 'mqtt', ours(exchanges), view.facts)
      expectSameRows(capture, 'mqtt', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.mqtt!.total))
})
