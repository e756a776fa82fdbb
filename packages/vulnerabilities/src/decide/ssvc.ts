// CERT/CC Stakeholder-Specific Vulnerability Categorization, deployer decision table, version 1.
import type { Ssvc } from '@nautilus/model'

type Inputs = Omit<Ssvc, 'humanImpact' | 'outcome'>

const outcomes = { D: 'defer', S: 'scheduled', O: 'out of cycle', I: 'immediate' } as const

/** One letter each for low, medium, high and very high human impact. */
const table: Readonly<Record<Ssvc['exploitation'], Readonly<Record<Ssvc['exposure'], { no: string; yes: string }>>>> = {
  none: {
    small: { no: 'DDSS', yes: 'DSSS' },
    controlled: { no: 'DSSS', yes: 'SSSS' },
    open: { no: 'DSSS', yes: 'SSSO' },
  },
  'public poc': {
    small: { no: 'DSSS', yes: 'SSSS' },
    controlled: { no: 'DSSS', yes: 'SSSO' },
    open: { no: 'SSSO', yes: 'SSOO' },
  },
  active: {
    small: { no: 'SSOO', yes: 'SOOO' },
    controlled: { no: 'SSOO', yes: 'OOOO' },
    open: { no: 'SOOI', yes: 'OOII' },
  },
}

const columns = ['low', 'medium', 'high', 'very high'] as const

export function ssvcOf(inputs: Inputs): Ssvc {
  const humanImpact = humanImpactOf(inputs)
  const row = table[inputs.exploitation][inputs.exposure][inputs.automatable ? 'yes' : 'no']
  const letter = row[columns.indexOf(humanImpact)] as keyof typeof outcomes
  return { ...inputs, humanImpact, outcome: outcomes[letter] }
}

const missions = ['degraded', 'crippled', 'essential function fails', 'mission fails'] as const

/** Safety and mission together. */
export function humanImpactOf({ safety, mission }: Pick<Ssvc, 'safety' | 'mission'>): Ssvc['humanImpact'] {
  if (safety === 'catastrophic') return 'very high'
  const at = missions.indexOf(mission)
  if (safety === 'critical') return (['medium', 'high', 'high', 'very high'] as const)[at]!
  return (['low', 'low', 'medium', 'very high'] as const)[at]!
}
