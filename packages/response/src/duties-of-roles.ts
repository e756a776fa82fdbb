// What the roles of the console are to a site where nobody gave them duties.
import type { Duty } from './duties.ts'

const byRole: Readonly<Record<string, readonly Duty[]>> = {
  'provider-admin': ['provider-duty-manager'],
  analyst: ['analyst'],
  'plant-engineer': ['plant-engineer'],
  'operations-manager': ['operations-manager'],
  management: ['site-manager'],
}

/** What follows from roles, and what was given to the person: each once, in order. */
export const dutiesWith = (roles: readonly string[], given: readonly Duty[]): Duty[] =>
  [...new Set([...roles.flatMap(role => byRole[role] ?? []), ...given])].sort()
