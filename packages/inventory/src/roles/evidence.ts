import type { Asset, Role } from '@nautilus/model'
import { roles as allRoles } from '@nautilus/model'
import { byText } from '../seen.ts'
import type { Portrait } from './portrait.ts'

/**
 * One reason to believe that a device has a role, independent of the others. `said`: the device, or its catalogue, says
 * what it is. `usual`: who speaks a protocol usually is that.
 */
export type Evidence = {
  readonly role: Role
  readonly confidence: number
  readonly reason: string
  readonly basis?: 'said' | 'usual'
}

/** One idea: what it sees in a device. */
export type RoleIdea = (portrait: Portrait) => readonly Evidence[]

const certainAtMost = 0.99
const worthTelling = 0.2
/** From here on what a device says it is leaves less room for what its protocols usually mean. */
const saidClearly = 0.6
const besidesSaid = 0.4
/** What any computer may be, beside what it is for. */
const general: ReadonlySet<Role> = new Set<Role>(['server', 'workstation'])
const besidesPurpose = 0.5
/** A weaker belief makes no main role. */
export const believed = 0.5

/** Noisy-or: each independent reason takes away its part of the doubt that is left. */
export function combine(evidence: readonly Evidence[]): Asset['roles'] {
  if (evidence.length === 0) return []
  const weighed = besideSaid(evidence)
  const named = new Set(weighed.map(({ role }) => role))
  const told = allRoles.flatMap(role => {
    if (!named.has(role)) return []
    const reasons = weighed
      .filter(e => e.role === role)
      .sort((a, b) => b.confidence - a.confidence || byText(a.reason, b.reason))
    const doubt = reasons.reduce((left, e) => left * (1 - e.confidence), 1)
    return [{ role, confidence: 1 - doubt, reasons: reasons.map(e => e.reason) }]
  })
  const purpose = told.some(({ role, confidence }) => !general.has(role) && confidence >= believed)
  return told
    .map(({ role, confidence, reasons }) => {
      const share = purpose && general.has(role) ? confidence * besidesPurpose : confidence
      return { role, confidence: Math.round(Math.min(certainAtMost, share) * 100) / 100, reasons }
    })
    .filter(({ confidence }) => confidence >= worthTelling)
    .sort((a, b) => b.confidence - a.confidence)
}

function besideSaid(evidence: readonly Evidence[]): readonly Evidence[] {
  const said = new Set(evidence.filter(e => e.basis === 'said' && e.confidence >= saidClearly).map(e => e.role))
  if (said.size === 0) return evidence
  return evidence.map(e =>
    e.basis === 'usual' && !said.has(e.role) ? { ...e, confidence: e.confidence * besidesSaid } : e,
  )
}

/** The role believed most, if it is more likely than not. */
export const mainRole = ([main]: Asset['roles']): Role | null =>
  main && main.confidence >= believed ? main.role : null
