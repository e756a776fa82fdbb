// What a CVSS vector says about the way in and the effect. CVSS v2, v3.0, v3.1, v4.0 (FIRST).
import type { Score } from '@nautilus/model'

export type Effect = 'none' | 'some' | 'high'

export type Attack = {
  readonly from: 'network' | 'adjacent' | 'local' | 'physical' | 'unknown'
  readonly needsPrivileges: boolean
  readonly needsPerson: boolean
  readonly confidentiality: Effect
  readonly integrity: Effect
  readonly availability: Effect
}

/** Without a vector the worst is assumed of the effect and nothing of the way. */
export const unknownAttack: Attack = {
  from: 'unknown',
  needsPrivileges: true,
  needsPerson: true,
  confidentiality: 'high',
  integrity: 'high',
  availability: 'high',
}

const ways: Readonly<Record<string, Attack['from']>> = { N: 'network', A: 'adjacent', L: 'local', P: 'physical' }
const effects: Readonly<Record<string, Effect>> = { N: 'none', L: 'some', P: 'some', H: 'high', C: 'high' }

export function attackOf(score: Score | null): Attack {
  const metrics = new Map((score?.vector ?? '').split('/').map(part => part.split(':') as [string, string]))
  const get = (name: string) => metrics.get(name) ?? ''
  const from = ways[get('AV')]
  if (!from) return unknownAttack
  const [c, i, a] = metrics.has('VC') ? [get('VC'), get('VI'), get('VA')] : [get('C'), get('I'), get('A')]
  return {
    from,
    needsPrivileges: (metrics.has('PR') ? get('PR') : get('Au')) !== 'N',
    // Version 2 has no such metric; in its access complexity a person is one reason among others.
    needsPerson: metrics.has('UI') ? get('UI') !== 'N' : get('AC') === 'H',
    confidentiality: effects[c!] ?? 'high',
    integrity: effects[i!] ?? 'high',
    availability: effects[a!] ?? 'high',
  }
}

/** SSVC: steps one to four of the kill chain can be automated. Adjacent attackers must be brought near first. */
export const isAutomatable = ({ from, needsPrivileges, needsPerson }: Attack): boolean =>
  from === 'network' && !needsPrivileges && !needsPerson

/** Total control, or the full disclosure of all information: technical impact of SSVC. */
export const isTotal = ({ confidentiality, integrity, availability }: Attack): boolean =>
  confidentiality === 'high' && integrity === 'high' && availability === 'high'

/** What an attacker gains: to know, to stop, to change, or to run code of their own. */
export type Gain = 'disclosure' | 'denial' | 'manipulation' | 'execution'

export function gainOf(attack: Attack): Gain {
  if (isTotal(attack)) return 'execution'
  if (attack.integrity !== 'none') return 'manipulation'
  return attack.availability !== 'none' ? 'denial' : 'disclosure'
}
