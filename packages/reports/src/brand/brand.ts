// Whose report it is: a name, a picture and a colour, on every page.

export type Brand = {
  readonly name: string
  /** A PNG as data URL; null without one. */
  readonly logo: string | null
  /** `#rrggbb` */
  readonly accent: string
  readonly template?: Template
}

/** In each language; one alone stands for both. */
type Said = { readonly en?: string | undefined; readonly de?: string | undefined }

/** How reports are to be, by whoever gives them out. `{product}`, `{customer}`, … in texts are filled in. */
export type Template = {
  readonly accent?: string | undefined
  readonly cover?: Said | undefined
  readonly footer?: Said | undefined
  readonly contact?: readonly { readonly label: string; readonly value: string }[] | undefined
  /** By kind of report: which, in which order. */
  readonly sections?: Readonly<Record<string, readonly string[]>> | undefined
}

export const saidIn = (said: Said | undefined, language: 'en' | 'de'): string =>
  (language === 'de' ? said?.de || said?.en : said?.en || said?.de) ?? ''

/** In one pass: a value that looks like a place to fill stays what it is. */
export const filledIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)

/** Of lines and large parts of pictures, at least (WCAG 2.2, 1.4.11). */
const CONTRAST = 3

/** The colour, darkened until it is seen on white paper. What is no colour is a dark blue. */
export function readableAccent(accent: string): string {
  const digits = /^#([0-9a-f]{6})$/i.exec(accent)?.[1] ?? '1f4e79'
  let parts = [0, 2, 4].map(at => Number.parseInt(digits.slice(at, at + 2), 16))
  while (onWhite(parts) < CONTRAST) parts = parts.map(part => Math.floor(part * 0.9))
  return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`
}

/** WCAG 2.2, contrast ratio. */
function onWhite(parts: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = parts.map(part => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}
