import type { Provenance } from '@nautilus/model'
import { expect, test } from 'vitest'
import { claimsOf } from './claims.ts'

const claim = (value: string): Provenance => ({ value, source: 's', confidence: 1, first: 0, last: 0, frame: 1 })

test('what tells most comes first, and contradictions are told', () => {
  const sources = {
    service: [claim('a/1'), claim('b/2')],
    model: [claim('CPU 315'), claim('S7-300')],
    name: [claim('plc'), claim('plc')],
    domain: [],
    banner: [claim('x')],
  }
  expect(claimsOf({ sources }).map(({ attribute, conflict }) => [attribute, conflict])).toEqual([
    ['name', false],
    ['model', true],
    ['banner', false],
    ['service', false],
  ])
})

test('the form of the company behind a maker is no contradiction', () => {
  const conflict = (...values: string[]) => claimsOf({ sources: { vendor: values.map(claim) } })[0]?.conflict
  expect(conflict('Siemens', 'Siemens AG,', 'SIEMENS')).toBe(false)
  expect(conflict('Siemens', 'Schneider Electric')).toBe(true)
  expect(conflict('ABB', 'ABBA Machines')).toBe(true)
})
