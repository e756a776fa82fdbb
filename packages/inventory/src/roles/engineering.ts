import type { Verb } from '@nautilus/model'
import type { Tell } from '../tells.ts'
import type { Evidence, RoleIdea } from './evidence.ts'
import { inPlant, type Portrait, plural } from './portrait.ts'

/** What people do with engineering tools, and how seldom anything else does it. */
const acts: readonly { readonly verb: Verb; readonly confidence: number; readonly says: string }[] = [
  { verb: 'download', confidence: 0.8, says: 'downloads programs or configuration' },
  { verb: 'edit', confidence: 0.8, says: 'changes programs online' },
  { verb: 'firmware', confidence: 0.7, says: 'updates firmware' },
  { verb: 'upload', confidence: 0.6, says: 'uploads programs or configuration' },
  { verb: 'stop', confidence: 0.6, says: 'stops controllers' },
  { verb: 'delete', confidence: 0.5, says: 'deletes blocks or files' },
  { verb: 'start', confidence: 0.4, says: 'starts controllers' },
  { verb: 'mode', confidence: 0.4, says: 'changes the mode of controllers' },
  { verb: 'force', confidence: 0.3, says: 'forces values' },
  { verb: 'reset', confidence: 0.3, says: 'resets devices' },
  { verb: 'configure', confidence: 0.3, says: 'configures devices' },
]
/** An attempt says less than a success. */
const refusedOnly = 0.5

const tools: readonly { readonly tell: Tell; readonly confidence: number; readonly says: string }[] = [
  { tell: 'reservation', confidence: 0.7, says: 'reserves controllers as a programming tool does (UMAS)' },
  { tell: 'system status list', confidence: 0.3, says: 'reads system status lists (SZL)' },
]

/** Who changes programs, modes and firmware works on controllers. */
export const engineering: RoleIdea = portrait => {
  const exchanges = inPlant(portrait.used).map(({ exchange }) => exchange)
  return [
    ...acts.flatMap(act => {
      const tallies = exchanges.map(e => e.traffic.verbs.get(act.verb)).filter(tally => tally !== undefined)
      const done = tallies.reduce((sum, t) => sum + t.ok + t.open, 0)
      const refused = tallies.reduce((sum, t) => sum + t.refused, 0)
      if (done > 0) return [evidence(act.confidence, `${act.says} (${plural(done, 'operation')})`)]
      if (refused > 0) return [evidence(act.confidence * refusedOnly, `${act.says}: ${refused} refused`)]
      return []
    }),
    ...tools.flatMap(({ tell, confidence, says }) => {
      const count = exchanges.reduce((sum, e) => sum + (e.traffic.tells?.get(tell) ?? 0), 0)
      return count > 0 ? [evidence(confidence, says)] : []
    }),
  ]
}

function evidence(confidence: number, reason: string): Evidence {
  return { role: 'engineering workstation', confidence, reason }
}

/** What a client says it is when it opens a session. S7 connection types and S7comm-plus selectors. */
const callers: readonly { readonly pattern: RegExp; readonly evidence: Evidence }[] = [
  { pattern: /^engineering station\b/, evidence: evidence(0.75, 'opens sessions as an engineering station') },
  // Libraries use PG connections too, as their default.
  { pattern: /\bPG\b/, evidence: evidence(0.6, 'opens programming (PG) connections') },
  { pattern: /^HMI \(/, evidence: { role: 'HMI', confidence: 0.5, reason: 'opens sessions as an HMI' } },
]

export const sessions: RoleIdea = (portrait: Portrait) => {
  const values = (portrait.claims.get('session') ?? []).map(({ value }) => value)
  return callers.filter(({ pattern }) => values.some(value => pattern.test(value))).map(caller => caller.evidence)
}
