// The one way from text to HTML: what is put into a template is escaped, unless a template made it.

/** Characters of one text that are kept. Nothing that a person reads is longer. */
export const MAX_TEXT = 600

/** HTML that a template made. Text from the network never becomes one but through `html`. */
export type Markup = { readonly [made]: string }

const made = Symbol('markup')

export type Piece = Markup | string | number | null | readonly Markup[]

/** A tagged template: every string put into it is made safe for text and for quoted attributes. */
export const html = (parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup => ({
  [made]: parts.map((part, at) => part + (at < pieces.length ? sourceOf(pieces[at]!) : '')).join(''),
})

export const nothing = html``

export const textOf = (markup: Markup): string => markup[made]

function sourceOf(piece: Piece): string {
  if (piece === null) return ''
  if (typeof piece === 'string') return escaped(piece)
  if (typeof piece === 'number') return String(piece)
  return made in piece ? piece[made] : piece.map(textOf).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Controls, half characters, private ones, and everything that is not seen but turns, joins or hides what is: marks of
 * the writing direction, zero widths, tags, line separators.
 */
const unseen = /\u034f|[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\ufffe\uffff]/gu

/** Marks heaped on one letter reach into the lines above and below. */
const heaped = /(\p{M}{2})\p{M}+/gu

/** Text of a device as HTML shows it; each character that could do more than be seen becomes `·`. */
export function escaped(text: string): string {
  const kept = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
  return kept
    .replace(unseen, '·')
    .replace(heaped, '$1·')
    .replace(/[&<>"']/g, character => entities[character]!)
}
