// `nautilus evidence`: what a live sensor kept, as files that others open. tshark says which packets they must be.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCapture } from '@nautilus/capture'
import { EvidenceRing } from '@nautilus/ring'
import { expect, test } from 'vitest'
import { folder, inside, plant } from './program.ts'

const START = Date.UTC(2026, 0, 12, 2, 57) * 1000
const KEY = '0123456789abcdef0123456789abcdef'
const nothing = { record: () => {}, unsupported: () => {} }
const MB = 1024 * 1024

/** A data folder in which a sensor kept this capture. */
async function kept({ secret = null, sensor = 'span' }: { secret?: string | null; sensor?: string } = {}) {
  const cwd = folder()
  writeFileSync(join(cwd, 'source.pcap'), plant({ seed: 4, start: START, seconds: 90, stories: ['stranger-write'] }))
  const place = join(cwd, 'data', 'ring', 'main', 'plant', sensor)
  const ring = new EvidenceRing(nothing, {
    ...{ folder: place, stream: `live:${sensor}@2026-01-12T03:00:00.000Z`, secret },
    ...{ size: 64 * MB, segment: 8 * MB, age: 1e15, segmentAge: 1e15, flow: 0, spare: 0 },
    onTrouble: message => expect.fail(message),
  })
  expect((await readCapture(join(cwd, 'source.pcap'), ring)).ok).toBe(true)
  await ring.end()
  return { cwd, place }
}

const packetsIn = (cwd: string, file: string): number =>
  Number(/(\d+)\s*$/.exec(execFileSync('capinfos', ['-rcMT', file], { cwd, encoding: 'utf8' }))?.[1])

/** The same packets, byte for byte, as Wireshark's own tools write them. */
const canonical = (cwd: string, file: string): Buffer => {
  execFileSync('editcap', ['-F', 'pcap', file, `${file}.canonical`], { cwd })
  return readFileSync(join(cwd, `${file}.canonical`))
}

const data = ['--data', 'data']

test('everything comes back as it was captured', async () => {
  const { cwd } = await kept()
  const { code, out } = await inside(['evidence', 'extract', 'all.pcap', ...data], { cwd })
  expect(code).toBe(0)
  expect(out).toMatch(/^[\d,]+ packets from 2026-01-12T02:57:\S+ to \S+: all\.pcap\n$/)
  expect(packetsIn(cwd, 'all.pcap')).toBeGreaterThan(1000)
  expect(canonical(cwd, 'all.pcap')).toEqual(canonical(cwd, 'source.pcap'))
})

test('of a time, of hosts and of a port it is what tshark finds', async () => {
  const { cwd } = await kept({ secret: KEY })
  writeFileSync(join(cwd, 'ring.key'), `${KEY}\n`)
  const talkers = execFileSync(
    'tshark',
    [
      '-r',
      'source.pcap',
      '-Y',
      'tcp',
      '-T',
      'fields',
      '-e',
      'ip.src',
      '-e',
      'ip.dst',
      '-e',
      'tcp.dstport',
      '-e',
      'eth.src',
    ],
    { cwd, encoding: 'utf8' },
  ).split('\n')
  const [a = '', b = '', port = '', mac = ''] = talkers[0]!.split('\t')
  const asked: readonly (readonly [readonly string[], string])[] = [
    [['--host', a], `ip.addr==${a}`],
    [['--host', a, '--host', b], `ip.addr==${a} && ip.addr==${b}`],
    [['--port', port], `tcp.port==${port} || udp.port==${port}`],
    [['--host', mac], `eth.addr==${mac}`],
    [
      ['--from', '2026-01-12T02:57:20Z', '--to', '2026-01-12T02:57:50', '--host', b],
      `ip.addr==${b} && frame.time_epoch>=1768186640 && frame.time_epoch<=1768186670`,
    ],
  ]
  for (const [index, [options, filter]] of asked.entries()) {
    const [ours, theirs] = [`ours${index}.pcap`, `theirs${index}.pcap`]
    const { code, err } = await inside(['evidence', 'extract', ours, ...data, '--ring-key', 'ring.key', ...options], {
      cwd,
    })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    execFileSync('tshark', ['-r', 'source.pcap', '-Y', filter, '-F', 'pcap', '-w', theirs], { cwd, stdio: 'ignore' })
    expect(packetsIn(cwd, ours), filter).toBeGreaterThan(0)
    expect(canonical(cwd, ours).equals(canonical(cwd, theirs)), filter).toBe(true)
  }
})

test('windows says what is held, verify that it is whole; one changed byte is found', async () => {
  const { cwd, place } = await kept()
  const windows = await inside(['evidence', 'windows', ...data], { cwd, env: { COLUMNS: '160' } })
  expect(windows.code).toBe(0)
  expect(windows.out).toMatch(
    /main\/plant\/span +2026-01-12T03:00:00\.000Z +2026-01-12T02:57:00\S* +2026-01-12T02:58:\S+ +[\d,]+ +\S+ \S+ +no/,
  )
  const whole = await inside(['evidence', 'verify', ...data], { cwd })
  expect(whole).toMatchObject({ code: 0, out: expect.stringMatching(/Everything is whole\.\n$/) })
  const [name = ''] = readdirSync(place)
  const file = join(place, name)
  const bytes = readFileSync(file)
  bytes[5000] = bytes[5000]! ^ 1
  writeFileSync(file, bytes)
  const damaged = await inside(['evidence', 'verify', ...data], { cwd })
  expect(damaged.code).toBe(2)
  expect(damaged.out).toMatch(/1 block could not be read/)
})

const refused: readonly (readonly [readonly string[], string])[] = [
  [['evidence', 'extract', 'x.pcap', '--data', 'nowhere'], 'No packets are kept in'],
  [['evidence', 'extract', 'x.pcap', ...data, '--host', 'plc-1'], 'plc-1 is no address: write an IP address or a MAC.'],
  [
    ['evidence', 'extract', 'x.pcap', ...data, '--host', '192.0.2.1', '--ring-key', 'ring.key'],
    'No packet of that is held',
  ],
  [['evidence', 'extract', 'x.pcap', ...data], 'These packets are encrypted: name the file of their key.'],
  [['evidence', 'extract', 'x.pcap', ...data, '--ring-key', 'other.key'], 'under another key'],
  [['evidence', 'extract', 'x.pcap', ...data, '--ring-key', 'short.key'], 'has fewer than 32 characters'],
  [['evidence', 'extract', 'x.pcap', ...data, '--ring-key', 'no.key'], 'cannot be read'],
  [['evidence', 'extract', 'x.pcap', ...data, '--sensor', 'other'], 'No sensor other keeps packets here'],
  [['evidence', 'extract', ...data], 'evidence extract takes one file'],
  [['evidence', 'windows', ...data, '--ring', '5'], 'no option --ring'],
  [['evidence'], 'say what'],
]

test('what cannot be is refused in a sentence', async () => {
  const { cwd } = await kept({ secret: KEY })
  for (const [name, text] of Object.entries({ ring: KEY, other: `${KEY}${KEY}`, short: 'short' }))
    writeFileSync(join(cwd, `${name}.key`), text)
  for (const [args, sentence] of refused) {
    const { code, err } = await inside(args, { cwd })
    expect({ code, err }, args.join(' ')).toEqual({ code: 2, err: expect.stringContaining(sentence) })
  }
})
