// The lines of a calendar: RFC 5545, 3.1 (folded content lines), 3.2 (parameters), 3.3.11 (text).

/** `line`: of its first character in the file, from 1. Names are upper-case. */
export type ContentLine = {
  readonly line: number
  readonly name: string
  readonly params: ReadonlyMap<string, string>
  readonly value: string
}

/** Characters of one unfolded line. */
const MOST_CHARACTERS = 20_000

/** `onFault` is told of what is no content line; the rest goes on. */
export function* contentLines(text: string, onFault: (line: number, message: string) => void): Generator<ContentLine> {
  let held: { line: number; text: string } | null = null
  let number = 0
  for (const raw of text.split('\n')) {
    number++
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    if (held && /^[ \t]/.test(line)) {
      if (held.text.length <= MOST_CHARACTERS) held.text += line.slice(1)
      continue
    }
    if (held) yield* parsed(held, onFault)
    held = line.trim() === '' ? null : { line: number, text: line }
  }
  if (held) yield* parsed(held, onFault)
}

function* parsed(
  { line, text }: { readonly line: number; readonly text: string },
  onFault: (line: number, message: string) => void,
): Generator<ContentLine> {
  if (text.length > MOST_CHARACTERS)
    return onFault(line, `The line is longer than ${MOST_CHARACTERS} characters and is left out.`)
  const name = /^[A-Za-z0-9-]+/.exec(text)?.[0]
  if (name === undefined) return onFault(line, 'The line has no name before its value and is left out.')
  const params = new Map<string, string>()
  let at = name.length
  while (text[at] === ';') {
    const found = /^;([A-Za-z0-9-]+)=((?:"[^"]*"|[^",;:]*)(?:,(?:"[^"]*"|[^",;:]*))*)/.exec(text.slice(at))
    if (!found) return onFault(line, `A parameter of ${name} cannot be read; the line is left out.`)
    params.set(found[1]!.toUpperCase(), found[2]!.replaceAll('"', ''))
    at += found[0].length
  }
  if (text[at] !== ':') return onFault(line, `${name} has no value; the line is left out.`)
  yield { line, name: name.toUpperCase(), params, value: text.slice(at + 1) }
}

export const unescaped = (value: string): string =>
  value.replaceAll(/\\([nN\\;,])/g, (_, character: string) => (character.toLowerCase() === 'n' ? '\n' : character))

export const escaped = (text: string): string => text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n|\r|\n/g, '\\n')

/** The parts of a list of texts, whose own commas are escaped. */
export const textsOf = (value: string): string[] =>
  (value.match(/(?:\\.|[^,\\])+/g) ?? []).map(part => unescaped(part).trim()).filter(part => part !== '')

/** Octets of a line before it is folded. */
const FOLD = 75

/** Folded at 75 octets, never inside of a character. */
export function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let size = 0
  for (const character of line) {
    const octets = Buffer.byteLength(character)
    if (size + octets > FOLD) {
      parts.push(part)
      part = ' '
      size = 1
    }
    part += character
    size += octets
  }
  return `${[...parts, part].join('\r\n')}\r\n`
}
