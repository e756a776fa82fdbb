// Colours by meaning, and text from the network made safe to print.

export type Style = {
  readonly title: (text: string) => string
  readonly quiet: (text: string) => string
  /** Somebody changed, or tried to change, what a controller does. */
  readonly grave: (text: string) => string
  /** Something was refused or failed. */
  readonly bad: (text: string) => string
  readonly strong: (text: string) => string
}

const ansi = (on: number, off: number) => (text: string) => (text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`)
const plain = (text: string) => text

export const styleOf = (colour: boolean): Style =>
  colour
    ? { title: ansi(1, 22), quiet: ansi(2, 22), grave: ansi(33, 39), bad: ansi(31, 39), strong: ansi(1, 22) }
    : { title: plain, quiet: plain, grave: plain, bad: plain, strong: plain }

/** Devices can send names that move the cursor, colour the terminal or turn the writing direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

export const safe = (text: string): string => text.replace(unsafe, '·')

/** At most `width` characters, the cut shown. */
export function cut(text: string, width: number): string {
  const characters = [...text]
  return characters.length <= width
    ? text
    : `${characters
        .slice(0, Math.max(0, width - 1))
        .join('')
        .trimEnd()}…`
}

export const widthOf = (text: string): number => [...text].length

/** Words into lines of at most `width`; the first after `before`, the others after `indent`. */
export function wrap(text: string, width: number, before: string, indent: string): string {
  const lines: string[] = []
  let line = before
  let empty = true
  for (const word of text.split(' ')) {
    if (!empty && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = indent
      empty = true
    }
    line += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, line].join('\n')
}
