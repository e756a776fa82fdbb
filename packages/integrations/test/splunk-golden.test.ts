// Every search, panel, event type and calculated field of the add-on for Splunk, run over events that we ship.
import { readFileSync } from 'node:fs'
import type { OutwardEvent } from '@nautilus/model'
import { describe, expect, test } from 'vitest'
import { envelopeOf } from '../src/splunk/envelope.ts'
import { conf } from './conf.ts'
import { asset, event, everyEvent, finding, incident, targetOf } from './samples.ts'
import { evaluated, extracted, type Fields, holds, runSpl } from './spl-run.ts'

const read = (path: string) =>
  readFileSync(new URL(`../../../deploy/integrations/splunk/TA-nautilus-ot/default/${path}`, import.meta.url), 'utf8')
const props = conf(read('props.conf'))
const types = conf(read('eventtypes.conf'))
const tags = conf(read('tags.conf'))
const searches = new Map([...conf(read('savedsearches.conf'))].map(([name, section]) => [name, section.get('search')!]))
const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
const plain = (text: string) => text.replaceAll(/&\w+;/g, entity => entities[entity] ?? entity)
const panels = new Map(
  [...read('data/ui/views/nautilus_ot.xml').matchAll(/<title>([^<]+)<\/title>[\s\S]*?<query>([\s\S]*?)<\/query>/g)].map(
    ([, title, query]) => [plain(title!), plain(query!)],
  ),
)

/** With what is calculated when somebody searches. */
function found(each: OutwardEvent): Fields {
  const envelope = envelopeOf(each, targetOf({}))
  const fields = extracted(JSON.parse(JSON.stringify(envelope)))
  const made = [...(props.get(envelope.sourcetype) ?? [])].filter(([key]) => key.startsWith('EVAL-'))
  const calculated = made.flatMap(([key, text]) => {
    const value = evaluated(text, fields)
    return value === undefined ? [] : [[key.slice(5), value] as const]
  })
  return { ...fields, ...Object.fromEntries(calculated) }
}
const run = (search: string, events: readonly OutwardEvent[]) => runSpl(search, events.map(found))
const of = (part: Partial<typeof finding>, more: Partial<OutwardEvent> = {}) =>
  event(1, { finding: { ...finding, ...part }, ...more })
function other(position: number, part: Partial<OutwardEvent>): OutwardEvent {
  const { finding: _, ...rest } = event(position, part)
  return rest
}
const later = (micros: number) => finding.last + micros

describe('open findings', () => {
  const search = searches.get('Nautilus OT - open findings')!
  test('has each finding that is open once, with every column', () => {
    const [row, ...others] = run(search, [of({}), of({}), of({ id: 'f-2', status: 'accepted' })])
    expect(others).toEqual([])
    expect(Object.keys(row!)).toEqual(search.split('| table ')[1]!.split(/, ?/))
    expect(row).toMatchObject({
      severity: 'high',
      src: 'EWS-07',
      dest: 'PLC-0312',
      dest_zone: 'cell-7',
      site: 'plant-7',
    })
    expect(row!.mitre_technique_id).toEqual(['T0843', 'T0858'])
  })
  test.each([
    [
      'closed meanwhile, and seen no more',
      [event(2, { finding: { ...finding, status: 'closed' }, at: event(1).at + 1 }), of({})],
    ],
    [
      'closed meanwhile, told before what was older',
      [event(2, { finding: { ...finding, status: 'closed', last: later(1e6) }, at: event(1).at + 1 }), of({})],
    ],
    ['a trial', [of({}, { test: true })]],
    ['a device', [everyEvent[4]!]],
  ])('is silent: %s', (_, events) => {
    expect(run(search, events)).toEqual([])
  })
})

describe('the lookup of assets', () => {
  const search = searches.get('Nautilus OT - assets lookup')!
  test('has each device once, with all of its addresses, in the columns that Enterprise Security reads', () => {
    const two = other(5, { kind: 'asset.new', object: asset.id, asset: { ...asset, ip: ['10.20.3.12', '10.20.3.13'] } })
    expect(run(search, [two, two])).toEqual([
      {
        ip: '10.20.3.12|10.20.3.13',
        mac: '28:63:36:aa:bb:cc',
        nt_host: 'PLC-0312',
        priority: 'high',
        category: 'ot',
        cim_entity_zone: 'cell-7',
      },
    ])
  })
  test('has none that is gone', () => {
    const gone = other(6, { kind: 'asset.gone', object: asset.id, asset, at: event(1).at + 1e6 })
    expect(run(search, [everyEvent[4]!, gone])).toEqual([])
  })
})

