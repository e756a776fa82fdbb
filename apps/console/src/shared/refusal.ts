// A refusal in the language of the reader, by its code; what has no sentence here stays as the platform says it.
import { say } from '@nautilus/response'
import i18next from 'i18next'

const CODE = /^[a-z][a-z.-]{0,80}$/

/** `values`: as the platform gives them, texts, numbers, words in both languages or sentences. Null: there is no sentence. */
export function sentenceOf(code: unknown, values: unknown): string | null {
  if (typeof code !== 'string' || !CODE.test(code)) return null
  const told = i18next.t(`refusal.${code}` as 'refusal.not-found', { defaultValue: '', ...said(values) })
  return typeof told === 'string' && told !== '' ? told : null
}

function said(values: unknown): Record<string, string | number> {
  if (typeof values !== 'object' || values === null) return {}
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(name, value)]))
}

/** A duty is named as people name it. */
function textOf(name: string, value: unknown): string | number {
  if (typeof value === 'number') return value
  if (typeof value === 'string')
    return name === 'duty' ? i18next.t(`escalation.duties.${value as 'analyst'}`, { defaultValue: value }) : value
  if (typeof value !== 'object' || value === null) return ''
  const language = i18next.language === 'de' ? 'de' : 'en'
  if ('key' in value) return say(value as Parameters<typeof say>[0], language)
  const { en, de } = value as { readonly en?: unknown; readonly de?: unknown }
  return String((language === 'de' ? de : null) ?? en ?? '')
}

type Coded = { readonly field: string; readonly code: string; readonly values: unknown }

/** The first sentence of each field. */
export function faultsByField(faults: readonly Coded[]): Readonly<Record<string, string>> {
  const told: Record<string, string> = {}
  for (const { field, code, values } of faults) told[field] ??= sentenceOf(code, values) ?? code
  return told
}
