// What the platform says in English has words here in every language: stories of the simulated plant, and what a sensor
// does not show.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import de from './de.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }

const packages = new URL('../../../../packages/', import.meta.url)
const source = (path: string) => readFileSync(new URL(path, packages), 'utf8')
const baseOf = (key: string) => key.replace(/_(one|other)$|-ask$/g, '')

test('each story', () => {
  const [, attacks, lookAlikes] = source('simulator/src/plant/story.ts').split(/export const (?:attacks|lookAlikes) = /)
  const ids = [attacks!, lookAlikes!].flatMap(text =>
    [...text.split(']')[0]!.matchAll(/'([\w-]+)'/g)].map(([, id]) => id!),
  )
  expect(ids.length).toBeGreaterThan(15)
  for (const { plantStory } of [en, de]) expect(Object.keys(plantStory).toSorted()).toEqual(ids.toSorted())
})

test('each gap in what a sensor sees', () => {
  const codes = [...source('inventory/src/coverage/unseen.ts').matchAll(/^\s+'(\w+\.[\w-]+)',$/gm)].map(
    ([, code]) => code!,
  )
  expect(codes.length).toBeGreaterThan(10)
  for (const { unseen } of [en, de])
    expect([...new Set(Object.keys(unseen).map(baseOf))].toSorted()).toEqual(
      [...new Set(codes.map(code => code.replace('.', '-')))].toSorted(),
    )
})

test('each reason why a network is silent', () => {
  const reasons = [...source('inventory/src/coverage/silent.ts').matchAll(/reason: '([^']+)'/g)].map(
    ([, text]) => text!,
  )
  for (const { silence } of [en, de]) expect(Object.keys(silence).toSorted()).toEqual(reasons.toSorted())
})
