// Titles of findings in the language of a report. English is the language of the rules; what people wrote keeps its own.
import { readFileSync } from 'node:fs'

/** The console says them so, too. */
const GERMAN = new URL('../../../console/src/messages/rules.de.json', import.meta.url)

let german: Readonly<Record<string, string>> | null = null

export function ruleTitle(
  { rule, title }: { readonly rule: string; readonly title: string },
  language: 'en' | 'de',
): string {
  if (language === 'en') return title
  german ??= JSON.parse(readFileSync(GERMAN, 'utf8')) as Readonly<Record<string, string>>
  return Object.hasOwn(german, rule) ? german[rule]! : title
}
