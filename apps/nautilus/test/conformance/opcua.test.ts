// OPC UA binary: message types, services, request ids, faults, attributes, nodes, values of twelve types.
import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { ours, theirs } from './opcua-facts.ts'
import { recordOf, rowsOf } from './recorder.ts'

/** One capture is on a port that tshark must be told of. */
const preferences = ['-d', 'tcp.port==48010,opcua']

conformance('OPC UA, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('opcua')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path, preferences)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      expectSameFunctions(capture, 'opcua', sensor.statistics.protocols.get('opcua')?.functions, view.histogram)
      expectSameFacts(capture, 'opcua', ours(exchanges), view.facts)
      expectSameRows(capture, 'opcua', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.opcua!.total))
})
