// EtherCAT, datagram by datagram: commands, addresses, lengths, working counters; service data of mailboxes.
import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { Facts, Histogram } from './facts.ts'
import { type Exchange, recordOf, rowsOf } from './recorder.ts'
import { fields } from './tshark.ts'

const NAMES = ['cmd', 'idx', 'adp', 'ado', 'lad', 'cnt', 'data'].map(name => `ecat.${name}`)
const MAILBOX = ['sdoidx', 'sdosub', 'sdoreq', 'sdores'].map(name => `ecat_mailbox.coe.${name}`)

const hexText = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

type View = { readonly facts: Facts; readonly histogram: Histogram }

async function theirs(path: string): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  const rows = await fields(path, 'ecat', ['frame.number', ...NAMES, ...MAILBOX])
  for (const [frame, ...rest] of rows) {
    facts.messages++
    histogram.of('type:1').replies++
    state(facts, Number(frame), rest)
  }
  return { facts, histogram }
}

function state(facts: Facts, frame: number, row: readonly string[]): void {
  const [commands = [], , adps = [], ados = [], lads = [], counters = []] = row.map(text => text.split(','))
  let near = 0
  let far = 0
  for (const [i, command] of commands.entries()) {
    const code = Number(command)
    const logical = code >= 10 && code <= 12
    const address = logical ? lads[far++]! : `${adps[near]!.slice(2)} ${ados[near++]!.slice(2)}`
    facts.values += 2
    facts.add(`${code} at ${logical ? address.slice(2) : address} counter ${counters[i]}`, frame)
  }
  const [index, sub, request, response] = row.slice(7).map(text => text.split(',')[0]!)
  if (index && (request || response)) {
    facts.values += 2
    facts.add(
      `SDO ${request ? 'request' : 'response'} ${request || response} of ${index.slice(2)} ${Number(sub)}`,
      frame,
    )
  }
}

type Datagram = {
  readonly command: number
  readonly station: number
  readonly offset: number
  readonly counter: number
  readonly mailbox: { kind: string; request: boolean; command: number; index: number; sub: number } | null
}

function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const { protocol, reply } of exchanges) {
    if (protocol !== 'ethercat' || !reply) continue
    facts.messages++
    for (const datagram of (reply.message as { datagrams: readonly Datagram[] }).datagrams) {
      const { command, station, offset, counter, mailbox } = datagram
      const logical = command >= 10 && command <= 12
      const address = logical ? hexText(offset * 0x10000 + station, 8) : `${hexText(station, 4)} ${hexText(offset, 4)}`
      facts.values += 2
      facts.add(`${command} at ${address} counter ${counter}`, reply.frame)
      if (mailbox?.kind !== 'sdo' || mailbox.index < 0) continue
      facts.values += 2
      const side = mailbox.request ? 'request' : 'response'
      facts.add(`SDO ${side} ${mailbox.command} of ${hexText(mailbox.index, 4)} ${mailbox.sub}`, reply.frame)
    }
  }
  return facts
}

conformance('EtherCAT, datagram by datagram', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('ethercat')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      const functions = new Map(sensor.statistics.protocols.get('ethercat')?.functions)
      // Frames are compared by their type; the commands inside are facts.
      for (const key of functions.keys()) if (key.startsWith('0x') || key.includes('oe:')) functions.delete(key)
      expectSameFunctions(capture, 'ethercat', functions, view.histogram)
      expectSameFacts(capture, 'ethercat', ours(exchanges), view.facts)
      expectSameRows(capture, 'ethercat', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.ethercat!.total))
})
