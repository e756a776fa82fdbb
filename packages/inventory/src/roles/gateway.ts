import type { Evidence, RoleIdea } from './evidence.ts'
import { inPlant, isAnswered, plural } from './portrait.ts'
import type { Speech } from './speech.ts'

/** As many devices behind one Modbus server. */
const several = 3
const many = 8

/** One address, several devices: answers for units behind it. */
export const units: RoleIdea = ({ served }) => {
  const units = new Set(served.flatMap(({ traffic }) => [...(traffic.units ?? [])]))
  if (units.size < several) return []
  const confidence = units.size < many ? 0.6 : 0.8
  return [{ role: 'gateway', confidence, reason: `answers for ${plural(units.size, 'Modbus unit')}` }]
}

/** `PROFINET` of `PROFINET DCP`: parts of one protocol are nothing to convert. */
const familyOf = ({ title }: Speech): string => title.split(' ')[0]!

/** Serves one protocol and asks in another, as a converter does. */
export const converting: RoleIdea = ({ served, used }) => {
  const spoken = new Set(
    inPlant(served)
      .filter(({ exchange, speech }) => speech.server && isAnswered(exchange))
      .map(({ speech }) => speech),
  )
  if (spoken.size === 0) return []
  const asked = inPlant(used).filter(({ exchange }) => isAnswered(exchange) && exchange.traffic.pauses > 0)
  const families = new Set([...spoken].map(familyOf))
  const other = asked.find(({ speech }) => !families.has(familyOf(speech)))?.speech
  const found: Evidence[] = []
  if (other) {
    const reason = `serves ${[...spoken][0]!.title} and polls others over ${other.title}`
    found.push({ role: 'gateway', confidence: 0.5, reason })
  } else if (asked.length > 0) {
    found.push({
      role: 'gateway',
      confidence: 0.3,
      reason: `serves ${asked[0]!.speech.title} and polls others over it`,
    })
  }
  return found
}
