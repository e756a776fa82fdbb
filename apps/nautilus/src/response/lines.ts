// Lines of a page of text for the terminal.
import { type Language, languages } from '@nautilus/response'
import { wrap } from '../text/style.ts'
import { Refusal } from '../world.ts'

const INDENT = 2

/** A line under a bullet, wrapped below its beginning. */
export const bullet = (text: string, width: number, mark = '-', depth = 1): string =>
  wrap(text, width, `${' '.repeat(INDENT * depth)}${mark} `, ' '.repeat(INDENT * depth + mark.length + 1))

/** `name   text`, wrapped under the text. */
export const pair = (name: string, text: string, width: number, column: number): string =>
  wrap(text, width, `  ${name.padEnd(column)} `, ' '.repeat(column + 3))

/** The language of `--language`. */
export function languageOf(typed: unknown): Language {
  if (typed === undefined) return 'en'
  const found = languages.find(language => language === typed)
  if (!found) throw new Refusal(`--language is ${String(typed)}; it must be ${languages.join(' or ')}.`)
  return found
}