const silent = (at: number, what: 'silent' | 'heard') =>
  other(6, {
    kind: 'sensor.health',
    object: 'sensor-01',
    at,
    sensor: { sensor: 'sensor-01', note: { what, since: at } } as never,
  })

test.each<readonly [string, readonly OutwardEvent[], readonly object[], readonly OutwardEvent[]]>([
  [
    'Open findings by severity',
    [of({}), of({ id: 'f-2', severity: 'low' })],
    [
      { severity: 'high', count: 1 },
      { severity: 'low', count: 1 },
    ],
    [of({ status: 'closed' })],
  ],
  [
    'Techniques of ATT&CK for ICS',
    [of({}), of({ id: 'f-2', techniques: ['T0843'] }, { id: crypto.randomUUID() })],
    [
      { 'mitre_technique{}': 'Program Download', findings: 2 },
      { 'mitre_technique{}': 'Change Operating Mode', findings: 1 },
    ],
    [of({}, { test: true })],
  ],
  [
    'Devices with most findings',
    [of({})],
    [{ dest: 'PLC-0312', dest_zone: 'cell-7', site: 'plant-7', findings: 1, risk: 75 }],
    [of({ target: null })],
  ],
  [
    'Sensors',
    [silent(1e15, 'heard'), silent(2e15, 'silent')],
    [{ sensor: 'sensor-01', site_name: 'Plant 7', condition: 'silent' }],
    [of({})],
  ],
  [
    'Incidents',
    [
      everyEvent[2]!,
      other(8, { kind: 'incident.opened', object: 'i-2', incident: { ...incident, id: 'i-2', severity: 'medium' } }),
      other(9, { kind: 'incident.opened', object: 'i-3', incident: { ...incident, id: 'i-3', severity: 'critical' } }),
    ],
    [{ id: 'i-3' }, { id: 'i-77', severity: 'high', state: 'confirmed', title: incident.title }, { id: 'i-2' }],
    [of({})],
  ],
])('the panel %s', (title, events, rows, nothing) => {
  const query = panels.get(title)!
  const shown = run(query, events)
  expect(shown).toHaveLength(rows.length)
  expect(shown).toMatchObject(rows)
  expect(run(query, nothing)).toEqual([])
})

test('every panel and every search is looked at', () => {
  expect(panels.size).toBe(5)
  expect(searches.size).toBe(2)
})

/** By the tag that a data model looks for: its required fields, and words that they may have. Splunk's data models for add-ons. */
const models: Readonly<
  Record<string, { readonly fields: string; readonly words?: Readonly<Record<string, readonly string[]>> }>
> = {
  alert: {
    fields: 'app description dest id severity signature signature_id src type user',
    words: {
      severity: ['critical', 'high', 'medium', 'low', 'informational'],
      type: ['alarm', 'alert', 'event', 'task', 'warning'],
    },
  },
  attack: {
    fields: 'action category dest dvc ids_type severity signature src vendor_product',
    words: { action: ['allowed', 'blocked'], ids_type: ['network', 'host', 'application'] },
  },
  inventory: { fields: 'dest vendor_product' },
}
const tagsOf = (fields: Fields) =>
  [...types].flatMap(([name, section]) =>
    holds(section.get('search')!, fields) ? [...(tags.get(`eventtype=${name}`)?.keys() ?? [])] : [],
  )

test('events are tagged for the models of the Common Information Model, and have what these require', () => {
  const seen = new Set<string>()
  for (const each of everyEvent) {
    const fields = found(each)
    for (const tag of tagsOf(fields)) {
      seen.add(tag)
      const model = models[tag]
      for (const name of model?.fields.split(' ') ?? [])
        expect(fields[name], `${each.kind} ${tag}: ${name}`).toBeDefined()
      for (const [name, words] of Object.entries(model?.words ?? {}))
        expect(words, `${each.kind} ${tag}: ${name}`).toContain(fields[name])
    }
  }
  expect([...seen].toSorted()).toEqual(['alert', 'attack', 'audit', 'ids', 'inventory'])
  expect(tagsOf(found(of({}, { test: true })))).toEqual([])
  for (const severity of ['recorded', 'low', 'medium', 'high', 'critical'] as const)
    expect(models.alert!.words!.severity).toContain(found(of({ severity })).severity)
})

test.each([
  'sourcetype="x" | join id [search y]',
  'sourcetype="x" | stats perc95(a)',
  'sourcetype="x" | eval a=lower(b)',
  'sourcetype="x" | where like(a, "b")',
  'earliest | stats count',
])('what the runner does not know it refuses: %s', search => {
  expect(() => runSpl(search, [{ sourcetype: 'x', _time: 1, b: 'B' }])).toThrow()
})
