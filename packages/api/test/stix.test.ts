// Findings and incidents that people take away as STIX: what goes out of the house is written down.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findingOf, write } from './rows.ts'
import { type Served, served } from './served.ts'

let it: Served
beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'analyst'] })
  await write(it.db, 'a', { findings: [findingOf('f-1', { last: 5e6 }), findingOf('f-2', { last: 9e6 })] })
})
afterAll(() => it.end())

const site = '/api/tenants/a/sites/s'
const get = (url: string) => it.as('analyst', { url })
const audit = async () => (await it.as('provider-admin', { url: '/api/tenants/a/audit' })).json().items

test('an incident goes with its findings, as a file, and who took it is written down', async () => {
  const made = await it.as('analyst', {
    ...{ method: 'POST', url: `${site}/incidents` },
    payload: { title: 'A download', findings: ['f-1'], reason: 'They are one.' },
  })
  const { id } = made.json().incident
  const answer = await get(`${site}/incidents/${id}/stix?tlp=green`)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toContain('application/stix+json')
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="incident-[\w-]+\.stix\.json"$/)
  const { objects, asked } = JSON.parse(answer.body)
  expect(objects.map(({ kind }: { kind: string }) => kind)).toEqual(['finding.changed', 'incident.changed'])
  expect(asked).toMatchObject({ tlp: 'green', addresses: false, tenant: 'a' })
  const [entry] = await audit()
  expect(entry).toMatchObject({ action: 'stix.take', object: id, detail: { tlp: 'green', addresses: false } })
  expect((await get(`${site}/incidents/nowhere/stix`)).statusCode).toBe(404)
})

test('a period has the findings that were seen in it', async () => {
  const objects = async (from: number, to: number) =>
    JSON.parse((await get(`${site}/stix?from=${from}&to=${to}&addresses=true`)).body).objects.map(
      ({ object }: { object: string }) => object,
    )
  expect(await objects(0, 1e9)).toEqual(['f-2', 'f-1'])
  expect(await objects(6e6, 1e9)).toEqual(['f-2'])
  expect((await get(`${site}/stix?from=2&to=1`)).json().fields).toEqual({ to: 'must not be before from' })
  expect((await get(`${site}/stix?from=0&to=1&tlp=purple`)).statusCode).toBe(400)
})
