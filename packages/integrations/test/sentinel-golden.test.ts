// Every rule, parser and panel for Microsoft Sentinel, as the template has it, run over events that we ship: what should fire
// fires, what should not is silent, and columns have the types that the tables have.
import { readFileSync } from 'node:fs'
import type { OutwardEvent } from '@nautilus/model'
import { describe, expect, test } from 'vitest'
import { tables } from '../src/sentinel/columns.ts'
import { rowOf } from '../src/sentinel/record.ts'
import { kqlFaults } from './kql.ts'
import { type KqlTables, runKql } from './kql-run.ts'
import { asset, event, everyEvent, finding, incident, targetOf } from './samples.ts'

type Resource = { type: string; name: string; properties: Record<string, unknown> }
const { resources } = JSON.parse(
  readFileSync(new URL('../../../deploy/integrations/sentinel/template.json', import.meta.url), 'utf8'),
) as { resources: Resource[] }
const rules = resources.filter(({ type }) => type.endsWith('/alertRules'))
const [parser] = resources.filter(({ type }) => type.endsWith('/savedSearches'))
const [workbook] = resources.filter(({ type }) => type.endsWith('/workbooks'))
const panels = (
  JSON.parse(workbook!.properties.serializedData as string) as { items: { name: string; content: { query: string } }[] }
).items

function tablesOf(events: readonly OutwardEvent[]): KqlTables {
  const rows = events.map(each => rowOf(each, targetOf({})))
  return Object.fromEntries(
    Object.entries(tables).map(([name, columns]) => [
      `${name}_CL`,
      { columns, rows: rows.filter(each => each.table === name).map(({ row }) => row as Record<string, never>) },
    ]),
  )
}
const run = (query: string, events: readonly OutwardEvent[]) => runKql(query, tablesOf(events))
const ruleOf = (word: string) =>
  rules.find(({ name }) => name.includes(`'nautilus-${word}'`))!.properties as {
    query: string
    entityMappings: { fieldMappings: { columnName: string }[] }[]
    customDetails: Record<string, string>
  }
const of = (part: Partial<typeof finding>, more: Partial<OutwardEvent> = {}) =>
  event(1, { finding: { ...finding, ...part }, ...more })
const health = (what: 'silent' | 'heard', at: number) => {
  const { finding: _, ...rest } = event(6, { kind: 'sensor.health', object: 'sensor-01', at })
  return { ...rest, sensor: { sensor: 'sensor-01', note: { what, since: at } } } as OutwardEvent
}

/** By the id of the rule: what fires, and what is near it and does not. */
const golden: Readonly<
  Record<
    string,
    {
      readonly fires: Readonly<Record<string, readonly OutwardEvent[]>>
      readonly silent: Readonly<Record<string, readonly OutwardEvent[]>>
    }
  >
> = {
  'program-download': {
    fires: {
      'a program outside approved work': [of({})],
      'a controller that was stopped, confirmed': [of({ rule: 'controller-stop', status: 'confirmed' })],
      'work that was somebody else': [of({ work: 'impostor' })],
      'the same event twice': [of({}), of({})],
    },
    silent: {
      'within approved work': [of({ work: 'covered' })],
      'a scan': [of({ rule: 'port-scan' })],
      'accepted meanwhile': [of({}), of({ status: 'accepted' }, { at: event(1).at + 1 })],
      'a trial': [of({}, { test: true })],
      nothing: [],
    },
  },
  grave: {
    fires: {
      'a grave one': [of({})],
      'a critical one': [of({ severity: 'critical' })],
      'one that got graver': [of({ severity: 'low' }), of({}, { at: event(1).at + 1 })],
    },
    silent: {
      'one of medium severity': [of({ severity: 'medium' })],
      'one that is closed': [of({ status: 'closed' })],
      'a trial': [of({}, { test: true })],
    },
  },
  'sensor-silent': {
    fires: { 'a sensor that is silent': [health('silent', 1e15)] },
    silent: { 'a sensor that is heard again': [health('silent', 1e15), health('heard', 2e15)], 'a finding': [of({})] },
  },
}

test('every rule that we ship has events that make it fire, and events that do not', () => {
  expect(rules.map(({ name }) => /'nautilus-([\w-]+)'/.exec(name)?.[1]).toSorted()).toEqual(
    Object.keys(golden).toSorted(),
  )
})

describe.each(Object.entries(golden))('the rule %s', (id, { fires, silent }) => {
  const { query, entityMappings, customDetails } = ruleOf(id)
  test.each(Object.entries(fires))('fires, once for each object: %s', (_, events) => {
    const rows = run(query, events)
    expect(rows).toHaveLength(1)
    // Entities and details are of columns that the query leaves, with something in them.
    for (const name of [
      ...entityMappings.flatMap(each => each.fieldMappings.map(({ columnName }) => columnName)),
      ...Object.values(customDetails),
    ])
      expect(rows[0]![name], name).toBeTruthy()
  })
  test.each(Object.entries(silent))('is silent: %s', (_, events) => {
    expect(run(query, events)).toEqual([])
  })
})

