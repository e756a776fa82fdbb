// What a person must not do is said in both languages: every code has a sentence, with what the platform gives to stand in it.
import { readFileSync } from 'node:fs'
import { planFaults, refusals } from '@nautilus/response'
import { expect, test } from 'vitest'
import { problemCodes } from '../packages/api/src/problem-codes.ts'

type Messages = { readonly [key: string]: string | Messages }
const read = (language: string): Messages => {
  const file = new URL(`../apps/console/src/messages/${language}.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { refusal: Messages }).refusal
}
const languages = { en: read('en'), de: read('de') }

const flat = (messages: Messages, prefix = ''): string[] =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : flat(value, `${prefix}${key}.`),
  )
const at = (messages: Messages, code: string): unknown =>
  code.split('.').reduce<unknown>((part, key) => (part as Messages | undefined)?.[key], messages)
const gaps = (text: string): string[] => [...text.matchAll(/\{+(\w+)\}+/g)].map(([, name]) => name!).sort()

const given: Readonly<Record<string, readonly string[]>> = {
  ...refusals,
  ...problemCodes,
  ...Object.fromEntries(Object.entries(planFaults).map(([code, text]) => [code, gaps(text)])),
}

test('every refusal has a sentence in both languages, which asks for nothing that is not given', () => {
  expect(Object.keys(refusals).filter(code => code in problemCodes)).toEqual([])
  for (const [code, values] of Object.entries(given))
    for (const [language, messages] of Object.entries(languages)) {
      const text = at(messages, code)
      expect(typeof text, `${code} in ${language}`).toBe('string')
      for (const name of gaps(String(text))) expect(values, `${code} in ${language}`).toContain(name)
    }
})

test('no sentence is left of a refusal that is none any more', () => {
  for (const messages of Object.values(languages)) expect(flat(messages).sort()).toEqual(Object.keys(given).sort())
})

test('what is wrong with a roster or a policy is said in English as the platform says it', () => {
  for (const [code, text] of Object.entries(planFaults)) {
    const same = text.replaceAll('{', '{{').replaceAll('}', '}}')
    expect(at(languages.en, code)).toBe(same.charAt(0).toUpperCase() + same.slice(1))
  }
})
