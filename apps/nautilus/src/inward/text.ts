// Bytes of a table as text, piece by piece. Spreadsheets write UTF-8, UTF-16 with a mark, or, in western Europe,
// Windows-1252: what is no UTF-8 is taken for that, from there on.

/** Bytes that a character of UTF-8 can have. */
const LONGEST = 4

export async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decode: ((piece: Uint8Array, isLast: boolean) => string) | null = null
  let held: Uint8Array = new Uint8Array()
  for await (const piece of bytes) {
    if (decode === null) {
      held = Buffer.concat([held, piece])
      if (held.length < LONGEST) continue
      decode = decoderFor(held)
      yield decode(held, false)
    } else yield decode(piece, false)
  }
  decode ??= decoderFor(held)
  yield decode(held.length < LONGEST ? held : new Uint8Array(), true)
}

function decoderFor([first, second]: Uint8Array): (piece: Uint8Array, isLast: boolean) => string {
  const mark = ((first ?? 0) << 8) | (second ?? 0)
  if (mark === 0xfffe || mark === 0xfeff) {
    const decoder = new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be')
    return (piece, isLast) => decoder.decode(piece, { stream: !isLast })
  }
  return utf8OrWestern()
}

function utf8OrWestern(): (piece: Uint8Array, isLast: boolean) => string {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const western = new TextDecoder('windows-1252')
  let isWestern = false
  let rest: Uint8Array = new Uint8Array()
  return (piece, isLast) => {
    if (isWestern) return western.decode(piece, { stream: !isLast })
    const all = Buffer.concat([rest, piece])
    const end = isLast ? all.length : wholeIn(all)
    try {
      const text = utf8.decode(all.subarray(0, end))
      rest = all.subarray(end)
      return text
    } catch {
      isWestern = true
      return western.decode(all, { stream: !isLast })
    }
  }
}

/** Up to where whole characters go. */
function wholeIn(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(LONGEST - 1, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) {
      const long = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return back < long ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}
