// tshark 4.0 does not know S7comm-plus. What it knows is below: TPKT and COTP.
import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { Facts } from './facts.ts'
import { type Exchange, recordOf, rowsOf, type Told } from './recorder.ts'
import { fields, segmentsOf } from './tshark.ts'

/** The kinds of transport message, by the high half of their code (ISO 8073, 13.1). */
const TYPES: Readonly<Record<string, number>> = { CR: 0xe, CC: 0xd, DR: 0x8, DC: 0xc, ER: 0x7, DT: 0xf }
const stated = (type: number): string => `transport message ${type.toString(16)}`

/** Every transport message by itself, fragments too. */
async function theirs(path: string): Promise<Facts> {
  const facts = new Facts()
  const segments = await segmentsOf(path)
  for (const [frame, types] of await fields(path, 'cotp', ['frame.number', 'cotp.type'])) {
    if (!segments.get(Number(frame))?.fresh) continue
    for (const type of types!.split(',')) facts.add(stated(Number(type)), Number(frame))
  }
  facts.messages = facts.total
  return facts
}

/** The same from the messages of the sensor, of which each knows from how many transport messages it was put together. */
function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  const state = ({ message, frame }: Told): void => {
    const { kind, type = 'DT', parts = 1 } = message as { kind: string; type?: string; parts?: number }
    for (let part = 0; part < parts; part++) facts.add(stated(TYPES[kind === 'transport' ? type : 'DT']!), frame)
  }
  for (const { protocol, request, reply } of exchanges) {
    if (protocol !== 's7comm-plus') continue
    if (request) state(request)
    if (reply) state(reply)
  }
  return facts
}

conformance('S7comm-plus, the transport messages below it', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('s7comm-plus')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view)
      const { exchanges } = await recordOf(path)
      expectSameFacts(capture, 's7comm-plus', ours(exchanges), view)
      expectSameRows(capture, 's7comm-plus', (await rowsOf(path)).rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared['s7comm-plus']!.total))
})
