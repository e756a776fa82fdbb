// Who spoke with whom, whether anybody answered, and how much: from frames to rows.
import type { Batch, Connection as Row } from '@nautilus/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConnectionRows, MAX_CONNECTION_ROWS, MAX_MERGED_ROWS } from '../src/connection-rows.ts'
import { Sensor } from '../src/index.ts'
import { MAX_TROUBLES, Troubles } from '../src/troubles.ts'
import { datagram, frameOf, run, type Segment, sense, type Timed, tcp } from './wire.ts'

const START = 1_767_225_600e6
const SYN = 2
const FIN = 1
const RST = 4
const ACK = 16
const text = (row: Row): string =>
  `${row.client.ip} ${row.server.ip} ${row.transport}/${row.port} ${row.protocol} ${row.state} ×${row.count} ${row.packets.client}/${row.packets.server} ${row.bytes.client}/${row.bytes.server}`
const rows = (frames: Iterable<Uint8Array | Timed>): string[] => sense(frames).connections.map(text)

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(0x5a)

describe('state', () => {
  test('a question that nobody answers is an attempt, sent again or not', () => {
    const syn = tcp({ flags: SYN, sequence: 1 })
    expect(rows([syn, { at: START + 9e6, bytes: syn }])).toEqual(['10.0.0.1 10.0.0.2 tcp/502 null attempt ×1 2/0 0/0'])
  })

  test.each([
    ['FIN', FIN],
    ['NULL', 0],
    ['Xmas', FIN | 8 | 32],
    ['SYN and FIN', SYN | FIN],
  ])('so is a %s probe, even from a low port', (_, flags) => {
    const probe = { flags, sequence: 1, clientPort: 20 }
    expect(rows([tcp(probe)])).toEqual(['10.0.0.1 10.0.0.2 tcp/502 null attempt ×1 1/0 0/0'])
    const reset = tcp({ from: 'server', flags: RST | ACK, sequence: 0, clientPort: 20 })
    expect(rows([tcp(probe), reset])).toEqual(['10.0.0.1 10.0.0.2 tcp/502 null refused ×1 1/1 0/0'])
  })

  test('a reset in answer refuses', () => {
    const refused = [tcp({ flags: SYN, sequence: 1 }), tcp({ from: 'server', flags: RST | ACK, sequence: 0 })]
    expect(rows(refused)).toEqual(['10.0.0.1 10.0.0.2 tcp/502 null refused ×1 1/1 0/0'])
  })

  test('a reset after an answer does not', () => {
    const accepted = tcp({ from: 'server', flags: SYN | ACK, sequence: 7 })
    const reset = tcp({ from: 'server', flags: RST, sequence: 8 })
    expect(rows([tcp({ flags: SYN, sequence: 1 }), accepted, reset])).toEqual([
      '10.0.0.1 10.0.0.2 tcp/502 null open ×1 1/2 0/0',
    ])
  })

  test('one side of an established connection is half of it', () => {
    const data = tcp({ flags: ACK, sequence: 5, payload: bytes(3) })
    expect(rows([data])).toEqual(['10.0.0.1 10.0.0.2 tcp/502 null half ×1 1/0 3/0'])
    expect(rows([tcp({ flags: SYN, sequence: 4 }), data])).toEqual(['10.0.0.1 10.0.0.2 tcp/502 null half ×1 2/0 3/0'])
    const answer = tcp({ from: 'server', flags: ACK, sequence: 5, payload: bytes(3) })
    expect(rows([answer])).toEqual(['10.0.0.1 10.0.0.2 tcp/502 null half ×1 0/1 0/3'])
  })

  test('UDP is open when answered, refused when an ICMP error names it, else an attempt', () => {
    const ask = datagram('client', 999, bytes(4), 1)
    expect(rows([ask])).toEqual(['10.0.0.1 10.0.0.2 udp/999 null attempt ×1 1/0 4/0'])
    expect(rows([ask, datagram('server', 999, bytes(5), 2)])).toEqual([
      '10.0.0.1 10.0.0.2 udp/999 null open ×1 1/1 4/5',
    ])
    for (const code of [1, 3, 13]) {
      const error = frameOf('server', 1, Uint8Array.from([3, code, 0, 0, 0, 0, 0, 0, ...ask.subarray(14, 42)]), 3)
      expect(rows([ask, error])).toEqual(['10.0.0.1 10.0.0.2 udp/999 null refused ×1 1/0 4/0'])
    }
    const tooLong = frameOf('server', 1, Uint8Array.from([3, 4, 0, 0, 0, 0, 0, 0, ...ask.subarray(14, 42)]), 3)
    expect(rows([ask, tooLong])).toEqual(['10.0.0.1 10.0.0.2 udp/999 null attempt ×1 1/0 4/0'])
  })
})

