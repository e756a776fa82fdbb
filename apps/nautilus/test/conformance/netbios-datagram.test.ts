import { expect, it } from 'vitest'
import { conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { Facts, Histogram } from './facts.ts'
import { type Exchange, recordOf, rowsOf } from './recorder.ts'
import { fields } from './tshark.ts'

/** Captures of other protocols in which Windows announces itself. */
const CAPTURES = [
  'dnp3/qut_dnp3_injection_restarts.pcap',
  'enip-cip/quickdraw_EIP-IPAddressChangeAttempt.pcap',
  'goose/iti_sample_mms_and_goose.pcap',
  'iec104/iti_090813_diverse.pcap',
  'melsec/iti_melsoft_udp_unclean.pcap',
  'modbus/lemay_characterization.pcap',
  'plant/icsnpp_profinet_mixed_1.pcap',
  'plant/qut_dnp3_control_1h.pcap',
]
const FIELDS = [
  'frame.number',
  'nbdgm.type',
  'browser.command',
  'nbdgm.source_name',
  'browser.server',
  'browser.os_major',
  'browser.os_minor',
]

/** A name of NetBIOS as tshark writes it, without its kind. */
const bare = (name: string): string => name.replace(/<..>.*/, '').trim()

async function theirs(path: string): Promise<{ facts: Facts; histogram: Histogram }> {
  const facts = new Facts()
  const histogram = new Histogram()
  for (const row of await fields(path, 'nbdgm', FIELDS)) {
    const [frame, type, command, source, server, major, minor] = row
    const at = Number(frame)
    const key = command ? `browser:${Number(command)}` : `datagram:${Number(type).toString(16)}`
    histogram.of(key).replies++
    facts.add(`${key} from ${bare(source ?? '')}`, at)
    if (server && major) {
      facts.add(`${server} ${Number(major)}.${Number(minor)}`, at)
      facts.values += 2
    }
  }
  facts.messages = [...histogram.functions.values()].reduce((sum, { replies }) => sum + replies, 0)
  return { facts, histogram }
}

type Message = { source: string; announcement: { name: string; major: number; minor: number } | null }

function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const { protocol, reply } of exchanges) {
    if (protocol !== 'netbios-datagram' || !reply) continue
    const { source, announcement } = reply.message as Message
    facts.add(`${reply.label.function!.code} from ${source}`, reply.frame)
    if (announcement) facts.add(`${announcement.name} ${announcement.major}.${announcement.minor}`, reply.frame)
  }
  return facts
}

conformance('NetBIOS datagrams, message by message', () => {
  const tallying = new Tallying()

  for (const capture of CAPTURES) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      const functions = sensor.statistics.protocols.get('netbios-datagram')?.functions
      expectSameFunctions(capture, 'netbios-datagram', functions, view.histogram)
      expectSameFacts(capture, 'netbios-datagram', ours(exchanges), view.facts)
      expectSameRows(capture, 'netbios-datagram', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared['netbios-datagram']!.total))
})
