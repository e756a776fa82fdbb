import type { Match } from '../fingerprints/reading.ts'
import type { Evidence, RoleIdea } from './evidence.ts'
import type { Portrait } from './portrait.ts'

/** Network cards of others that sent as its address say nothing of it. */
export const ownCard = 0.5

/** What a device says it is. The same thing said in several values is one reason. */
export const naming: RoleIdea = ({ matches }) => {
  const strongest = new Map<string, Evidence>()
  for (const match of matches) {
    const evidence = evidenceOf(match)
    if (!evidence) continue
    const key = `${evidence.role} ${match.file.title}`
    const rival = strongest.get(key)
    if (!rival || evidence.confidence > rival.confidence) strongest.set(key, evidence)
  }
  return [...strongest.values()]
}

function evidenceOf({ print, file, attribute, claim }: Match): Evidence | null {
  const fromCard = claim.source === 'oui'
  if (!print.role || (fromCard && claim.confidence < ownCard)) return null
  const confidence = fromCard ? print.confidence : print.confidence * claim.confidence
  const told = fromCard ? `network card by ${claim.value}` : `${attribute} ${claim.value}`
  const basis = fromCard || file.title === 'names' ? {} : ({ basis: 'said' } as const)
  return { role: print.role, confidence, reason: `${told}: ${print.says}`, ...basis }
}

export const namedAsPlantDevice = (portrait: Portrait): boolean =>
  naming(portrait).some(({ role }) => role === 'controller' || role === 'safety controller' || role === 'I/O device')
