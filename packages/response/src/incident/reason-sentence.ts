import { type Sentence, sentence } from '../sentence.ts'
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

/** Hours to one tenth. */
const shared = ({ via, other, gap }: { readonly via: string; readonly other: string; readonly gap: number }) => ({
  via,
  other,
  hours: Math.round((10 * gap) / HOUR) / 10,
})
