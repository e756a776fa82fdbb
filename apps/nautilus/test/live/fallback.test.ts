// Where the ring is not to be had: tcpdump, and a sentence that says so.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { InterfaceSource } from '../../src/platform/config-sources.ts'
import { type Cable, Ear, layCable, PLANT, play, run, WATCH, whyNoCable } from './cable.ts'
import { mixed, readWhole, remove, tagged, write } from './captures.ts'

const why = whyNoCable()
const source: InterfaceSource = { kind: 'interface', interfaces: [WATCH], filter: null, threads: 1, buffer: 64 }

describe.skipIf(why !== null)(`tcpdump on a cable${why ? ` (left out: ${why})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-fallback-'))
  let cable: Cable
  beforeAll(() => {
    cable = layCable()
  })
  afterAll(() => {
    cable?.remove()
    remove(folder)
  })

  test('the same frames come through its pipe', async () => {
    const [file, kept] = [join(folder, 'sent.pcap'), join(folder, 'kept.pcap')]
    // More than its own buffer holds, so that all but the last comes without waiting for the end.
    const frames = mixed(4000).map((frame, i) => (i % 2 ? tagged(frame, [0x8100, 60]) : frame))
    await write(file, frames)
    // Whoever runs it may do nothing, and tcpdump may listen: as packages for it set it up.
    run('cp', run('which', 'tcpdump').trim(), join(folder, 'tcpdump'))
    run('setcap', 'cap_net_raw=eip', join(folder, 'tcpdump'))
    run('chmod', '777', folder)
    const ear = new Ear(cable.watch, source, { keep: kept, path: folder, asNobody: true })
    await ear.until(({ interfaces }) => interfaces.length > 0)
    await vi.waitUntil(
      () => run('ip', 'netns', 'exec', cable.watch, 'cat', '/proc/net/packet').trim().includes('\n'),
      20_000,
    )
    await play(cable.plant, PLANT, file)
    const heard = await ear.until(({ packets }) => packets > 3000)
    expect(heard).toMatchObject({ by: 'tcpdump', interfaces: [{ name: WATCH, state: 'up', dropped: 0 }] })
    expect(heard.why).toMatch(/^watch0 cannot be listened to: .* CAP_NET_RAW\. It is heard through tcpdump instead/)
    await ear.ask({ do: 'finish' })
    ear.end()
    const got = (await readWhole(kept)).frames
    expect(got).toEqual((await readWhole(file)).frames.slice(0, got.length))
  })

  test('an interface that is not there is told', async () => {
    const ear = new Ear(cable.watch, { ...source, interfaces: ['nowhere9'] })
    const { problem } = await ear.ask({ do: 'hearing' })
    expect(problem).toBe('There is no interface nowhere9; `ip -brief link` lists them.')
    ear.end()
  })
})
