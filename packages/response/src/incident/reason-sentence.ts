import { MINUTE } from '../reading/duration.ts'
import { type Language, type Sentence, sentence, type Words } from '../sentence.ts'
import type { Reason } from './reason.ts'

const HOUR = 3600e6

/** Why a finding is part of an incident, in a sentence. */
export function reasonSentence(reason: Reason): Sentence {
  switch (reason.kind) {
    case 'first':
      return sentence('reason.first')
    case 'by-hand':
      return sentence('reason.by-hand', { note: reason.note })
    case 'progress':
      return sentence('reason.progress', {
        ...shared(reason),
        from: sentence(`stage.${reason.from}`),
        to: sentence(`stage.${reason.to}`),
      })
    default:
      return sentence(`reason.${reason.kind}`, shared(reason))
  }
}

const shared = ({ via, other, gap }: { readonly via: string; readonly other: string; readonly gap: number }) => ({
  via,
  other,
  span: spanOf(gap),
})

/** Whole minutes, or hours to one tenth. */
function spanOf(gap: number): Words {
  const minutes = Math.round(gap / MINUTE)
  if (minutes < 1) return { en: 'less than a minute', de: 'weniger als eine Minute' }
  if (minutes < 60) return `${minutes} min`
  const hours = (language: Language) => (Math.round((10 * gap) / HOUR) / 10).toLocaleString(language)
  return { en: `${hours('en')} h`, de: `${hours('de')} h` }
}
