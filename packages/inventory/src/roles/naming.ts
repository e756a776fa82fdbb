import type { Attribute, Role } from '@nautilus/model'
import type { Claimed } from '../claims.ts'
import type { Evidence, RoleIdea } from './evidence.ts'
import type { Portrait } from './portrait.ts'

type Sign = {
  readonly attributes: readonly Attribute[]
  readonly pattern: RegExp
  readonly role: Role
  readonly confidence: number
  readonly says: string
}

const type: readonly Attribute[] = ['orderNumber', 'model']

/** The first sign that fits a claim counts. Order numbers: catalogues of the makers. */
const signs: readonly Sign[] = [
  // SIMATIC: 21x S7-1200 (fail-safe: AF, HF), 31x/41x/51x CPUs (fail-safe: F after the dash), 15x ET 200 heads.
  sign(/6ES7\s*21\d-1[AH]F/, 'safety controller', 0.8, 'SIMATIC fail-safe CPU'),
  sign(/6ES7\s*[345]1\d-\dF/, 'safety controller', 0.8, 'SIMATIC fail-safe CPU'),
  sign(/6ES7\s*(2[12]|[345]1)\d/, 'controller', 0.9, 'SIMATIC CPU'),
  sign(/6ES7\s*15[14]-[78]/, 'controller', 0.8, 'ET 200 with a CPU'),
  sign(/6ES7\s*1[3-5]\d/, 'I/O device', 0.8, 'ET 200'),
  sign(/6ES7/, 'controller', 0.5, 'SIMATIC'),
  sign(/6AV\d/, 'HMI', 0.85, 'SIMATIC HMI'),
  sign(/6GK5/, 'switch', 0.85, 'SCALANCE'),
  sign(/\bS7-(1200|1500|300|400)\b/, 'controller', 0.7, 'SIMATIC S7'),
  // Rockwell: GuardLogix, Logix and SLC CPUs; POINT and FLEX I/O; PanelView.
  sign(/\b(1756-L\d+E?S|5069-L3\d+ERMS|1769-L3\d+ERMS)/, 'safety controller', 0.8, 'GuardLogix'),
  sign(/\b(1756-L|1769-L|5069-L|5380|1766-L|1763-L|1747-L|1785-L)/, 'controller', 0.9, 'Logix CPU'),
  sign(/\b(1734|1794|5094|1732E?)-/, 'I/O device', 0.8, 'distributed I/O'),
  sign(/\b2711[A-Z]*-/, 'HMI', 0.85, 'PanelView'),
  // Schneider: Modicon.
  sign(/\bBM[EX] ?P|\b140 ?CPU|\bTM2[0-9]{2}|\bTSX ?P|\bModicon M\d/i, 'controller', 0.9, 'Modicon'),
  { attributes: ['mode'], pattern: /./, role: 'controller', confidence: 0.6, says: 'reports a mode' },
  { attributes: ['program'], pattern: /./, role: 'controller', confidence: 0.4, says: 'holds a control program' },
  {
    attributes: ['os'],
    pattern: /windows server|\b(esxi|hyper-v)\b/i,
    role: 'server',
    confidence: 0.6,
    says: 'operating system',
  },
  { attributes: ['os'], pattern: /windows|mac ?os/i, role: 'workstation', confidence: 0.4, says: 'operating system' },
  capability(/\bio.?controller/i, 'controller', 0.8),
  capability(/\bio.?device/i, 'I/O device', 0.7),
  capability(/\bio.?supervisor/i, 'engineering workstation', 0.4),
]

function sign(pattern: RegExp, role: Role, confidence: number, says: string): Sign {
  return { attributes: type, pattern, role, confidence, says }
}

function capability(pattern: RegExp, role: Role, confidence: number): Sign {
  return { attributes: ['capability'], pattern, role, confidence, says: 'says it is' }
}

/** What a device says it is. The same thing said in several attributes is one reason. */
export const naming: RoleIdea = portrait => {
  const strongest = new Map<string, Evidence>()
  for (const [attribute, claim] of judged(portrait)) {
    const found = signs.find(s => s.attributes.includes(attribute) && s.pattern.test(claim.value))
    if (!found) continue
    const evidence = evidenceOf(found, attribute, claim)
    const key = `${found.role} ${found.attributes === type ? 'type' : attribute}`
    const rival = strongest.get(key)
    if (!rival || evidence.confidence > rival.confidence) strongest.set(key, evidence)
  }
  return [...strongest.values()]
}

/** The most trusted claim of each attribute; of capabilities, which stand side by side, all. */
const judged = ({ claims }: Portrait): [Attribute, Claimed][] =>
  [...claims].flatMap(([attribute, list]) =>
    (attribute === 'capability' ? list : list.slice(0, 1)).map((claim): [Attribute, Claimed] => [attribute, claim]),
  )

const evidenceOf = ({ role, confidence, says }: Sign, attribute: Attribute, claim: Claimed): Evidence => ({
  role,
  confidence: confidence * claim.confidence,
  reason: `${attribute} ${claim.value}: ${says}`,
})

export const namedAsPlantDevice = (portrait: Portrait): boolean =>
  naming(portrait).some(({ role }) => role === 'controller' || role === 'safety controller' || role === 'I/O device')
