// Every language says the same things, and nothing that nobody asks for.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { languageOf } from '../shared/i18n.ts'

const source = fileURLToPath(new URL('..', import.meta.url))
type Messages = { readonly [key: string]: string | Messages }

const read = (language: string): Record<string, string> =>
  flat(JSON.parse(readFileSync(join(source, `messages/${language}.json`), 'utf8')) as Messages)

const flat = (messages: Messages, prefix = ''): Record<string, string> =>
  Object.assign(
    {},
    ...Object.entries(messages).map(([key, value]) =>
      typeof value === 'string' ? { [prefix + key]: value } : flat(value, `${prefix}${key}.`),
    ),
  )

const [en, de] = [read('en'), read('de')]
/** What is filled in: `{{count}}`. */
const gaps = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
/** i18next chooses among these itself. */
const singular = (key: string) => key.replace(/_(one|other)$/, '')

const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter(path => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'))
  .map(path => readFileSync(join(source, path), 'utf8'))
  .join('\n')

/** `t('a.b')` names one message, t(`a.${b}`) all that begin so and end so. */
const named = new Set([...code.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key!))
const families = [...code.matchAll(/\bt\(\s*`([^`]+)`/g)].map(([, text]) => {
  const parts = text!.split(/\$\{[^}]*\}/).map(part => part.replaceAll('.', '\\.'))
  return new RegExp(`^${parts.join('.+')}$`)
})

test('both languages have the same messages, with the same gaps', () => {
  expect(Object.keys(de).map(singular).sort()).toEqual(Object.keys(en).map(singular).sort())
  for (const [key, text] of Object.entries(de)) expect([key, gaps(text)]).toEqual([key, gaps(en[key] ?? '')])
})

test('no message is empty, or left in English', () => {
  const empty = Object.entries({ ...en, ...de }).filter(([, text]) => text.trim() === '')
  expect(empty).toEqual([])
  const long = Object.entries(de).filter(([key, text]) => text === en[key] && text.split(' ').length > 3)
  expect(long).toEqual([])
})

test('every message is used, and every one that is asked for is there', () => {
  const all = [...new Set(Object.keys(en).map(singular))]
  // Where one of two is chosen, the text alone is looked for.
  const unused = all.filter(key => !code.includes(`'${key}'`) && !families.some(family => family.test(key)))
  expect(unused).toEqual([])
  expect([...named].filter(key => !all.includes(key))).toEqual([])
  expect(families.filter(family => !all.some(key => family.test(key))).map(String)).toEqual([])
})

test('the language is the chosen one, else the first that the browser prefers', () => {
  expect(languageOf('de', ['en-GB'])).toBe('de')
  expect(languageOf(null, ['fr-FR', 'de-AT', 'en'])).toBe('de')
  expect(languageOf('xx', [])).toBe('en')
})
