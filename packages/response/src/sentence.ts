// Sentences as data, so that they can be said in the reader's language and every part can be traced.

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** Words that somebody wrote: in one language, or in several. Where there is no German, English is shown. */
export type Words = string | { readonly en: string; readonly de: string | null }

export const inLanguage = (words: Words, language: Language): string =>
  typeof words === 'string' ? words : (words[language] ?? words.en)

/** `values` by the names in braces of the sentence; one may be a sentence itself. */
export type Sentence = {
  readonly key: string
  readonly values: Readonly<Record<string, Words | number | Sentence>>
}

export type Catalogue = Readonly<Record<string, Readonly<Record<Language, string>>>>

export const sentence = (key: string, values: Sentence['values'] = {}): Sentence => ({ key, values })

/** Several as one, by a sentence that joins `left` and `right`. */
export const listed = (all: readonly Sentence[], by: string): Sentence =>
  all.reduce((left, right) => sentence(by, { left, right }))

/** The sentence in a language. A key that the catalogue lacks is shown as it is: it is a mistake of ours, not the reader's. */
export function say({ key, values }: Sentence, language: Language, catalogue: Catalogue): string {
  const text = Object.hasOwn(catalogue, key) ? catalogue[key]![language] : key
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name]! : whole
    if (typeof value === 'number') return value.toLocaleString(language)
    return typeof value === 'object' && 'key' in value ? say(value, language, catalogue) : inLanguage(value, language)
  })
}
