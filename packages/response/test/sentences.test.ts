import { expect, test } from 'vitest'
import { duties, say, sentences, states } from '../src/index.ts'

const namesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]!).sort()

test('every sentence is there in English and German, with the same parts', () => {
  for (const [key, { en, de }] of Object.entries(sentences)) {
    expect(namesIn(de), key).toEqual(namesIn(en))
    expect(de.length, key).toBeGreaterThan(0)
  }
})

test('every duty and state has a name', () => {
  for (const key of [...duties.map(duty => `duty.${duty}`), ...states.map(state => `state.${state}`)])
    expect(Object.hasOwn(sentences, key), key).toBe(true)
})

test('words of others are said as they are: what looks like a part of a sentence is none', () => {
  const said = say({ key: 'enrich.what', values: { why: '{why} $& {constructor}' } }, 'en')
  expect(said).toBe('{why} $& {constructor}')
  expect(say({ key: 'no.such', values: {} }, 'de')).toBe('no.such')
  expect(say({ key: 'constructor', values: {} }, 'en')).toBe('constructor')
})
