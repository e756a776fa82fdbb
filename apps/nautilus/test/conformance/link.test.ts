// Frames of ARP and LLDP.
import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { link } from './disagreements.ts'
import { rowsOf } from './recorder.ts'
import { fields } from './tshark.ts'

/** Two equal frames within this, seconds, are one that was mirrored twice. */
const WINDOW = 0.005

const FIELDS = ['eth.src', 'eth.dst', 'arp.opcode', 'arp.isprobe', 'arp.isgratuitous']
const ARP = ['src.hw_mac', 'src.proto_ipv4', 'dst.hw_mac', 'dst.proto_ipv4'].map(name => `arp.${name}`)
const LLDP = ['chassis.id', 'port.id', 'tlv.system.name', 'time_to_live'].map(name => `lldp.${name}`)

/** Frames of ARP by kind and of LLDP, mirrored ones once. */
async function theirs(capture: string): Promise<Record<string, number>> {
  const rows = await fields(pathOf(capture), 'arp || lldp', ['frame.time_epoch', ...FIELDS, ...ARP, ...LLDP])
  const counts: Record<string, number> = {}
  const last = new Map<string, number>()
  for (const [time, ...rest] of rows) {
    const before = last.get(rest.join('\t')) ?? Number.NEGATIVE_INFINITY
    if (Number(time) - before <= WINDOW) continue
    last.set(rest.join('\t'), Number(time))
    const [, , operation, probe, gratuitous] = rest
    const kind = operation === '' ? 'LLDP' : `ARP ${probe || gratuitous ? 'unasked' : operation}`
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

async function ours(capture: string): Promise<Record<string, number>> {
  const { protocols } = (await rowsOf(pathOf(capture))).sensor.statistics
  const counts: Record<string, number> = {}
  const add = (kind: string, count: number): void => {
    if (count > 0) counts[kind] = (counts[kind] ?? 0) + count
  }
  for (const [key, { requests, replies }] of protocols.get('arp')?.functions ?? []) {
    if (key.includes(':')) add('ARP unasked', replies)
    else {
      add('ARP 1', requests)
      add('ARP 2', replies)
    }
  }
  add('LLDP', protocols.get('lldp')?.messages ?? 0)
  return counts
}

conformance('ARP and LLDP, frame by frame', () => {
  const total = { arp: 0, lldp: 0 }

  for (const capture of capturesIn('s7comm-plus', 'plant')) {
    it(capture, async () => {
      const view = await theirs(capture)
      expect(await ours(capture)).toEqual(view)
      for (const [kind, count] of Object.entries(view)) total[kind === 'LLDP' ? 'lldp' : 'arp'] += count
    })
  }

  it('compared this much', () => expect(total).toEqual(link))
})
