// The laws of every rule. A rule's examples are its tests.
import { describe, expect, test } from 'vitest'
import { loadRules, undeclared } from '../src/index.ts'
import { firesOf } from './firing.ts'

const rules = await loadRules()

describe.each(rules.map(rule => [rule.id, rule] as const))('%s', (_, rule) => {
  test.each(rule.examples.map(example => [example.name, example] as const))('%s', (_, example) => {
    expect(firesOf(rule, example)).toBe(example.fires)
    expect(firesOf(rule, example)).toBe(example.fires)
  })

  test('has an example that fires and one that does not', () => {
    expect(rule.examples.some(e => e.fires > 0)).toBe(true)
    expect(rule.examples.some(e => e.fires === 0)).toBe(true)
  })

  test('is silent on what it has not learned', () => {
    if (rule.nature !== 'deviation') return
    for (const { learned: _, ...untaught } of rule.examples) expect(firesOf(rule, untaught)).toBe(0)
  })

  test('says what it needs to say', () => {
    expect(rule.catalogue.every(id => /^[A-T]\d\d$/.test(id))).toBe(true)
    expect(rule.playbook).toMatch(/^PB-(0[1-9]|1[0-2])$/)
    expect(rule.description.length).toBeGreaterThan(40)
    expect(rule.falsepositives.length).toBeGreaterThan(0)
  })
})

test('nothing is declared of an undeclared site', () => {
  expect(undeclared.hasList('engineering')).toBe(false)
})
