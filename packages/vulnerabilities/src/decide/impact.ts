import type { Asset, Role, Ssvc } from '@nautilus/model'
import { type Attack, gainOf } from './cvss.ts'

export type Impact = { readonly safety: Ssvc['safety']; readonly mission: Ssvc['mission']; readonly why: string }

/** What fails when a device of that role fails, where nobody has said how critical it is. */
const byRole: Readonly<Partial<Record<Role, Omit<Impact, 'why'>>>> = {
  'safety controller': { safety: 'critical', mission: 'essential function fails' },
  controller: { safety: 'marginal', mission: 'essential function fails' },
  RTU: { safety: 'marginal', mission: 'essential function fails' },
  IED: { safety: 'critical', mission: 'crippled' },
  robot: { safety: 'critical', mission: 'crippled' },
  drive: { safety: 'marginal', mission: 'crippled' },
  'I/O device': { safety: 'marginal', mission: 'crippled' },
  gateway: { safety: 'marginal', mission: 'crippled' },
  'building controller': { safety: 'marginal', mission: 'crippled' },
  HMI: { safety: 'marginal', mission: 'crippled' },
  'SCADA server': { safety: 'marginal', mission: 'essential function fails' },
  'engineering workstation': { safety: 'marginal', mission: 'essential function fails' },
  switch: { safety: 'negligible', mission: 'crippled' },
  router: { safety: 'negligible', mission: 'crippled' },
  firewall: { safety: 'negligible', mission: 'crippled' },
  'remote-access gateway': { safety: 'marginal', mission: 'crippled' },
}

const byGrade = {
  low: 'degraded',
  medium: 'crippled',
  high: 'essential function fails',
  critical: 'mission fails',
} as const

const grades: readonly Ssvc['mission'][] = ['degraded', 'crippled', 'essential function fails', 'mission fails']

/** Traffic shows what depends on a device, not what does not: it makes nothing of a role less grave. */
const worse = (one: Ssvc['mission'], other: Ssvc['mission']): Ssvc['mission'] =>
  grades.indexOf(one) > grades.indexOf(other) ? one : other

/** Safety by role, mission by criticality where it is known; what only discloses endangers neither. */
export function impactOf({ roles: [main], criticality }: Asset, attack: Attack): Impact {
  const role = main?.role ?? null
  const base = (role && byRole[role]) ?? { safety: 'negligible' as const, mission: 'degraded' as const }
  const mission = criticality ? worse(byGrade[criticality.grade], base.mission) : base.mission
  const subject = role ?? 'device of unknown role'
  const gain = gainOf(attack)
  if (gain === 'disclosure')
    return {
      safety: 'negligible',
      mission: 'degraded',
      why: `discloses data of a ${subject}, and stops or changes nothing`,
    }
  const grade = criticality ? ` of ${criticality.grade} criticality` : ''
  return { safety: base.safety, mission, why: effects[gain](`${subject}${grade}`) }
}

const effects = {
  denial: (subject: string) => `stops a ${subject}`,
  manipulation: (subject: string) => `changes data or settings of a ${subject}`,
  execution: (subject: string) => `takes over a ${subject}`,
}