test('the parser says of a finding what ASIM AlertEvent asks, in its words and types', () => {
  const { query, functionParameters } = parser!.properties as { query: string; functionParameters: string }
  expect(functionParameters).toBe('disabled:bool=False')
  const events = [of({}), of({}), of({ count: 4, status: 'confirmed' }, { at: event(1).at + 1 })]
  const rows = run(`let disabled=false;\n${query}`, events)
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({
    ...{ EventType: 'Alert', EventSchema: 'AlertEvent', EventSchemaVersion: '0.1', EventVendor: 'Nautilus' },
    ...{
      EventUid: 'f-0312',
      EventCount: 4,
      EventSeverity: 'High',
      EventOriginalSeverity: 'high',
      AlertStatus: 'Active',
    },
    ...{ AlertVerdict: 'True Positive', DvcIpAddr: '10.20.3.12', IpAddr: '10.20.3.12', Hostname: 'PLC-0312' },
    ...{ AttackTechniques: 'Program Download (T0843), Change Operating Mode (T0858)', Rule: 'program-download' },
  })
  for (const name of ['EventCount', 'ThreatRiskLevel', 'ThreatConfidence'])
    expect(Number.isInteger(rows[0]![name]), name).toBe(true)
  for (const name of ['EventStartTime', 'EventEndTime']) expect(rows[0]![name]).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  const words: Readonly<Record<string, readonly string[]>> = {
    EventSeverity: ['Informational', 'Low', 'Medium', 'High'],
    EventSubType: ['Threat', 'Suspicious Activity', 'Anomaly', 'Compliance Violation'],
    AlertStatus: ['Active', 'Closed'],
    AlertVerdict: ['True Positive', 'False Positive', 'Benign Positive', 'Unknown'],
    DetectionMethod: ['Intrusion Detection', 'Behavioral Analytics'],
  }
  for (const severity of ['recorded', 'low', 'medium', 'high', 'critical'] as const)
    for (const status of ['open', 'confirmed', 'accepted', 'suppressed', 'closed', 'explained']) {
      const [row] = run(`let disabled=false;\n${query}`, [of({ severity, status })])
      for (const [name, allowed] of Object.entries(words))
        expect(allowed, `${name} of ${severity} ${status}`).toContain(row![name])
    }
  expect(run(`let disabled=true;\n${query}`, events)).toEqual([])
})

const other = (part: Partial<OutwardEvent>) => {
  const { finding: _, ...rest } = event(9, part)
  return rest as OutwardEvent
}

test.each<readonly [string, (rows: readonly Record<string, unknown>[]) => void]>([
  ['Open findings by severity', rows => expect(rows).toEqual([{ Severity: 'high', SiteName: 'Plant 7', Findings: 1 }])],
  [
    'Devices with most findings',
    rows =>
      expect(rows).toEqual([
        { DstHostname: 'PLC-0312', DstIpAddr: '10.20.3.12', DstZone: 'cell-7', Findings: 1, Risk: 75 },
      ]),
  ],
  [
    'Techniques of ATT&CK for ICS',
    rows =>
      expect(rows.map(({ Technique }) => Technique).toSorted()).toEqual([
        'Change Operating Mode (T0858)',
        'Program Download (T0843)',
      ]),
  ],
  [
    'Incidents',
    rows =>
      expect(rows).toMatchObject([{ IncidentName: incident.title, IncidentState: 'closed', Outcome: 'resolved' }]),
  ],
  [
    'Devices',
    rows => expect(rows).toMatchObject([{ AssetName: 'PLC-0312', Vendor: 'Siemens', IpAddresses: ['10.20.3.12'] }]),
  ],
  [
    'Sensors',
    rows => expect(rows).toMatchObject([{ SensorId: 'sensor-01', Condition: 'silent', SiteName: 'Plant 7' }]),
  ],
])('the panel %s shows what happened', (title, look) => {
  const { query } = panels.find(({ name }) => name === title)!.content
  const gone = other({ kind: 'asset.gone', object: 'a-old', asset: { ...asset, id: 'a-old', name: 'gone' } })
  const trial = of({ id: 'f-trial' }, { test: true })
  const now = everyEvent.filter(({ kind }) => kind !== 'finding.closed')
  // Twice, as after an answer that was lost.
  look(
    run(query, [
      ...now,
      ...now.map(each => (each.incident ? { ...each, at: each.at + (each.kind.endsWith('closed') ? 2 : 1) } : each)),
      gone,
      trial,
    ]),
  )
})

test('every panel is looked at', () => {
  expect(panels).toHaveLength(6)
})

test('rows have the types of their columns', () => {
  const types: Readonly<Record<string, (value: unknown) => boolean>> = {
    string: value => typeof value === 'string',
    int: value => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
    long: Number.isSafeInteger,
    real: value => typeof value === 'number',
    boolean: value => typeof value === 'boolean',
    datetime: value => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
    dynamic: value => typeof value === 'object',
  }
  for (const each of [...everyEvent, of({ work: 'covered', ended: 5 })]) {
    const { table, row } = rowOf(each, targetOf({}))
    for (const [name, value] of Object.entries(row)) {
      const type = (tables[table] as Readonly<Record<string, string>>)[name]
      expect(type, `${table}.${name}`).toBeDefined()
      expect(types[type!]!(value), `${table}.${name} is ${type}: ${JSON.stringify(value)}`).toBe(true)
    }
  }
})

test.each([
  ['OtAlerts_CL | join (OtHealth_CL) on SiteId', 'join'],
  ['OtAlerts_CL | where AlertName matches regex "x"', 'left over'],
  ['OtAlerts_CL | where TimeGenerated > ago(1h)', 'left over|not known|wanted'],
  ['OtAlerts_CL | summarize dcount(AlertId)', 'dcount'],
  ['OtAlerts_CL | where Severty == "high"', 'no column Severty'],
])('what the runner does not know it refuses: %s', (query, why) => {
  expect(() => run(query, [of({})])).toThrow(new RegExp(why))
})

test('the language service of Kusto has the same queries, and nothing against them', () => {
  for (const { properties } of rules) expect(kqlFaults(properties.query as string, tables)).toEqual([])
  for (const { content } of panels) expect(kqlFaults(content.query, tables)).toEqual([])
})
