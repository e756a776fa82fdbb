// What an established dissector says of the captures.
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  encodePcap,
  type Frame,
  fleetFrames,
  mixedFrames,
  plantFrames,
  type Story,
  stories,
  toldByDefault,
} from '../src/index.ts'

const START = 1_772_528_400_000_000
const installed = spawnSync('tshark', ['--version']).status === 0
const demanded = Boolean(process.env.CI)

const CHECKSUMS = ['ip', 'tcp', 'udp'].flatMap(protocol => ['-o', `${protocol}.check_checksum:TRUE`])
const BAD =
  '_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0'
/** Keep-alives are wanted; tshark flags them along with what is not. */
const FLAWED = 'tcp.analysis.flags && !tcp.analysis.keep_alive && !tcp.analysis.keep_alive_ack'

/** Stories that do not get in each other's way. */
const further: readonly (readonly Story[])[] = [
  ['controller-stop', 'umas-stop', 'set-point', 'stranger-write', 'tablet', 'time'],
  ['program-theft', 'register-walk', 'arp-spoofing', 'beacon', 'foreign-port'],
  ['dhcp-change', 'clock-change', 'approved-scan'],
  ['replaced-device'],
  ['power-failure'],
]

let folder = ''

function write(name: string, frames: Iterable<Frame>): string {
  const path = join(folder, `${name}.pcap`)
  const file = openSync(path, 'w')
  for (const chunk of encodePcap(frames)) writeSync(file, chunk)
  closeSync(file)
  return path
}

const tshark = (path: string, ...rest: string[]): string[] =>
  execFileSync('tshark', [...CHECKSUMS, '-n', '-r', path, ...rest], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 28,
  })
    .split('\n')
    .filter(Boolean)

const found = (path: string, filter: string): string[] => tshark(path, '-Y', filter)

/** How often each value of a field occurs. */
function histogram(path: string, field: string): Map<number, number> {
  const counts = new Map<number, number>()
  for (const line of tshark(path, '-Y', field, '-T', 'fields', '-e', field)) {
    counts.set(Number(line), (counts.get(Number(line)) ?? 0) + 1)
  }
  return counts
}

const plant = (seconds: number, told: readonly Story[]) =>
  plantFrames({ seed: 11, start: START, seconds, stories: told })

if (!installed) {
  describe('tshark', () => {
    it.runIf(demanded)('is installed where the checks run', () => expect.fail('tshark not installed'))
    it.skipIf(true)('tshark not installed')
  })
}

describe.runIf(installed)('tshark', () => {
  let normal = ''
  let eventful = ''
  let fleet = ''
  let mixed = ''
  const told: string[] = []

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'simulator-'))
    normal = write('normal', plant(240, ['normal']))
    eventful = write('eventful', plant(180, toldByDefault))
    for (const [i, together] of further.entries()) told.push(write(`further-${i}`, plant(120, together)))
    mixed = write('mixed', mixedFrames({ seed: 11, start: START, packets: 20_000 }))
    fleet = write('fleet', fleetFrames({ seed: 11, start: START, packets: 20_000, controllers: 20, masters: 4 }))
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is asked about every story', () => {
    expect(new Set([...further.flat(), ...toldByDefault])).toEqual(new Set(stories))
  })

  it('finds nothing malformed and no wrong checksum', () => {
    for (const path of [normal, eventful, fleet, mixed, ...told]) expect(found(path, BAD)).toEqual([])
  })

  it('has nothing to say of the connections', () => {
    for (const path of [normal, eventful, fleet, mixed, ...told]) expect(found(path, FLAWED)).toEqual([])
    expect(found(normal, 'tcp.analysis.keep_alive').length).toBeGreaterThan(0)
  })

  it('sees the protocols of normal operation, and nothing it does not know', () => {
    for (const protocol of ['modbus', 's7comm', 'arp', 'lldp', 'icmp']) {
      expect(found(normal, protocol).length, protocol).toBeGreaterThan(10)
    }
    expect(found(normal, '!(arp || lldp || icmp || tcp)')).toEqual([])
    expect(found(normal, 'tcp.len > 0 && !modbus && !cotp')).toEqual([])
  })

  it('sees every protocol of the mixed plant', () => {
    const spoken = [
      'pn_rt',
      'modbus',
      's7comm',
      'cip',
      'dnp3',
      'iec60870_asdu',
      'opcua',
      'bacapp',
      'dns',
      'http',
      'tls',
      'arp',
    ]
    for (const protocol of spoken) expect(found(mixed, protocol).length, protocol).toBeGreaterThan(1)
    expect(
      found(mixed, 'tcp.len > 0 && !modbus && !cotp && !enip && !dnp3 && !iec60870_104 && !opcua && !http && !tls'),
    ).toEqual([])
    expect(histogram(mixed, 'opcua.servicenodeid.numeric').get(631)!).toBeGreaterThan(50)
  })

  it('sees every Modbus function of the plant, and a refusal', () => {
    const functions = histogram(normal, 'modbus.func_code')
    expect([...functions.keys()].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 16, 43, 90])
    expect(functions.get(3)!).toBeGreaterThan(200)
    expect([...histogram(normal, 'modbus.exception_code').keys()]).toEqual([2])
    expect(found(normal, 'modbus.object_str_value contains "BMX P34"').length).toBe(2)
  })

  it('sees reads, writes, setups and identification on S7', () => {
    expect([...histogram(normal, 's7comm.param.func').keys()].sort((a, b) => a - b)).toEqual([0x04, 0x05, 0xf0])
    expect(new Set(histogram(normal, 's7comm.data.userdata.szl_id').keys())).toEqual(new Set([0x11, 0x1c]))
    expect(found(normal, 'frame contains "6ES7 315-2EH14-0AB0" && s7comm').length).toBe(1)
    const refused = 's7comm.header.rosctr == 3 && s7comm.data.returncode && s7comm.data.returncode != 0xff'
    expect(found(normal, refused)).toEqual([])
  })

  it('sees both downloads from request to start', () => {
    const client = { 'scheduled-download': '10.20.0.11', 'night-download': '10.20.0.10' }
    for (const ip of Object.values(client)) {
      const fields = ['-T', 'fields', '-e', 's7comm.param.func']
      const filter = `ip.addr == ${ip} && s7comm.header.rosctr == 1 && s7comm.param.func >= 0x1a && s7comm.param.func < 0xf0`
      const codes = tshark(eventful, '-Y', filter, ...fields).map(Number)
      const steps = codes.filter((code, i) => code !== codes[i - 1])
      const block = [0x1a, 0x1b, 0x1c, 0x28]
      expect(steps).toEqual([0x29, ...block, ...block, ...block])
      expect(codes.slice(-2)).toEqual([0x28, 0x28])
    }
  })

  it('sees the sweep, the open and the closed ports', () => {
    const laptop = 'arp.src.proto_ipv4 == 10.20.0.77 && arp.opcode == 1'
    expect(found(eventful, laptop).length).toBeGreaterThanOrEqual(253)
    expect(found(eventful, 'ip.dst == 10.20.0.77 && tcp.flags.reset == 1').length).toBeGreaterThan(30)
    expect(found(eventful, 'ip.dst == 10.20.0.77 && tcp.flags == 0x012').length).toBeGreaterThan(10)
  })

  it('sees who the devices say they are', () => {
    const names = new Set(tshark(normal, '-Y', 'lldp', '-T', 'fields', '-e', 'lldp.tlv.system.name'))
    expect(names).toEqual(new Set(['water-sw1', 'plc-filtration', 'plc-pumping']))
  })
})
