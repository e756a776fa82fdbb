// The packets around a finding: who may read them, what is written down, and what is told where there are none.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findingOf, write } from './rows.ts'
import { type Served, served } from './served.ts'

let it: Served
beforeAll(async () => {
  it = await served({ people: ['analyst', 'management', 'auditor', 'provider-admin'] })
  await write(it.db, 'a', { findings: [{ ...findingOf('one'), evidence: { file: 'live:span@1', frames: [4, 7] } }] })
})
afterAll(() => it.end())

const url = '/api/tenants/a/sites/s/findings/one/packets.pcap'
const ask = (who: string, query = '') => it.as(who, { method: 'GET', url: `${url}${query}` })

test('they come as a pcap, and the audit says who read what', async () => {
  const asked: object[] = []
  it.platform.packetsAround = async question => {
    asked.push(question)
    return { kind: 'found', pcap: pieces() }
  }
  const answer = await ask('analyst', '?before=10&of=hosts')
  expect([answer.statusCode, answer.body]).toEqual([200, 'headrecords'])
  expect(answer.headers['content-type']).toBe('application/vnd.tcpdump.pcap')
  expect(answer.headers['content-disposition']).toBe('attachment; filename="one-around.pcap"')
  const evidence = { file: 'live:span@1', frames: [4, 7] }
  expect(asked).toEqual([{ tenant: 'a', site: 's', evidence, kept: null, before: 10, after: 60, of: 'hosts' }])
  const audit = await it.as('provider-admin', { method: 'GET', url: '/api/tenants/a/audit' })
  const detail = { before: 10, after: 60, of: 'hosts' }
  expect(audit.json().items[0]).toMatchObject({ action: 'packets.read', object: 'one', site: 's', detail })
})

async function* pieces(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('head')
  yield Buffer.from('records')
}

test('whoever may not read contents gets nothing', async () => {
  for (const who of ['management', 'auditor']) expect((await ask(who)).statusCode).toBe(403)
})

test('without packets there is a reason; with too many questions another one', async () => {
  it.platform.packetsAround = async () => ({ kind: 'none', why: 'Newer ones took their place.' })
  const none = await ask('analyst')
  expect([none.statusCode, none.json().detail]).toEqual([404, 'Newer ones took their place.'])
  it.platform.packetsAround = async () => ({ kind: 'busy' })
  expect((await ask('analyst')).statusCode).toBe(429)
  expect((await ask('analyst', '?before=4000')).statusCode).toBe(400)
  const other = await it.as('analyst', { method: 'GET', url: url.replace('one', 'none') })
  expect(other.statusCode).toBe(404)
})