describe('rows', () => {
  test('a scan has a row a port, connections alike are one', () => {
    const scan = [22, 80, 502].map(port => tcp({ flags: SYN, sequence: 1, serverPort: port }))
    const again = [50_001, 50_002].map(clientPort => tcp({ flags: SYN, sequence: 1, clientPort }))
    const { connections } = sense([...scan, ...again])
    expect(connections.map(({ port, count, frame }) => [port, count, frame])).toEqual([
      [22, 1, 1],
      [80, 1, 2],
      [502, 3, 3],
    ])
  })

  test('another connection on the same ports is counted as another', () => {
    const { connections } = sense(
      [1, 2, 3].flatMap(id => [
        tcp({ flags: SYN, sequence: 4000 * id, id }),
        tcp({ from: 'server', flags: RST | ACK, sequence: 0, id }),
      ]),
    )
    expect(connections.map(text)).toEqual(['10.0.0.1 10.0.0.2 tcp/502 null refused ×3 3/3 0/0'])
    expect(connections[0]).toMatchObject({ first: START + 1000, frame: 1 })
  })

  test('one that goes on is told once a minute, with what came since, and counted once', () => {
    const frames = Array.from({ length: 30 }, (_, i) => ({
      at: START + i * 7e6,
      bytes: datagram(i % 2 === 0 ? 'client' : 'server', 999, bytes(i + 1), i + 1),
    }))
    const told = sense(frames).connections
    expect(told.map(row => row.count)).toEqual([1, 0, 0, 0])
    expect(told.map(row => row.state)).toEqual(['open', 'open', 'open', 'open'])
    expect(told.reduce((sum, { packets }) => sum + packets.client + packets.server, 0)).toBe(30)
    expect(told.reduce((sum, row) => sum + row.bytes.client + row.bytes.server, 0)).toBe(465)
    for (const [i, row] of told.entries()) if (i > 0) expect(row.first).toBe(told[i - 1]!.last)
  })

  test('whatever the frames: every one is in a row, on its side', () => {
    const frame = fc.record({
      from: fc.constantFrom<Segment['from']>('client', 'server'),
      flags: fc.constantFrom(SYN, SYN | ACK, ACK, ACK | FIN, RST, RST | ACK, FIN, 0),
      sequence: fc.integer({ min: 0, max: 300_000 }),
      clientPort: fc.integer({ min: 50_000, max: 50_002 }),
      length: fc.nat(20),
      pause: fc.constantFrom(20_000, 20_000, 2e6, 30e6, 90e6),
    })
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 40 }), said => {
        let at = START
        const frames = said.map(({ pause, length, ...segment }, id) => {
          at += pause
          return { at, bytes: tcp({ ...segment, id: id + 1, payload: bytes(length) }) }
        })
        const told = sense(frames).connections
        const sum = (of: (row: Row) => number) => told.reduce((all, row) => all + of(row), 0)
        expect(sum(row => row.packets.client + row.packets.server)).toBe(said.length)
        expect(sum(row => row.bytes.client + row.bytes.server)).toBe(said.reduce((all, s) => all + s.length, 0))
        const toServer = (row: Row) => (row.client.ip === '10.0.0.1' ? row.packets.client : row.packets.server)
        expect(sum(toServer)).toBe(said.filter(s => s.from === 'client').length)
        expect(told.every(row => row.count >= 0 && row.first <= row.last)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

const row = (more: Partial<Row>): Row => ({
  first: 1,
  last: 2,
  client: { mac: '', ip: '10.0.0.1' },
  server: { mac: '', ip: '10.0.0.2' },
  transport: 'tcp',
  port: 502,
  protocol: null,
  state: 'attempt',
  count: 1,
  packets: { client: 1, server: 0 },
  bytes: { client: 0, server: 0 },
  frame: 1,
  ...more,
})

describe('a flood', () => {
  test('of ports becomes one row more, and hides nobody who was answered', () => {
    const kept = new ConnectionRows()
    for (let port = 1; port < 65_536; port++) kept.add(row({ port }))
    kept.add(row({ port: 102, protocol: 's7comm', state: 'open' }))
    kept.flush()
    const told = kept.collect()
    expect(told).toHaveLength(MAX_CONNECTION_ROWS + 2)
    expect(told.find(one => one.port === 0)!.count).toBe(65_535 - MAX_CONNECTION_ROWS)
    expect(told.find(one => one.state === 'open')!.port).toBe(102)
    expect(kept.notices()).toMatchObject([{ code: 'connection.merged', count: 65_535 - MAX_CONNECTION_ROWS }])
    expect(kept.notices()).toEqual([])
  })

  test('of forged clients leaves the server, one of everything leaves the sum', () => {
    const kept = new ConnectionRows()
    const party = (ip: number) => ({ mac: '', ip: String(ip) })
    const clients = MAX_CONNECTION_ROWS + 2 * MAX_MERGED_ROWS + 500
    for (let i = 0; i < clients; i++) kept.add(row({ client: party(i) }))
    for (let i = 0; i < MAX_MERGED_ROWS + 5; i++) kept.add(row({ client: party(-i - 1), server: party(i) }))
    kept.flush()
    const told = kept.collect()
    expect(told.find(({ client, server }) => client.ip === '' && server.ip === '10.0.0.2')!.count).toBe(500)
    expect(told.find(({ client, server }) => client.ip === '' && server.ip === '')!.count).toBe(6)
    expect(told.length).toBe(MAX_CONNECTION_ROWS + 3 * MAX_MERGED_ROWS + 1)
    expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(clients + MAX_MERGED_ROWS + 5)
  })
})

describe('what goes wrong on one conversation', () => {
  test('other bytes in a segment sent again: between whom, when, where', () => {
    const segments = ['start', 'STOP!', 'start', 'STOP.'].map((said, i) =>
      tcp({ flags: ACK, sequence: 1, payload: new TextEncoder().encode(said), id: i + 1 }),
    )
    const { notices } = sense([tcp({ flags: SYN, sequence: 0 }), ...segments])
    expect(notices).toMatchObject([
      { code: 'tcp.conflict', count: 2, frame: 3, at: START + 3000, sender: 'client', server: { ip: '10.0.0.2' } },
    ])
  })

  test('messages that cannot be read: in the batch in which they came', () => {
    const told: unknown[] = []
    const good = Uint8Array.from([0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 2])
    const bad = Uint8Array.from([0, 1, 0, 0, 0, 6, 1])
    const frames = [good, good, bad, bad].map((payload, i) => ({
      at: START + i * 10e6,
      bytes: datagram('client', 502, payload, i + 1),
    }))
    const late = { at: START + 200e6, bytes: tcp({ flags: SYN, sequence: 1 }) }
    const onBatch = ({ notices, to }: Batch) => told.push(...notices.map(n => [n.code, n.count, n.frame, n.sender, to]))
    run(new Sensor({ onBatch }), [...frames, late])
    expect(told).toEqual([['message.malformed', 2, 3, 'client', START + 200e6]])
  })

  test('more troubles than are kept apart are counted', () => {
    const troubles = new Troubles()
    for (let i = 0; i < MAX_TROUBLES + 7; i++) {
      const client = { mac: '', ip: String(i) }
      const ends = { client, server: client, protocol: 'modbus', sender: 'client' } as const
      troubles.note({ code: 'message.malformed', ...ends, fault: 'modbus.length', at: i, frame: i })
    }
    const notices = troubles.collect()
    expect(notices).toHaveLength(MAX_TROUBLES + 1)
    expect(notices.at(-1)).toMatchObject({ code: 'message.malformed', count: 7, frame: MAX_TROUBLES })
    expect(notices.at(-1)!.client).toBeUndefined()
    expect(troubles.collect()).toEqual([])
  })
})

describe('below transport', () => {
  test('a sweep that numbers all its pings alike: each host has its own answer, or none', () => {
    const ping = Uint8Array.from([8, 0, 0, 0, 0, 0, 0, 0])
    const to = (host: number) => {
      const frame = frameOf('client', 1, ping, host)
      frame[33] = host
      return frame
    }
    const pong = frameOf('server', 1, Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0]), 9)
    const { activities } = sense([to(1), to(2), to(3), pong])
    const told = activities.map(a => `${a.server.ip} ${a.outcome} ×${a.count}`).sort()
    expect(told).toEqual(['10.0.0.1 no-reply ×1', '10.0.0.2 ok ×1', '10.0.0.3 no-reply ×1'])
  })
})
