// Streams: events of one's own tenant and sites, captures that are dragged in.
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { LiveEvent } from '../src/index.ts'
import { type Served, served } from './served.ts'

let it: Served
let port: number
const LIMIT = 200_000
beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'site-analyst', 'outsider'], options: { limits: { upload: LIMIT } } })
  await it.app.listen({ host: '127.0.0.1', port: 0 })
  port = (it.app.server.address() as AddressInfo).port
})
afterAll(() => it.end())

const finding = (tenant: string, site: string, id: string): LiveEvent => ({
  kind: 'finding',
  tenant,
  site,
  id,
  title: 'A title\nwith a line',
  severity: 'high',
})

/** Listens as a browser does; `ids` are the findings that came. */
async function listening(who: string, tenant: string) {
  const asked: ClientRequest = request({
    port,
    path: `/api/tenants/${tenant}/live`,
    headers: { cookie: it.cookies.get(who)! },
  })
  asked.on('error', () => {})
  asked.end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  let text = ''
  answer.on('data', piece => {
    text += piece
  })
  answer.on('error', () => {})
  const ids = () => [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => (JSON.parse(data!) as { id: string }).id)
  return { status: answer.statusCode, type: answer.headers['content-type'], ids, leave: () => asked.destroy() }
}

test('events reach those whose tenant and site they are of', async () => {
  const admin = await listening('provider-admin', 'a')
  const bySite = await listening('site-analyst', 'a')
  const other = await listening('outsider', 'b')
  expect([admin.status, admin.type]).toEqual([200, 'text/event-stream'])
  it.platform.emit(finding('a', 's', 'one'))
  it.platform.emit(finding('b', 's', 'two'))
  it.platform.emit(finding('a', 'other', 'three'))
  for (const tenant of ['a', 'b']) it.platform.emit(finding(tenant, 's', 'end'))
  await vi.waitFor(() => {
    for (const one of [admin, bySite, other]) expect(one.ids()).toContain('end')
  })
  expect(admin.ids()).toEqual(['one', 'three', 'end'])
  expect(bySite.ids()).toEqual(['one', 'end'])
  expect(other.ids()).toEqual(['two', 'end'])
  for (const one of [admin, bySite, other]) one.leave()
  await vi.waitFor(() => expect(it.platform.listeners()).toBe(0))
})

test('whoever is of another tenant hears nothing', async () => {
  const stranger = await listening('outsider', 'a')
  expect(stranger.status).toBe(404)
})

describe('captures', () => {
  const site = '/api/tenants/a/sites/s'
  const pcap = (bytes: number) => Buffer.concat([Buffer.from('d4c3b2a1', 'hex'), randomBytes(bytes - 4)])
  const put = (payload: Buffer, name = 'a.pcap', who = 'provider-admin') =>
    it.as(who, {
      method: 'POST',
      url: `${site}/uploads?name=${encodeURIComponent(name)}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload,
    })
  const rows = async () => (await it.as('provider-admin', { url: `${site}/uploads` })).json().items
  const kept = () => readdirSync(it.platform.uploads).length

  test.each(['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '0a0d0d0a', '1f8b0800', '28b52ffd'])(
    'begins with %s: kept, hashed and handed on',
    async magic => {
      const body = Buffer.concat([Buffer.from(magic, 'hex'), randomBytes(70_000)])
      const answer = await put(body, 'Hall 3.pcap')
      expect(answer.statusCode).toBe(201)
      const sha256 = createHash('sha256').update(body).digest('hex')
      expect(answer.json()).toMatchObject({ name: 'Hall 3.pcap', bytes: body.length, sha256, state: 'waiting' })
      const given = it.platform.analyzed.at(-1)!
      expect(given).toMatchObject({ id: answer.json().id, name: 'Hall 3.pcap' })
      expect(readFileSync(given.file).equals(body)).toBe(true)
    },
  )

  test.each([
    ['%PDF-1.7', 415],
    ['MZ', 415],
    ['', 415],
    ['PK\x03\x04', 415],
  ])('%j is no capture', async (text, status) => {
    const [before, handed] = [kept(), it.platform.analyzed.length]
    const answer = await put(Buffer.from(text, 'latin1'))
    expect(answer.statusCode).toBe(status)
    expect(answer.json().detail).toMatch(/no capture|empty/)
    expect([kept(), it.platform.analyzed.length]).toEqual([before, handed])
    expect((await rows())[0]).toMatchObject({ state: 'failed', message: answer.json().detail })
  })

  test('one that is too large is refused and leaves nothing', async () => {
    const before = kept()
    expect((await put(pcap(LIMIT + 1))).statusCode).toBe(413)
    expect(kept()).toBe(before)
    expect((await put(pcap(LIMIT))).statusCode).toBe(201)
  })

  test('one whose sender goes away leaves nothing', async () => {
    const before = kept()
    const sending = request({
      port,
      method: 'POST',
      path: `${site}/uploads?name=half.pcap`,
      headers: {
        cookie: it.cookies.get('provider-admin')!,
        'content-type': 'application/octet-stream',
        'content-length': '100000',
      },
    })
    sending.on('error', () => {})
    sending.write(pcap(50_000))
    await vi.waitFor(async () => expect((await rows())[0]).toMatchObject({ name: 'half.pcap', state: 'receiving' }))
    sending.destroy()
    await vi.waitFor(async () => expect((await rows())[0]).toMatchObject({ name: 'half.pcap', state: 'failed' }))
    expect(kept()).toBe(before)
  })

  test('a name is a name, and no path', async () => {
    for (const name of ['../../x.pcap', 'a/b', 'a\\b', '', 'x'.repeat(256)])
      expect((await put(pcap(100), name)).statusCode, name).toBe(400)
    expect(existsSync(`${it.folder}/x.pcap`)).toBe(false)
  })
})

test('a server that closes ends its streams, and waits for nobody who reads them', async () => {
  const admin = await listening('provider-admin', 'a')
  expect(admin.status).toBe(200)
  await it.app.close()
  await vi.waitFor(() => expect(it.platform.listeners()).toBe(0))
})
