// Microsoft Sentinel, against the rule that we ship.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { kindOf } from '../src/index.ts'
import { tables } from '../src/sentinel/columns.ts'
import { alertParser, panels, rules } from '../src/sentinel/kql.ts'
import { rowOf } from '../src/sentinel/record.ts'
import { template } from '../src/sentinel/template.ts'
import { Azure } from './azure.ts'
import { expectGolden, pretty } from './golden.ts'
import { kqlFaults } from './kql.ts'
import { event, everyEvent, finding, targetOf, testWire } from './samples.ts'
import { type Serving, serve } from './served.ts'

const RULE = `dcr-${'a'.repeat(32)}`
const FILE = new URL('../../../deploy/integrations/sentinel/template.json', import.meta.url)
const whole = `${JSON.stringify(template(), null, 2)}\n`
if (process.env.NAUTILUS_GOLDENS === 'write') {
  mkdirSync(new URL('.', FILE), { recursive: true })
  writeFileSync(FILE, whole)
}

let azure: Azure
let serving: Serving
beforeAll(async () => {
  serving = await serve(heard => azure.answer(heard))
})
afterAll(() => serving.end())
beforeEach(() => {
  azure = new Azure()
})

const settings = (more: Record<string, string> = {}) => ({
  ...{ endpoint: serving.url, authority: serving.url, rule: RULE, directory: 'contoso', clientId: 'id' },
  ...{ clientSecret: 'right', cloud: 'public', ...more },
})
const open = (more: Record<string, string> = {}, wire = testWire()) =>
  kindOf('sentinel')!.open(targetOf(settings(more), { wire }))
const many = (count: number, part = {}) => Array.from({ length: count }, (_, index) => event(index + 1, part))

describe('rows', () => {
  test('are what a person can read', () => {
    expectGolden('sentinel.json', pretty(everyEvent.map(each => rowOf(each, targetOf({})))))
  })

  test('are of the types of the rule, and no column is unknown to it', async () => {
    const answer = await open().send(everyEvent)
    expect(answer).toMatchObject({ refused: [], rest: null })
    expect(answer.delivered).toHaveLength(everyEvent.length)
    expect([...azure.unknown]).toEqual([])
    expect(Object.keys(azure.rows).sort()).toEqual(
      Object.keys(tables)
        .map(name => `Custom-${name}`)
        .sort(),
    )
  })

  test('are cut where Azure would cut them in silence', async () => {
    await open().send([event(1, { finding: { ...finding, why: 'x'.repeat(100_000) } })])
    expect(String(azure.rows['Custom-OtAlerts']?.[0]?.AlertDescription)).toMatch(/x…\[truncated\]$/)
  })
})

describe('sending', () => {
  test('stays below 1 MB a call', async () => {
    const events = many(600, { finding: { ...finding, why: 'é'.repeat(2000) } })
    expect((await open().send(events)).delivered).toHaveLength(600)
    expect(azure.rows['Custom-OtAlerts']).toHaveLength(600)
  })

  test('one token is good for many calls, and a new one is fetched before its end', async () => {
    const wire = testWire()
    const sender = open({}, wire)
    await sender.send(many(1))
    await sender.send(many(1))
    expect(azure.tokens).toBe(1)
    wire.set(wire.now() + 3_500_000)
    await sender.send(many(1))
    expect(azure.tokens).toBe(2)
  })

  test('a token that was withdrawn is fetched anew, once', async () => {
    const sender = open()
    await sender.send(many(1))
    azure.token = 'another'
    expect((await sender.send(many(1))).delivered).toEqual([1])
    expect(azure.tokens).toBe(2)
  })

  test.each([
    ['a wrong secret', { clientSecret: 'wrong' }, null, 'AADSTS7000215'],
    [
      'a role that is missing',
      {},
      { status: 403, body: { error: { code: 'AuthorizationFailed' } } },
      'Monitoring Metrics',
    ],
    ['a rule that is not there', {}, { status: 404 }, '404'],
  ])('%s waits for a person', async (_, more, trouble, why) => {
    azure.trouble = trouble
    const answer = await open(more).send(many(2))
    expect(answer).toMatchObject({ delivered: [], rest: { kind: 'fault', why: expect.stringContaining(why) } })
  })

  test.each([
    [
      { status: 429, headers: { 'retry-after': '30' } },
      { kind: 'retry', after: 30_000 },
    ],
    [{ status: 413 }, { kind: 'smaller' }],
    [{ status: 400, body: 'TimeoutExpired ReadyBody_ClientConnectionAbort' }, { kind: 'smaller' }],
    [{ status: 503 }, { kind: 'retry' }],
    [{ status: 0, breaks: true }, { kind: 'retry' }],
  ])('%o', async (trouble, rest) => {
    const sender = open()
    await sender.send(many(1))
    azure.trouble = trouble
    expect(await sender.send(many(2))).toMatchObject({ delivered: [], refused: [], rest })
  })
})

describe('the template', () => {
  test('is the one that we ship', () => {
    expect(existsSync(FILE)).toBe(true)
    // Laid out by the formatter of the project.
    const plain = (text: string) => JSON.stringify(JSON.parse(text))
    expect(plain(readFileSync(FILE, 'utf8'))).toBe(plain(whole))
  })

  test('names columns as Azure allows', () => {
    const kept = new Set(['_ResourceId', 'id', '_SubscriptionId', 'TenantId', 'Type', 'UniqueId', 'Title'])
    for (const columns of Object.values(tables))
      for (const name of Object.keys(columns)) {
        expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]{0,44}$/)
        expect(kept.has(name), name).toBe(false)
      }
  })

  test('declares streams as its tables are', () => {
    const { resources } = template() as { resources: { type: string; properties: unknown }[] }
    const rule = resources.find(({ type }) => type.endsWith('dataCollectionRules'))!
    const { streamDeclarations } = rule.properties as {
      streamDeclarations: Record<string, { columns: unknown }>
    }
    for (const { type, properties } of resources)
      if (type.endsWith('/tables')) {
        const { schema } = properties as { schema: { name: string; columns: unknown } }
        expect(streamDeclarations[`Custom-${schema.name.replace(/_CL$/, '')}`]?.columns).toEqual(schema.columns)
      }
  })

  test('every query is good Kusto, over columns that there are', () => {
    expect(kqlFaults('OtAlerts_CL | where Severty == 1', tables)).not.toEqual([])
    for (const { query } of [...rules, ...panels]) expect(kqlFaults(query, tables), query).toEqual([])
    expect(kqlFaults(`let disabled=false;\n${alertParser}`, tables)).toEqual([])
  })

  test('the parser has what ASIM AlertEvent asks for', () => {
    const asked =
      'EventCount EventStartTime EventEndTime EventType EventUid EventProduct EventVendor EventSchema EventSchemaVersion AlertName EventSeverity AlertStatus AttackTactics AttackTechniques'
    for (const column of asked.split(' '))
      expect(kqlFaults(`let disabled=false;\n${alertParser} | project ${column}`, tables), column).toEqual([])
  })
})
