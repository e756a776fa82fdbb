import { severities } from '@nautilus/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hmi, plc, safetyPlc, station, stranger, who } from '../src/examples.ts'
import { type Circumstances, type Deed, judgeBy, noOrder, severityOf, type Who, type WorkOrder } from '../src/index.ts'

const rated = (device: Who, grade: 'low' | 'medium' | 'high' | 'critical', reasons: readonly string[] = []): Who =>
  ({
    ...device,
    asset: { criticality: { grade, reasons }, tools: [], ip: [device.ip], name: null },
  }) as unknown as Who

const line = {
  name: 'Bottling line 1',
  safetyClass: null,
  downtimeCostPerHour: 12000,
  currency: 'EUR',
  redundant: false,
}

const write: Circumstances = {
  level: 'high',
  modifiers: ['impact', 'order', 'safety'],
  confidence: 1,
  device: plc,
  process: null,
  verdict: noOrder,
  ordersKnown: false,
}
const at = (given: Partial<Circumstances>) => severityOf({ ...write, ...given }).at(-1)!.to

test('the same write: a controller on a critical line, and a sensor in a test cell', () => {
  const sensor = who('10.9.0.5', { label: 'Sensor (10.9.0.5)', role: 'I/O device', zone: 'Test cell' })
  const onLine = severityOf({ ...write, device: rated(plc, 'critical', ['declared in site.yaml']), process: line })
  const inCell = severityOf({ ...write, device: rated(sensor, 'low', ['zone Test cell']) })
  expect(onLine.map(({ term, step, to, why }) => `${term} ${step} ${to}: ${why}`)).toEqual([
    'rule 0 high: the level of this rule for an ordinary device',
    'impact 1 critical: PLC (10.0.0.2) is of critical criticality: declared in site.yaml; process Bottling line 1, 12000 EUR an hour when it stands',
  ])
  expect(inCell.map(({ term, step, to, why }) => `${term} ${step} ${to}: ${why}`)).toEqual([
    'rule 0 high: the level of this rule for an ordinary device',
    'impact -1 medium: Sensor (10.9.0.5) is of low criticality: zone Test cell',
  ])
})

test('a redundant twin takes the step back', () => {
  const device = rated(plc, 'critical')
  expect(at({ device, process: { ...line, redundant: true } })).toBe('high')
})

const order: WorkOrder = {
  id: 'WO-1',
  title: 'New program',
  assets: [{ by: 'ip', value: plc.ip }],
  verbs: ['download', 'stop'],
  sources: [{ by: 'network', value: '10.0.0.9/32' }],
  tools: null,
  person: 'J. Miller',
  windows: [{ from: 1000e6, to: 2000e6 }],
}
const deed: Deed = { from: 1500e6, to: 1500e6, source: station, target: plc, verb: 'stop', protocol: 's7comm' }

describe('work orders', () => {
  test.each<[string, Partial<Deed>, string]>([
    ['all fits', {}, 'covered'],
    ['another source', { source: stranger }, 'impostor'],
    ['another verb', { verb: 'firmware' }, 'impostor'],
    ['another device', { target: hmi }, 'impostor'],
    ['neither device nor source', { target: hmi, source: stranger }, 'none'],
    ['it went on after the end', { to: 2100e6 }, 'overrun'],
    ['after the end', { from: 2100e6, to: 2100e6 }, 'overrun'],
    ['long after the end', { from: 200_000e6, to: 200_000e6 }, 'none'],
    ['before it began', { from: 900e6, to: 900e6 }, 'none'],
  ])('%s', (_, change, kind) => {
    expect(judgeBy([order])({ ...deed, ...change }).kind).toBe(kind)
  })

  test('the best of several counts, whatever their order', () => {
    const other = { ...order, id: 'WO-0', verbs: ['write' as const] }
    for (const orders of [
      [order, other],
      [other, order],
    ])
      expect(judgeBy(orders)(deed)).toMatchObject({ kind: 'covered', order: 'WO-1' })
  })

  test('an order of a tool that nobody saw does not speak against it', () => {
    expect(judgeBy([{ ...order, tools: ['TIA Portal'] }])(deed)).toMatchObject({
      kind: 'covered',
      dimensions: { tool: null },
    })
    expect(judgeBy([{ ...order, tools: ['s7comm'] }])(deed).dimensions.tool).toBe(true)
    const named = {
      ...station,
      asset: { tools: ['TIA Portal V19'], ip: [], name: null },
    } as unknown as Who
    expect(judgeBy([{ ...order, tools: ['tia portal'] }])({ ...deed, source: named }).dimensions.tool).toBe(true)
    expect(judgeBy([{ ...order, tools: ['Step 7'] }])({ ...deed, source: named }).kind).toBe('impostor')
  })

  test('covered is recorded, an impostor is a step up, safety is critical whatever was planned', () => {
    const verdict = judgeBy([order])(deed)
    expect(at({ verdict })).toBe('recorded')
    const impostor = severityOf({ ...write, verdict: judgeBy([order])({ ...deed, source: stranger }) })
    expect(impostor.at(-1)).toMatchObject({ term: 'window', to: 'critical' })
    expect(impostor.at(-1)!.why).toBe('the source does not fit work order WO-1, which is open now')
    expect(at({ verdict, device: safetyPlc })).toBe('critical')
  })

  test('without an order it is a step up, but only where orders are known', () => {
    const modifiers = ['unordered'] as const
    expect(at({ level: 'medium', modifiers, ordersKnown: true })).toBe('high')
    expect(at({ level: 'medium', modifiers, ordersKnown: false })).toBe('medium')
  })
})

describe('laws', () => {
  const rank = (severity: (typeof severities)[number]) => severities.indexOf(severity)
  const anything = fc.record({
    level: fc.constantFrom('low', 'medium', 'high', 'critical'),
    modifiers: fc.subarray(['impact', 'order', 'unordered', 'safety'] as const),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    device: fc.constantFrom(plc, safetyPlc),
    process: fc.constantFrom(null, line, { ...line, redundant: true }),
    verdict: fc
      .constantFrom('covered', 'impostor', 'overrun', 'none')
      .map(kind => ({ ...noOrder, kind, order: kind === 'none' ? null : 'WO-1' })),
    ordersKnown: fc.boolean(),
  }) as fc.Arbitrary<Circumstances & { device: Who }>

  test('graver where more depends on the device', () => {
    fc.assert(
      fc.property(anything, given => {
        const process = null
        const ranks = (['low', 'medium', 'high', 'critical'] as const).map(grade =>
          rank(severityOf({ ...given, process, device: rated(given.device, grade) }).at(-1)!.to),
        )
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
      }),
    )
  })

  test('recorded only where an order covers it, and every term follows from the one before', () => {
    fc.assert(
      fc.property(anything, given => {
        const terms = severityOf(given)
        const covered = given.verdict.kind === 'covered' && given.modifiers.includes('order')
        if (!covered) expect(terms.map(({ to }) => to)).not.toContain('recorded')
        terms.slice(1).forEach(({ step, to }, i) => {
          expect(rank(to)).toBe(rank(terms[i]!.to) + step)
        })
      }),
    )
  })
})
