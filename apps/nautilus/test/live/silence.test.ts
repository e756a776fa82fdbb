// Nothing leaves: by the counter of the interface, and by who listens at the other end. And what listens has no rights.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Cable, Ear, layCable, PLANT, play, run, WATCH, whyNoCable } from './cable.ts'
import { mixed, remove, write } from './captures.ts'

const why = whyNoCable()
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const nobody = fileURLToPath(new URL('./nobody.ts', import.meta.url))
const source = { kind: 'interface', interfaces: [WATCH], filter: null, threads: 1, buffer: 64 }

describe.skipIf(why !== null)(`silence${why ? ` (left out: ${why})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-silence-'))
  const file = join(folder, 'some.pcap')
  let cable: Cable
  beforeAll(async () => {
    await write(file, mixed(60_000))
  })
  afterAll(() => remove(folder))

  /** Both streams: what it says, whatever the exit code. */
  const nautilus = (...args: readonly string[]): string => {
    const all = ['netns', 'exec', cable.watch, process.execPath, main, ...args]
    const { stdout, stderr } = spawnSync('ip', all, { encoding: 'utf8' })
    return stdout + stderr
  }
  const sent = (): number =>
    Number(run('ip', 'netns', 'exec', cable.watch, 'cat', `/sys/class/net/${WATCH}/statistics/tx_packets`))

  /** A datagram to a neighbour that needs no asking. */
  function speak(space: string, link: string, from: string, to: string, mac: string): void {
    run('ip', '-n', space, 'address', 'replace', `${from}/24`, 'dev', link)
    run('ip', '-n', space, 'neighbour', 'replace', to, 'lladdr', mac, 'dev', link)
    const script = `const socket = require('node:dgram').createSocket('udp4')
      socket.send('hello', 9, '${to}', () => socket.close())`
    run('ip', 'netns', 'exec', space, process.execPath, '-e', script)
  }

  describe('of an interface as it comes out of the box', () => {
    beforeAll(() => {
      cable = layCable(false)
      run('ip', '-n', cable.watch, 'address', 'add', '10.9.8.7/24', 'dev', WATCH)
    })
    afterAll(() => cable?.remove())

    test('it speaks, and every reason is told with its command', async () => {
      // The test can fail: without us the kernel sends by itself.
      await vi.waitUntil(() => sent() > 0, { timeout: 30_000 })
      const before = sent()
      speak(cable.watch, WATCH, '10.9.8.7', '10.9.8.1', '02:00:00:00:00:01')
      expect(sent()).toBeGreaterThan(before)
      const { silent, points } = JSON.parse(nautilus('sensor', 'check', WATCH, '--json'))
      expect(silent).toBe(false)
      const wrong = points.filter(({ state }: { state: string }) => state === 'bad')
      expect(wrong.map(({ what }: { what: string }) => what)).toEqual(
        expect.arrayContaining(['IPv6', 'ARP', 'Multicast', 'Addresses', 'Way out']),
      )
    })

    test('--apply puts it right, and then no frame leaves while a plant talks', async () => {
      const text = nautilus('sensor', 'check', WATCH, '--apply')
      expect(text).toContain(`done   nft 'add table netdev nautilus_${WATCH}'`)
      expect(text).not.toContain('FAILED')
      expect(text).toContain(`${WATCH} is silent and ready.`)
      const before = sent()
      const peer = new Ear(cable.plant, { ...source, interfaces: [PLANT] })
      const ear = new Ear(cable.watch, source)
      for (const one of [peer, ear]) await one.until(({ interfaces: [link] }) => link.state === 'up')
      // An hour of a plant with 130 frames a second, as fast as it goes.
      const frames = await play(cable.plant, PLANT, file, 480_000)
      // Whoever speaks to this machine is not answered.
      const mac = run('ip', 'netns', 'exec', cable.watch, 'cat', `/sys/class/net/${WATCH}/address`).trim()
      speak(cable.plant, PLANT, '10.9.8.1', '10.9.8.7', mac)
      const heard = await ear.until(({ packets }) => packets > frames)
      expect(heard.interfaces[0].dropped).toBe(0)
      // A frame of ours would be one that came to the plant's end: its own are not counted there.
      expect((await peer.ask({ do: 'hearing' })).packets).toBe(0)
      expect(sent()).toBe(before)
      for (const one of [peer, ear]) one.end()
    })

    test('what a program of this machine wants to send is dropped', () => {
      const before = sent()
      speak(cable.watch, WATCH, '10.9.8.7', '10.9.8.1', '02:00:00:00:00:01')
      expect(sent()).toBe(before)
    })
  })

  describe('of who listens', () => {
    beforeAll(() => {
      cable = layCable()
    })
    afterAll(() => cable?.remove())

    test('a program that was given a socket hears, and may do nothing else', async () => {
      const frames = 5000
      const args = [main, 'sensor', 'open', WATCH, '--user', 'nobody', '--', process.execPath, nobody, `${frames}`]
      const child = spawn('ip', ['netns', 'exec', cable.watch, process.execPath, ...args])
      let [out, words] = ['', '']
      child.stdout.on('data', piece => {
        out += piece
      })
      child.stderr.on('data', piece => {
        words += piece
      })
      await vi.waitUntil(() => words.includes('ready'), { timeout: 30_000 })
      // The interface goes and comes back: the same socket hears it again, without a right.
      run('ip', '-n', cable.watch, 'link', 'delete', WATCH)
      await vi.waitUntil(() => words.includes('is gone'), { timeout: 30_000 })
      cable.lay()
      await vi.waitUntil(() => words.includes('is up'), { timeout: 30_000 })
      await play(cable.plant, PLANT, file, frames)
      await once(child, 'close')
      const told = JSON.parse(out)
      expect(told).toMatchObject({ packets: frames, by: 'ring', dropped: 0, another: { code: 'live.not-permitted' } })
      expect(told.rights.Uid).toMatch(/^(\d+)\t\1\t\1\t\1$/)
      expect(told.rights.Uid).not.toMatch(/^0\t/)
      expect(told.rights).toMatchObject({ CapEff: '0'.repeat(16), CapPrm: '0'.repeat(16), NoNewPrivs: '1' })
      expect(told.rights.CapAmb).toBe('0'.repeat(16))
    })

    test.each([
      [['open', WATCH, '--user', 'no-such-one', '--', 'true'], 'There is no user no-such-one; `useradd --system'],
      [['open', WATCH, '--user', 'root', '--', 'true'], 'root is root, who may do everything; name another user.'],
      [['open', WATCH, '--', 'no-such-program'], 'no-such-program could not be started:'],
      [['check', 'watch9'], 'There is no interface watch9; did you mean watch0?'],
      [['check', 'lo'], "lo is this machine's way to itself: no plant is there."],
    ])('sensor %j is refused with a sentence', (args, sentence) => {
      expect(nautilus('sensor', ...args)).toContain(sentence)
    })

    test('an interface that is switched off, and one without a link, are told apart', () => {
      run('ip', '-n', cable.plant, 'link', 'set', PLANT, 'down')
      expect(nautilus('sensor', 'check', WATCH)).toContain('has no link: look at the cable')
      run('ip', '-n', cable.watch, 'link', 'set', WATCH, 'down')
      const text = nautilus('sensor', 'check', WATCH)
      expect(text).toContain('is switched off')
      expect(text).toContain(`  ip link set ${WATCH} up`)
      run('ip', '-n', cable.watch, 'link', 'set', WATCH, 'up')
      run('ip', '-n', cable.plant, 'link', 'set', PLANT, 'up')
    })

    test('who may not listen is told how to be allowed', () => {
      const args = ['netns', 'exec', cable.watch, 'setpriv', '--reuid', '65534', '--clear-groups', process.execPath]
      const { stdout, status } = spawnSync('ip', [...args, main, 'sensor', 'check', WATCH], { encoding: 'utf8' })
      expect(status).toBe(2)
      expect(stdout).toContain('WRONG  Permission')
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
        'this process lacks the capability CAP_NET_RAW. Run this as root',
      )
    })
  })
})
