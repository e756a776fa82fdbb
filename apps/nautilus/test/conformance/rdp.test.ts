// tshark 4.0 does not follow fast-path packets whose contents are encrypted. What it knows is compared: TPKT with X.224, and
// what both sides tell when they connect.
import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { Facts, Histogram } from './facts.ts'
import { type Exchange, recordOf, rowsOf } from './recorder.ts'
import { fields } from './tshark.ts'

/** Where the value stands in `detail`, by tshark's field. */
const VALUES = [
  'rdp.rt_cookie',
  'rdp.client.name',
  'rdp.client.build',
  'rdp.negReq.selectedProtocol',
  'rdp.negFailure.failureCode',
]
const [CR, CC] = [0xe, 0xd]

async function theirs(path: string): Promise<{ facts: Facts; histogram: Histogram }> {
  const facts = new Facts()
  const histogram = new Histogram()
  for (const row of await fields(path, 'cotp', ['frame.number', 'cotp.type', ...VALUES])) {
    const at = Number(row[0])
    for (const type of row[1]!.split(',').map(Number)) {
      const counts = histogram.of('x224:connect')
      if (type === CR) counts.requests++
      if (type === CC) counts.replies++
      if (type === CC && row[6]) counts.errors++
      facts.add(`transport message ${type}`, at)
    }
    for (const [i, name] of VALUES.entries()) {
      const value = row[2 + i]
      if (!value) continue
      facts.add(`${name} ${Number.isNaN(Number(value)) ? value : Number(value)}`, at)
      facts.values++
    }
  }
  facts.messages = facts.total - facts.values
  return { facts, histogram }
}

const TYPES: Readonly<Record<string, number>> = {
  request: CR,
  confirm: CC,
  initial: 0xf,
  response: 0xf,
  mcs: 0xf,
  data: 0xf,
}
type Message = { kind: string; cookie?: string; selected?: number | null; failure?: number }

function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const { protocol, request, reply, meaning } of exchanges) {
    if (protocol !== 'rdp') continue
    for (const told of [request, reply]) {
      const { kind, cookie, selected, failure } = (told?.message ?? { kind: '' }) as Message
      if (TYPES[kind]) facts.add(`transport message ${TYPES[kind]}`, told!.frame)
      if (cookie) facts.add(`rdp.rt_cookie ${cookie}`, told!.frame)
      if (selected != null) facts.add(`rdp.negReq.selectedProtocol ${selected}`, told!.frame)
      if (failure) facts.add(`rdp.negFailure.failureCode ${failure}`, told!.frame)
    }
    for (const { attribute, value } of meaning.claims) {
      const at = (request ?? reply)!.frame
      if (attribute === 'name') facts.add(`rdp.client.name ${value}`, at)
      if (attribute === 'software') facts.add(`rdp.client.build ${value.replace(/.* /, '')}`, at)
    }
  }
  return facts
}

conformance('RDP, what is in clear', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('it/rdp')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      const connects = sensor.statistics.protocols.get('rdp')!.functions.get('x224:connect')!
      expectSameFunctions(capture, 'rdp', new Map([['x224:connect', connects]]), view.histogram)
      expectSameFacts(capture, 'rdp', ours(exchanges), view.facts)
      expectSameRows(capture, 'rdp', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.rdp!.total))
})
