// How long a text message is: in the alphabet of seven bits, 160 characters are one part and 153 each of several; one
// character outside of it makes the whole message UCS-2, where parts are less than half as long (3GPP TS 23.038, 6.2.1;
// TS 23.040, 9.2.3.24.1).

const PLAIN =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
/** Of the extension table: an escape and a character. */
const DOUBLE = '^{}\\[~]|€'
const [alone, together] = [160, 153]

const widths = new Map([...[...PLAIN].map(one => [one, 1] as const), ...[...DOUBLE].map(one => [one, 2] as const)])

/** What is used in its place. */
const LIKE: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '‑': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '…': '...',
}

/** In the alphabet of seven bits: accents that it does not have go, and what has nothing like it becomes a question mark. */
export const inSevenBits = (text: string): string =>
  [...text.normalize('NFC')]
    .map(one => {
      if (widths.has(one)) return one
      const like = LIKE[one] ?? one.normalize('NFKD').replaceAll(/\p{M}/gu, '')
      return like !== '' && [...like].every(each => widths.has(each)) ? like : '?'
    })
    .join('')

/** Septets of a text in this alphabet. */
export const septetsOf = (text: string): number => [...text].reduce((sum, one) => sum + (widths.get(one) ?? 1), 0)

/** Parts in which it is sent. */
export const partsOf = (text: string): number => {
  const septets = septetsOf(text)
  return septets <= alone ? 1 : Math.ceil(septets / together)
}

/** The beginning of it that fits into so many septets. */
export function cutTo(text: string, septets: number): string {
  let left = septets
  let cut = ''
  for (const one of text) {
    left -= widths.get(one) ?? 1
    if (left < 0) break
    cut += one
  }
  return cut
}

/** Septets of so many parts, with one to spare in each: an escape never stands at the end of a part. */
export const roomOf = (parts: number): number => (parts === 1 ? alone : parts * (together - 1))
