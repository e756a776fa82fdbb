// Every rule has a title in every language but its own, and no title is of a rule that is gone.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import titles from './rules.de.json' with { type: 'json' }

const folder = fileURLToPath(new URL('../../../../packages/detection/src/rules', import.meta.url))
const rules = readdirSync(folder).map(name => name.replace(/\.ts$/, ''))

test('each rule has a German title', () => {
  expect(Object.keys(titles).toSorted()).toEqual(rules.toSorted())
  const texts = Object.values(titles)
  expect(new Set(texts).size).toBe(texts.length)
  for (const text of texts) expect(text).toMatch(/^[A-ZÄÖÜ].{8,110}[^.]$/)
})
