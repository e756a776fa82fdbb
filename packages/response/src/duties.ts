/**
 * What people are to a site when something happens there. A duty is not a role of the console: a person may have
 * several, and holds each for one site.
 */
export const duties = [
  'analyst',
  'provider-duty-manager',
  'security-lead',
  'shift-supervisor',
  'plant-engineer',
  'process-safety-engineer',
  'maintenance-lead',
  'network-on-call',
  'operations-manager',
  'site-manager',
  'ciso',
  'legal',
  'communications',
  'vendor',
] as const

export type Duty = (typeof duties)[number]

/** The duties that may leave *awaiting engineering decision*: those that answer for the process. */
export const decides: ReadonlySet<Duty> = new Set<Duty>([
  'shift-supervisor',
  'plant-engineer',
  'process-safety-engineer',
  'operations-manager',
])
