import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { ours, theirs } from './modbus-facts.ts'
import { recordOf, rowsOf } from './recorder.ts'
import { segmentsOf } from './tshark.ts'

/** Ports of this plant that tshark does not know. The sensor is told nothing. */
const PORTS = [503, 505]

conformance('Modbus, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('modbus', 'plant')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const ports = capture.startsWith('plant/wastewater') ? PORTS : []
      const view = await theirs(path, await segmentsOf(path), ports)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      expectSameFunctions(capture, 'modbus', sensor.statistics.protocols.get('modbus')?.functions, view.histogram)
      expectSameFacts(capture, 'modbus', ours(exchanges), view.facts)
      expectSameRows(capture, 'modbus', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.modbus!.total))
})
