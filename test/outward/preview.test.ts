// A look before anything is sent: at what is really stored, through the filter, and without anything secret.
import { asTenant, outwardOfPeriod } from '@nautilus/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookFaults } from '../../apps/nautilus/src/outward/preview.ts'
import { assetOf, findingOf, write } from '../../packages/api/test/rows.ts'
import { kinds } from '../../packages/integrations/src/index.ts'
import { stixFaults } from '../../packages/integrations/test/stix.ts'
import { type TestState, testState } from '../../packages/store/test/state.ts'
import { deskOn, START, testClock } from './plant.ts'

let state: TestState
beforeAll(async () => {
  state = await testState()
})
afterAll(() => state.end())

const desk = () => deskOn(state.db, testClock())
const filter = { topics: ['finding', 'asset'], severity: 'low', sites: [], exercises: false } as const
const looked = (more: object = {}) => ({
  ...{
    settings: { url: 'https://x', secret: 'hush' },
    filter,
    mapping: { rename: { siteName: 'location' }, add: { team: 'ot' } },
  },
  ...more,
})

test('where nothing happened yet it is an example, and says so', async () => {
  expect(await desk().look('a', 'webhook', looked())).toMatchObject({
    of: 'none',
    text: expect.stringContaining('TEST: nothing happened'),
  })
  expect(await desk().look('a', 'nonsense', looked())).toBeNull()
})

test('it is the latest that the filter lets pass, renamed and added to', async () => {
  const at = (last: number) => START * 1000 + last
  await write(state.db, 'a', {
    findings: [
      findingOf('old', { last: at(1), severity: 'critical' }),
      findingOf('new', { last: at(2), severity: 'medium' }),
    ],
    assets: [assetOf('plc', at(1))],
  })
  const look = (await desk().look('a', 'webhook', looked()))!
  expect(look).toMatchObject({ of: 'sent', topic: 'finding', object: 'new' })
  const { type, data } = JSON.parse(look.text)
  expect(type).toBe('ot.finding.changed')
  expect(data).toMatchObject({ team: 'ot', finding: { id: 'new' } })
  expect(data).toHaveProperty('location')
  expect(data).not.toHaveProperty('siteName')
  expect(look.text).not.toContain('hush')
  const grave = { ...filter, severity: 'critical' } as const
  expect(await desk().look('a', 'webhook', looked({ filter: grave }))).toMatchObject({ of: 'sent', object: 'old' })
  const elsewhere = { ...filter, sites: ['other'] }
  expect(await desk().look('a', 'webhook', looked({ filter: elsewhere }))).toMatchObject({ of: 'held' })
  // Of another tenant nothing is seen.
  expect(await desk().look('b', 'webhook', looked())).toMatchObject({ of: 'none' })
})

test('every kind can be looked at', async () => {
  for (const { id, topics } of kinds) {
    const look = await desk().look('a', id, looked({ settings: {}, filter: { ...filter, topics } }))
    expect(look?.text.length, id).toBeGreaterThan(50)
  }
})

test('what is wrong in the open is said; what is missing is not', () => {
  const kafka = kinds.find(({ id }) => id === 'kafka')!
  expect(lookFaults(kafka, { topic: 'ot.{nothing}' })).toEqual({
    topic: 'has {nothing}, and may have {tenant}, {site}, {topic}, {kind}, {rule}',
  })
  expect(lookFaults(kafka, { servers: '', password: 'hush' })).toEqual({})
})

test('a period becomes a bundle', async () => {
  const place = { tenant: 'a', site: 's', siteName: 'Site' }
  const events = await asTenant(state.db, 'a', scoped =>
    outwardOfPeriod(scoped, place, { from: 0, to: START * 2000, most: 10 }),
  )
  expect(events.map(({ object }) => object)).toEqual(['new', 'old'])
  const bundle = await desk().stix(events, { tenant: 'a', organisation: 'A', tlp: 'green', addresses: true })
  expect(stixFaults(bundle as Parameters<typeof stixFaults>[0])).toEqual([])
})
