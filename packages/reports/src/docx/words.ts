export type DocxWords = {
  readonly locale: string
  readonly page: string
  readonly sources: string
  /** In the place of what is to be written by hand. */
  readonly write: string
  readonly cut: (more: number) => string
  readonly number: (value: number) => string
}

const numbers = (locale: string) => (value: number) =>
  new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 }).format(value)

export const words: Readonly<Record<'en' | 'de', DocxWords>> = {
  en: {
    locale: 'en-GB',
    page: 'Page',
    sources: 'Sources',
    write: '____________________',
    cut: more => `${more} more parts are left out; the data has them.`,
    number: numbers('en-GB'),
  },
  de: {
    locale: 'de-DE',
    page: 'Seite',
    sources: 'Quellen',
    write: '____________________',
    cut: more => `${more} weitere Teile fehlen hier; in den Daten stehen sie.`,
    number: numbers('de-DE'),
  },
}
