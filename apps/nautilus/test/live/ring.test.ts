// The kernel's ring on a real cable: everything that is sent comes, as a file of it would say, and what does not come is
// counted.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Frame } from '@nautilus/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cable, Ear, layCable, PLANT, play, run, WATCH, whyNoCable } from './cable.ts'
import { mixed, plant, readWhole, remove, routed, tagged, write } from './captures.ts'

const why = whyNoCable()
const source = { kind: 'interface', interfaces: [WATCH], filter: null, threads: 1, buffer: 64 }
const folder = mkdtempSync(join(tmpdir(), 'nautilus-live-'))
afterAll(() => remove(folder))

describe.skipIf(why !== null)(`a ring on a cable${why ? ` (left out: ${why})` : ''}`, () => {
  let cable: Cable
  beforeAll(() => {
    cable = layCable()
  })
  afterAll(() => cable?.remove())

  /** Sends these frames, and gives what was heard. */
  async function heard(frames: readonly Frame[], options: object = {}, expected = frames.length) {
    const [sent, kept] = [join(folder, 'sent.pcap'), join(folder, 'kept.pcap')]
    await write(sent, frames)
    const ear = new Ear(cable.watch, { ...source, ...options }, { keep: kept })
    try {
      await ear.until(({ interfaces: [link] }) => link.state === 'up')
      await play(cable.plant, PLANT, sent)
      await ear.until(({ packets }) => packets >= expected)
      const told = await ear.ask({ do: 'finish' })
      return { told, kept: await readWhole(kept), sent: await readWhole(sent) }
    } finally {
      ear.end()
    }
  }

  test.each<[string, () => Frame[]]>([
    ['a plant', plant],
    ['a dozen protocols', () => mixed(20_000)],
    ['a VLAN on each second frame', () => mixed(2000).map((frame, i) => (i % 2 ? tagged(frame, [0x8100, 60]) : frame))],
    ['two tags, the outer of a provider', () => mixed(500).map(frame => tagged(frame, [0x88a8, 7], [0x8100, 61]))],
    ['a priority without a VLAN', () => mixed(100).map(frame => tagged(frame, [0x8100, 6 << 13]))],
  ])('the rows of %s are those of reading the file', async (_, frames) => {
    const { told, kept, sent } = await heard(frames())
    // Byte for byte what was sent, tags included; and of these bytes at their times the same rows as from a file.
    expect(kept.frames).toEqual(sent.frames)
    expect(kept.ats).toEqual(kept.ats.toSorted((a, b) => a - b))
    expect(told.batches).toEqual(kept.batches)
    expect(told.problem).toBeNull()
  })

  test.each(['erspan', 'vxlan'] as const)('a mirror that is routed to its address by %s is unpacked', async by => {
    run('ip', '-n', cable.watch, 'address', 'replace', '10.9.8.7/24', 'dev', WATCH)
    const plain = plant()
    const { told, kept, sent } = await heard(plain.map((frame, i) => routed(frame, by, i)))
    expect(kept.frames).toEqual(sent.frames)
    expect(told.batches).toEqual(kept.batches)
    const file = join(folder, 'plain.pcap')
    await write(file, plain)
    // Who did what, whatever the times: nothing of it is lost in the tunnel.
    const done = (batches: { activities: { protocol: string; verb: string }[] }[]) =>
      [
        ...new Set(batches.flatMap(({ activities }) => activities.map(({ protocol, verb }) => `${protocol} ${verb}`))),
      ].sort()
    const inside = done(told.batches)
    expect(inside.length).toBeGreaterThan(3)
    expect(inside).toEqual(done((await readWhole(file)).batches as never))
  })

  test('a filter lets through what it says, and tags that the kernel took off are found', async () => {
    const frames = mixed(4000).map((frame, i) => (i % 4 === 0 ? tagged(frame, [0x8100, 60]) : frame))
    const { kept, sent } = await heard(frames, { filter: 'vlan 60' }, 1000)
    expect(kept.frames).toEqual(sent.frames.filter((_, i) => i % 4 === 0))
  })

  test('a filter that is none is told with the words of tcpdump', async () => {
    const ear = new Ear(cable.watch, { ...source, filter: 'tcp porrt 502' })
    expect((await ear.ask({ do: 'hearing' })).problem).toMatch(
      /The filter `tcp porrt 502` cannot be used: .*syntax error/,
    )
    ear.end()
  })

  test('a stall of 300 ms loses nothing', async () => {
    const file = join(folder, 'stall.pcap')
    await write(file, mixed(50_000))
    const ear = new Ear(cable.watch, source)
    await ear.until(({ interfaces: [link] }) => link.state === 'up')
    const stalled = ear.ask({ do: 'stall', ms: 300 })
    const sent = await play(cable.plant, PLANT, file, 100_000)
    await stalled
    const { interfaces } = await ear.until(({ packets }) => packets >= sent)
    expect(interfaces[0]).toMatchObject({ packets: sent, dropped: 0, frozen: 0 })
    ear.end()
  })

  test('of a stall that is too long every frame is counted', async () => {
    const file = join(folder, 'long.pcap')
    await write(file, mixed(50_000))
    const ear = new Ear(cable.watch, { ...source, buffer: 4 })
    await ear.until(({ interfaces: [link] }) => link.state === 'up')
    const stalled = ear.ask({ do: 'stall', ms: 3000 })
    const sent = await play(cable.plant, PLANT, file, 200_000)
    const after = await stalled
    const { interfaces } = await ear.until(({ interfaces: [link] }) => link.packets + link.dropped >= sent)
    expect(interfaces[0].packets + interfaces[0].dropped).toBe(sent)
    // How many depends on how fast the sender is while this machine does other things.
    expect(interfaces[0].dropped).toBeGreaterThan(0)
    expect(interfaces[0].frozen).toBeGreaterThan(0)
    expect(Math.max(after.interfaces[0].fill, interfaces[0].fill)).toBe(1)
    ear.end()
  })

  test('a link that fails and comes back is heard again, and told', async () => {
    const file = join(folder, 'link.pcap')
    await write(file, mixed(1000))
    const ear = new Ear(cable.watch, source)
    await ear.until(({ interfaces: [link] }) => link.state === 'up')
    run('ip', '-n', cable.watch, 'link', 'set', WATCH, 'down')
    await ear.until(({ interfaces: [link] }) => link.state === 'down')
    run('ip', '-n', cable.watch, 'link', 'set', WATCH, 'up')
    await ear.until(({ interfaces: [link] }) => link.state === 'up')
    const sent = await play(cable.plant, PLANT, file)
    const { words } = await ear.until(({ packets }) => packets === sent)
    expect(words.map((word: string) => word.split(':')[0])).toEqual([`${WATCH} is down`, `${WATCH} is up`])
    ear.end()
  })

  test('an interface that is taken out and put in again is heard again', async () => {
    const file = join(folder, 'gone.pcap')
    await write(file, mixed(1000))
    const ear = new Ear(cable.watch, source)
    await ear.until(({ interfaces: [link] }) => link.state === 'up')
    run('ip', '-n', cable.watch, 'link', 'delete', WATCH)
    await ear.until(({ interfaces: [link] }) => link.state === 'gone')
    cable.lay()
    await ear.until(({ interfaces: [link] }) => link.state === 'up')
    const sent = await play(cable.plant, PLANT, file)
    const { interfaces } = await ear.until(({ packets }) => packets === sent)
    expect(interfaces[0]).toMatchObject({ packets: sent, dropped: 0 })
    ear.end()
  })

  test('the two directions of a tap are put together in the order of time', async () => {
    const second = [WATCH.replace('0', '1'), PLANT.replace('0', '1')] as const
    cable.lay(1)
    const [file, kept] = [join(folder, 'tap.pcap'), join(folder, 'tap-kept.pcap')]
    await write(file, mixed(3000))
    const ear = new Ear(cable.watch, { ...source, interfaces: [WATCH, second[0]] }, { keep: kept })
    await ear.until(({ interfaces }) => interfaces.every(({ state }: { state: string }) => state === 'up'))
    await Promise.all([play(cable.plant, PLANT, file, 3000, 5000), play(cable.plant, second[1], file, 3000, 5000)])
    await ear.until(({ packets }) => packets === 6000)
    const told = await ear.ask({ do: 'finish' })
    const { ats, batches } = await readWhole(kept)
    expect(ats).toEqual(ats.toSorted((a, b) => a - b))
    expect(told.batches).toEqual(batches)
    ear.end()
  })

  test('threads share conversations: each frame comes to one of them, both directions to the same', async () => {
    const file = join(folder, 'shared.pcap')
    const frames = plant()
    await write(file, frames)
    const group = process.pid & 0xffff
    const keeps = [join(folder, 'one.pcap'), join(folder, 'two.pcap')]
    const ears = keeps.map(keep => new Ear(cable.watch, source, { group, keep }))
    for (const ear of ears) await ear.until(({ interfaces: [link] }) => link.state === 'up')
    await play(cable.plant, PLANT, file)
    let heard = [0, 0]
    while (heard[0]! + heard[1]! < frames.length)
      heard = await Promise.all(ears.map(async ear => (await ear.ask({ do: 'hearing' })).packets))
    const told = await Promise.all(ears.map(ear => ear.ask({ do: 'finish' })))
    for (const ear of ears) ear.end()
    expect(told.map(({ packets }) => packets).every(packets => packets > 100)).toBe(true)
    const [one, two] = await Promise.all(keeps.map(readWhole))
    const all = (await readWhole(file)).frames
    expect([...one!.frames, ...two!.frames].toSorted()).toEqual(all.toSorted())
    // Operations have their replies, for both directions came to one thread.
    const unpaired = JSON.stringify(told.map(({ batches }) => batches)).match(/"outcome":"unseen"/g)
    const alone = JSON.stringify((await readWhole(file)).batches).match(/"outcome":"unseen"/g)
    expect(unpaired?.length ?? 0).toBe(alone?.length ?? 0)
  })
})
