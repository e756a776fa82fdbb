// Syslog, with rsyslog as the receiver: over TLS, in frames by count, however the names on the wire look.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kindOf } from '@nautilus/integrations'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { ownClock } from '../../apps/nautilus/src/outward/clock.ts'
import { type OpenWire, wireOf } from '../../apps/nautilus/src/outward/wire.ts'
import { event, everyEvent, finding, targetOf } from '../../packages/integrations/test/samples.ts'
import { certificateIn } from './certificate.ts'

const isMissing = ['rsyslogd', 'openssl'].some(program => spawnSync(program, ['version']).error !== undefined)

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise(done => server.close(done))
  return port
}

describe.skipIf(isMissing)('rsyslog', () => {
  let folder = ''
  let out = ''
  let port = 0
  let ca = ''
  let daemon: ChildProcess | null = null
  const wires: OpenWire[] = []

  const start = async () => {
    daemon = spawn('rsyslogd', ['-n', '-f', join(folder, 'conf'), '-i', join(folder, 'pid')], { stdio: 'ignore' })
    await vi.waitFor(() => reached(port), { timeout: 20_000, interval: 100 })
  }
  const stop = async () => {
    const ended = new Promise(done => daemon?.once('exit', done))
    daemon?.kill('SIGKILL')
    await ended
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nautilus-syslog-'))
    out = join(folder, 'out')
    port = await freePort()
    const { certFile, keyFile, cert } = certificateIn(folder)
    ca = cert
    writeFileSync(
      join(folder, 'conf'),
      `global(workDirectory="${folder}" maxMessageSize="64k" DefaultNetstreamDriver="gtls" DefaultNetstreamDriverCAFile="${certFile}" DefaultNetstreamDriverCertFile="${certFile}" DefaultNetstreamDriverKeyFile="${keyFile}")
module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
template(name="j" type="string" string="%pri%|%timestamp:::date-rfc3339%|%hostname%|%app-name%|%msgid%|%structured-data%|%msg%\\n")
input(type="imtcp" port="${port}" address="127.0.0.1" ruleset="r")
ruleset(name="r"){ action(type="omfile" file="${out}" template="j") }
`,
    )
    await start()
  })
  afterEach(() => {
    for (const wire of wires.splice(0)) wire.close()
  })
  afterAll(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = (more: Record<string, string> = {}) => {
    const wire = wireOf(
      { ca },
      { rules: { allowPrivate: true }, agent: 'test/1', clock: ownClock, signal: new AbortController().signal },
    )
    wires.push(wire)
    const settings = {
      address: 'localhost',
      port: String(port),
      tls: 'true',
      format: 'rfc5424',
      facility: '13',
      ...more,
    }
    return kindOf('syslog')!.open(targetOf({ ...settings, framing: 'octet-counting', name: 'nautilus-1' }, { wire }))
  }
  const lines = () =>
    existsSync(out)
      ? readFileSync(out, 'utf8')
          .split('\n')
          .filter(line => line !== '')
      : []
  const heard = (text: string) =>
    vi.waitFor(
      () => {
        const found = lines().filter(line => line.includes(text))
        expect(found.length).toBeGreaterThan(0)
        return found
      },
      { timeout: 20_000, interval: 100 },
    )

  test('every event is one line, whole, with what it says in structured data', async () => {
    const sender = open()
    expect((await sender.send(everyEvent)).delivered).toEqual(everyEvent.map(({ position }) => position))
    const [first] = await heard(everyEvent.at(-1)!.id)
    expect(first).toContain('|nautilus-1|nautilus|audit|')
    const [alert] = await heard(everyEvent[0]!.id)
    // 13 × 8 + 3: high.
    expect(alert).toMatch(/^107\|2026-11-\d\dT/)
    expect(alert).toContain('dstIp="10.20.3.12"')
    expect(alert).toContain(
      'A program was loaded into a controller: EWS-07 loaded OB1 into PLC-0312 | "line 3" = stopped ]\\',
    )
    await sender.close()
  })

  test('names that would break a line, or lie, do neither', async () => {
    const id = 'ffffffff-0000-4000-8000-000000000001'
    const name = 'PLC"]\n<0>1 - evil - - - \\ ü\u2028'
    const strange = { ...finding, source: { ...finding.source!, name }, why: `first\nsecond ${'x'.repeat(9000)}` }
    const sender = open()
    await sender.send([event(1, { id, finding: strange }), event(2, { id: id.replace(/1$/, '2') })])
    await heard(id.replace(/1$/, '2'))
    const found = await heard(id)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain('srcName="PLC\\"\\] <0>1 - evil - - - \\\\ ü ')
    expect(lines().some(line => line.startsWith('0|'))).toBe(false)
    await sender.close()
  })

  test.each([
    [
      'cef',
      /CEF:0\|Nautilus\|OT Intelligence\|1\.2\.3\|program-download\|A program was loaded into a controller\|8\|rt=\d+ /,
    ],
    ['leef', /LEEF:2\.0\|Nautilus\|OT Intelligence\|1\.2\.3\|program-download\|x09\|devTime=/],
  ])('%s', async (format, expected) => {
    const id = crypto.randomUUID()
    const sender = open({ format })
    await sender.send([event(1, { id })])
    expect((await heard(id))[0]).toMatch(expected)
    await sender.close()
  })

  test('a receiver that went away is reached again, and what may have been lost comes once more', async () => {
    const [before, after] = [crypto.randomUUID(), crypto.randomUUID()]
    const sender = open()
    await sender.send([event(1, { id: before })])
    await heard(before)
    await stop()
    await vi.waitFor(async () => expect((await sender.send([event(2, { id: after })])).rest?.kind).toBe('retry'), {
      timeout: 20_000,
    })
    await start()
    expect((await sender.send([event(2, { id: after })])).delivered).toEqual([2])
    await heard(after)
    await sender.close()
  })
})

async function reached(port: number): Promise<void> {
  const { connect } = await import('node:net')
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', reject)
  })
}
