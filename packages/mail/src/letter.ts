// A letter from its words, its values and the brand of a tenant: as text and as HTML, without pictures from elsewhere.
import type { Letter } from './mailer.ts'
import { oneLine } from './mailer.ts'
import { type Language, type LetterName, languages, type Values, type Words, words } from './words.ts'

export type Brand = {
  /** The product's name. */
  readonly product: string
  /** `#rrggbb` of the button. */
  readonly accent: string
}
export const ownBrand: Brand = { product: 'Nautilus', accent: '#0b6e8f' }

export type Wanted<Name extends LetterName> = {
  readonly name: Name
  readonly language: Language
  readonly to: string
  readonly brand: Brand
  /** Of people, and so of anybody: each is cut to one line. */
  readonly values: Readonly<Record<Values[Name], string>>
  /** Where the button leads; null without one. */
  readonly link: string | null
}

/** Characters of one value. */
const LONGEST_VALUE = 200
const COLOUR = /^#[0-9a-f]{6}$/i

/** Throws when the link is no address of the web: it is made by us. */
export function letterOf<Name extends LetterName>(wanted: Wanted<Name>): Letter {
  const { name, language, to, brand, link } = wanted
  if (link !== null && !/^https?:\/\//.test(link)) throw new Error(`${link} is no address of the web.`)
  const values = new Map<string, string>([['product', oneLine(brand.product, LONGEST_VALUE)]])
  for (const [key, value] of Object.entries<string>(wanted.values)) values.set(key, oneLine(value, LONGEST_VALUE))
  const chosen = words[name][language]
  const filled = filledIn(chosen, values)
  return {
    to,
    from: brand.product,
    subject: filled.subject,
    text: textOf(filled, link),
    html: htmlOf(filled, { link, language, accent: COLOUR.test(brand.accent) ? brand.accent : ownBrand.accent }),
  }
}

function filledIn({ subject, lines, action, close }: Words, values: ReadonlyMap<string, string>): Words {
  // In one pass: a value that looks like a placeholder stays what it is.
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, key: string) => values.get(key) ?? '')
  return {
    subject: fill(subject),
    lines: lines.map(fill),
    action: action === null ? null : fill(action),
    close: fill(close),
  }
}

function textOf({ lines, action, close }: Words, link: string | null): string {
  const button = action !== null && link !== null ? [`${action}:\n${link}`] : []
  return `${[...lines, ...button, '-- ', close].join('\n\n')}\n`
}

type Look = { readonly link: string | null; readonly language: Language; readonly accent: string }

function htmlOf({ subject, lines, action, close }: Words, { link, language, accent }: Look): string {
  const paragraphs = lines.map(line => `<p style="margin:0 0 12px">${escaped(line)}</p>`).join('\n')
  const button =
    action !== null && link !== null
      ? `<p style="margin:24px 0"><a href="${escaped(link)}" style="background:${accent};color:${inkOn(accent)};padding:10px 18px;border-radius:6px;text-decoration:none">${escaped(action)}</a></p>
<p style="margin:0 0 12px;font-size:12px;color:#555;word-break:break-all">${escaped(link)}</p>`
      : ''
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px;font:15px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff">
<div style="max-width:560px">
${paragraphs}
${button}
<p style="margin:24px 0 0;font-size:12px;color:#555">${escaped(close)}</p>
</div>
</body>
</html>
`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, sign => ENTITIES[sign] ?? sign)

/** Black or white, by the relative luminance of the ground (WCAG 2.2). */
export function inkOn(accent: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(accent.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff'
}

/** The language that a browser asks for (RFC 9110, 12.5.4), of those that we write; English otherwise. */
export function languageOf(header: string | undefined): Language {
  const wishes = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map(wish => {
      const [tag = '', quality] = wish.trim().split(/;\s*q=/)
      return { tag: tag.slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality) || 0 }
    })
    .toSorted((a, b) => b.quality - a.quality)
  for (const { tag, quality } of wishes) {
    const known = languages.find(language => language === tag)
    if (known && quality > 0) return known
  }
  return 'en'
}
