// The laws of every rule. A rule's examples are its tests.
import { describe, expect, test } from 'vitest'
import { loadRules, playbooks, techniques, undeclared } from '../src/index.ts'
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
    expect(playbooks[rule.playbook]).toBeDefined()
    for (const id of [...rule.techniques, ...(rule.consequences ?? [])]) expect(techniques[id], id).toBeDefined()
    expect(rule.description.length).toBeGreaterThan(40)
    expect(rule.falsepositives.length).toBeGreaterThan(0)
  })
})

test('nothing is declared of an undeclared site', () => {
  expect(undeclared.hasList('engineering')).toBe(false)
})

const withdrawn = 'T0808 T0810 T0818 T0824 T0825 T0833 T0841 T0844 T0850 T0854 T0870 T0875'.split(' ')

test('the techniques are those of ATT&CK for ICS 18.1, without the withdrawn ones', () => {
  expect(Object.keys(techniques).length).toBe(83)
  expect(withdrawn.filter(id => id in techniques)).toEqual([])
})

test('rules are explained by rules that there are, and not in circles', () => {
  const byId = new Map(rules.map(rule => [rule.id, rule]))
  const causes = (id: string, path: readonly string[]): void => {
    expect(path, `${[...path, id].join(' is explained by ')}`).not.toContain(id)
    for (const { rule } of byId.get(id)?.explainedBy ?? []) {
      expect(byId.has(rule), `${id} is explained by ${rule}, which is no rule`).toBe(true)
      causes(rule, [...path, id])
    }
  }
  for (const { id } of rules) causes(id, [])
})
