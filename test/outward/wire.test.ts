// How destinations are reached: certificates of one's own, a proxy, and addresses that are never asked.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createPlain, type Server } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Unreached } from '@nautilus/integrations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownClock } from '../../apps/nautilus/src/outward/clock.ts'
import { type OpenWire, wireOf } from '../../apps/nautilus/src/outward/wire.ts'
import { type Certificate, certificateIn } from './certificate.ts'

let folder = ''
let certificate: Certificate
let safe: Server
let proxy: Server
const tunnels: string[] = []
const open: OpenWire[] = []
const portOf = (server: Server) => (server.address() as AddressInfo).port
const listen = (server: Server) => new Promise<void>(done => server.listen(0, '127.0.0.1', done))

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nautilus-wire-'))
  certificate = certificateIn(folder)
  safe = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    response.end(request.url === '/moved' ? '' : 'here')
  }) as unknown as Server
  proxy = createPlain()
  proxy.on('connect', (request, socket) => {
    tunnels.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`)
    const [host = '', port = ''] = (request.url ?? '').split(':')
    const there = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      there.pipe(socket).pipe(there)
    })
    there.on('error', () => socket.destroy())
    socket.on('error', () => there.destroy())
  })
  await Promise.all([listen(safe), listen(proxy)])
})
afterAll(async () => {
  for (const wire of open) wire.close()
  for (const server of [safe, proxy]) {
    server.closeAllConnections()
    await new Promise(done => server.close(done))
  }
  rmSync(folder, { recursive: true, force: true })
})

function wire(settings: Record<string, string> = {}, allowPrivate = true): OpenWire {
  const made = wireOf(settings, {
    rules: { allowPrivate },
    agent: 'test/1',
    clock: ownClock,
    signal: new AbortController().signal,
  })
  open.push(made)
  return made
}
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: Unreached) => error,
  )

test('an authority that nobody knows is not trusted, until somebody says so', async () => {
  const url = `https://localhost:${portOf(safe)}/`
  const refused = await failure(wire().ask({ url }))
  expect(refused).toBeInstanceOf(Unreached)
  expect(refused?.isForbidden).toBe(false)
  const answer = await wire({ ca: certificate.cert }).ask({ url })
  expect(answer).toMatchObject({ status: 200, text: 'here' })
})

test('through a proxy the certificate is still that of the receiver', async () => {
  const settings = { proxy: `http://me:secret@127.0.0.1:${portOf(proxy)}`, ca: certificate.cert }
  const url = `https://localhost:${portOf(safe)}/`
  expect(await wire(settings).ask({ url })).toMatchObject({ status: 200, text: 'here' })
  expect(tunnels).toEqual([`localhost:${portOf(safe)} Basic ${Buffer.from('me:secret').toString('base64')}`])
  expect(await failure(wire({ proxy: settings.proxy }).ask({ url }))).toBeInstanceOf(Unreached)
})

test.each([
  ['http://169.254.169.254/latest/meta-data', true],
  ['http://[fe80::1]/', true],
  ['https://127.0.0.1/', false],
  ['https://10.0.0.1/', false],
  ['http://example.com/', false],
])('%s is not asked', async (url, allowPrivate) => {
  expect((await failure(wire({}, allowPrivate).ask({ url })))?.isForbidden).toBe(true)
})

test('lines keep to the same rules', async () => {
  for (const [host, tls, allowPrivate] of [
    ['169.254.169.254', true, true],
    ['127.0.0.1', true, false],
    ['8.8.8.8', false, false],
  ] as const)
    expect((await failure(wire({}, allowPrivate).dial({ host, port: 6514, tls })))?.isForbidden, host).toBe(true)
})
