import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outlineOf } from './outline.ts'

const source = `site: Waterworks North
time_zone: Europe/Berlin        # for shifts

zones:                          # IEC 62443
  Pumping:   { networks: [10.20.0.0/24, 10.21.0.0/24], level: 1 }
  "Test: cell":
    networks: [10.9.0.0/24]
    level: 2

processes:
  Water supply:
    criticality: critical       # low, medium
    safety_class: SIL 2
    downtime_cost_per_hour: 12000
    currency: EUR
  Trials: { criticality: low }

assets:
  Pump controller: { address: 10.20.0.32, process: Water supply }
  Station: { address: "00:1b:1b:00:00:01", zone: Pumping }

conduits:
  - { from: Office, to: Pumping, protocols: [opcua] }
  - from: Pumping
    to: Office

rules: {}
`

test('zones, processes, assets and conduits with their lines', () => {
  const { zones, processes, assets, conduits } = outlineOf(source)
  expect(zones).toEqual([
    { name: 'Pumping', line: 5, values: { networks: '10.20.0.0/24, 10.21.0.0/24', level: '1' } },
    { name: 'Test: cell', line: 6, values: { networks: '[10.9.0.0/24]', level: '2' } },
  ])
  expect(
    processes.map(({ name, line, values }) => [name, line, values.downtime_cost_per_hour, values.safety_class]),
  ).toEqual([
    ['Water supply', 11, '12000', 'SIL 2'],
    ['Trials', 16, undefined, undefined],
  ])
  expect(assets.map(({ name, values }) => [name, values.address])).toEqual([
    ['Pump controller', '10.20.0.32'],
    ['Station', '00:1b:1b:00:00:01'],
  ])
  expect(conduits.map(({ values }) => values)).toEqual([
    { from: 'Office', to: 'Pumping', protocols: 'opcua' },
    { from: 'Pumping', to: 'Office' },
  ])
})

test('any text has an outline', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('zones:', '  a: {', '  - b: c', '"', "'", '# x', '    d: [e', ' ', '\n', '{}')),
      parts => {
        const outline = outlineOf(parts.join('\n'))
        expect(Object.keys(outline).sort()).toEqual(['assets', 'conduits', 'processes', 'zones'])
      },
    ),
  )
})
