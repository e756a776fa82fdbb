import type { Asset, Role } from '@nautilus/model'
import { roles as allRoles } from '@nautilus/model'
import { byText } from '../seen.ts'
import type { Portrait } from './portrait.ts'

/** One reason to believe that a device has a role, independent of the others. */
export type Evidence = { readonly role: Role; readonly confidence: number; readonly reason: string }

/** One idea: what it sees in a device. */
export type RoleIdea = (portrait: Portrait) => readonly Evidence[]

const certainAtMost = 0.99
const worthTelling = 0.2

/** Noisy-or: each independent reason takes away its part of the doubt that is left. */
export function combine(evidence: readonly Evidence[]): Asset['roles'] {
  if (evidence.length === 0) return []
  const told = allRoles.flatMap(role => {
    const reasons = evidence
      .filter(e => e.role === role)
      .sort((a, b) => b.confidence - a.confidence || byText(a.reason, b.reason))
    const doubt = reasons.reduce((left, e) => left * (1 - e.confidence), 1)
    const confidence = Math.round(Math.min(certainAtMost, 1 - doubt) * 100) / 100
    return confidence >= worthTelling ? [{ role, confidence, reasons: reasons.map(e => e.reason) }] : []
  })
  return told.sort((a, b) => b.confidence - a.confidence)
}
