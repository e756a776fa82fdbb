// The frameworks that steps of playbooks point to: facts from NIST CSF 2.0 (CSWP 29, 2024) and NIST SP 800-82 r3 (2023).

/** How many outcomes each category of CSF 2.0 has, or which where numbers were withdrawn. */
const categories: Readonly<Record<string, number | readonly number[]>> = {
  'GV.OC': 5,
  'GV.RM': 7,
  'GV.RR': 4,
  'GV.PO': 2,
  'GV.OV': 3,
  'GV.SC': 10,
  'ID.AM': [1, 2, 3, 4, 5, 7, 8],
  'ID.RA': 10,
  'ID.IM': 4,
  'PR.AA': 6,
  'PR.AT': 2,
  'PR.DS': [1, 2, 10, 11],
  'PR.PS': 6,
  'PR.IR': 4,
  'DE.CM': [1, 2, 3, 6, 9],
  'DE.AE': [2, 3, 4, 6, 7, 8],
  'RS.MA': 5,
  'RS.AN': [3, 6, 7, 8],
  'RS.CO': [2, 3],
  'RS.MI': 2,
  'RC.RP': 6,
  'RC.CO': [3, 4],
}

/** The outcomes of CSF 2.0: `RS.MA-01` and the like. */
export const csfIds: readonly string[] = Object.entries(categories).flatMap(([category, numbers]) => {
  const all = typeof numbers === 'number' ? Array.from({ length: numbers }, (_, at) => at + 1) : numbers
  return all.map(number => `${category}-${String(number).padStart(2, '0')}`)
})

/** SP 800-82 r3 applies the framework to OT in its section 6, one part for each function; risk management is section 3. */
const sections: Readonly<Record<string, string>> = { GV: '3', ID: '6.1', PR: '6.2', DE: '6.3', RS: '6.4', RC: '6.5' }

/** The section of NIST SP 800-82 r3 on what an outcome of CSF 2.0 is about. */
export const guideSectionOf = (csf: string): string => sections[csf.slice(0, 2)] ?? '6'

/** Withdrawn from ATT&CK for ICS: no playbook may name them. */
export const withdrawnTechniques: ReadonlySet<string> = new Set([
  'T0808',
  'T0810',
  'T0818',
  'T0824',
  'T0825',
  'T0833',
  'T0841',
  'T0844',
  'T0850',
  'T0854',
  'T0870',
  'T0875',
])
