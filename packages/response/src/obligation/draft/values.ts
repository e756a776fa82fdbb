// Values of a report as people read them.
import { durationSaid } from '../../reading/duration.ts'
import { inLanguage, type Language } from '../../reading/text.ts'
import { momentText } from '../calendar.ts'
import { type FieldId, fieldOf, type Values } from '../fields.ts'

/** Characters of one text in a report, and entries of one list; how much more there is, is said. */
const MAX_SAID = 4000
const MAX_LISTED = 50

export type Wording = { readonly language: Language; readonly timeZone: string }

/** `value` is of the kind that the field has. */
export function valueText(id: FieldId, value: unknown, { language, timeZone }: Wording): string {
  const { kind, words } = fieldOf(id)
  switch (kind) {
    case 'word':
      return words && Object.hasOwn(words, String(value))
        ? inLanguage(words[String(value)]!, language)
        : plain(String(value), language)
    case 'flag':
      return yesOrNo(value === true, language)
    case 'moment':
      return momentText(Number(value), timeZone)
    case 'minutes':
      return Number(value) > 0 ? durationSaid({ months: 0, minutes: Number(value) }, language) : '0 min'
    case 'number':
      return grouped(Number(value), language)
    case 'euros':
      return rangeText(value as Values['euros'], language)
    case 'texts':
      return listed(value as Values['texts'], language, one => one, ', ')
    case 'indicators':
      return listed(
        value as Values['indicators'],
        language,
        ({ type, value: what, context }) => `${type} ${what} (${context})`,
      )
    case 'files':
      return listed(value as Values['files'], language, ({ name, sha256 }) => `${name} (SHA-256 ${sha256})`)
    default:
      return plain(String(value), language)
  }
}

const yesOrNo = (value: boolean, language: Language): string =>
  language === 'de' ? (value ? 'ja' : 'nein') : value ? 'yes' : 'no'

function listed<T>(all: readonly T[], language: Language, said: (one: T) => string, between = '; '): string {
  const more = all.length - MAX_LISTED
  const shown = all.slice(0, MAX_LISTED).map(one => plain(said(one), language))
  if (more > 0) shown.push(language === 'de' ? `und ${more} weitere` : `and ${more} more`)
  return shown.join(between)
}

/** On one line, without characters that move a cursor or turn the writing direction. */
function plain(text: string, language: Language): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()
  const more = line.length - MAX_SAID
  if (more <= 0) return line
  return `${line.slice(0, MAX_SAID)}… (${more} ${language === 'de' ? 'Zeichen mehr' : 'characters more'})`
}

function rangeText({ p10, p50, p90 }: Values['euros'], language: Language): string {
  const [low, middle, high] = [p10, p50, p90].map(euros => grouped(euros, language))
  return language === 'de'
    ? `${middle} € (zwischen ${low} € und ${high} €)`
    : `€${middle} (between €${low} and €${high})`
}

/** `1,234,567` or `1.234.567`, without parts below one where there are thousands. */
function grouped(value: number, language: Language): string {
  const [whole, part] = String(Math.abs(value) >= 1000 ? Math.round(value) : value).split('.')
  const groups = whole!.replaceAll(/\B(?=(\d{3})+$)/g, language === 'de' ? '.' : ',')
  return part ? `${groups}${language === 'de' ? ',' : '.'}${part}` : groups
}
